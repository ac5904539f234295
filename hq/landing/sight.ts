/**
 * What whoever asks may see of a code. Scanning signs nobody in: a code that was claimed is open to its contact alone, by the
 * secret in her browser or by the ticket of a welcome message.
 */
import type { FastifyRequest } from 'fastify';
import { type KnownCode, readCode } from '../claims/codes.ts';
import { fitsTicket } from '../claims/ticket.ts';
import { type Consent, readConsents } from '../contacts/consent.ts';
import { findMember } from '../contacts/member.ts';
import { Problem } from '../http/problem.ts';
import type { HqParts } from '../server.ts';
import type { HqDatabase } from '../storage/schema.ts';
import type { Guesses } from './guesses.ts';
import { memberSecretOf } from './member-cookie.ts';

/** Who has proven who she is. */
export interface Person {
  readonly contactId: string;
  readonly nickname: string | null;
  /** Of her own link; null: her browser has none. */
  readonly secret: string | null;
  /** She has joined and not left. */
  readonly isMember: boolean;
  /** She has told her name or number before, and need not again. */
  readonly hasJoined: boolean;
  readonly wantsNews: boolean;
}

export interface Sight {
  /**
   * | open | nobody has claimed it, or she has, and is no member yet |
   * | pending | the same, and the mirror's word of it has not come |
   * | own | she has joined by it |
   * | used | somebody else's |
   * | expired | nobody's any more |
   */
  readonly kind: 'open' | 'pending' | 'own' | 'used' | 'expired';
  readonly code: KnownCode;
  readonly person: Person | null;
  /** As the address has it. */
  readonly ticket: string | null;
}

export interface Asked {
  readonly token: string;
  readonly ticket: string | null;
}

/** Throws `not-found` for a token that is none, and `too-many-requests` after too many of them. */
export async function seeCodeOf(
  { db, now }: HqParts,
  guesses: Guesses,
  request: FastifyRequest,
  { token, ticket }: Asked,
): Promise<Sight> {
  const code = await readCode(db, token, now());
  if (code === undefined) {
    await guesses.count(request);
    throw new Problem('not-found', 'No mirror of this HQ has shown such a code.');
  }
  const person = (await byTicket(db, code, ticket)) ?? (await bySecret(db, memberSecretOf(request)));
  return { kind: kindOf(code, person), code, person, ticket };
}

function kindOf({ state, shownMs, contactId }: KnownCode, person: Person | null): Sight['kind'] {
  if (state === 'expired') return 'expired';
  if (contactId !== null && contactId !== person?.contactId) return 'used';
  if (contactId !== null && person?.isMember) return 'own';
  return shownMs === null ? 'pending' : 'open';
}

async function bySecret(db: HqDatabase, secret: string | null): Promise<Person | null> {
  const member = secret === null ? undefined : await findMember(db, secret);
  if (member === undefined) return null;
  const { contactId, nickname, consents } = member;
  return { contactId, nickname, secret, hasJoined: true, ...standingOf(consents) };
}

async function byTicket(db: HqDatabase, code: KnownCode, ticket: string | null): Promise<Person | null> {
  const { token, contactId } = code;
  if (contactId === null || ticket === null || !(await fitsTicket(db, token, contactId, ticket))) return null;
  const contact = await db
    .selectFrom('contacts')
    .select(['nickname', 'joined_ms'])
    .where('contact_id', '=', contactId)
    // Of who had her data deleted a stub is left, which is nobody.
    .where('deleted_ms', 'is', null)
    .executeTakeFirst();
  if (contact === undefined) return null;
  const { nickname, joined_ms } = contact;
  const consents = await readConsents(db, contactId);
  return { contactId, nickname, secret: null, hasJoined: joined_ms !== null, ...standingOf(consents) };
}

function standingOf(consents: readonly Consent[]): Pick<Person, 'isMember' | 'wantsNews'> {
  const isGiven = (purpose: Consent['purpose']) =>
    consents.some((consent) => consent.purpose === purpose && consent.isGiven);
  return { isMember: isGiven('membership'), wantsNews: isGiven('marketing') };
}
