/**
 * Joining: she has read what is kept, agreed, and said how she wants to be called. One transaction claims the code for her,
 * notes her consents and tells the mirror; the code is hers if nobody had claimed it before.
 *
 * Nobody proves here that a telephone number is her own. So a number that HQ knows makes her a known contact for the ledger,
 * and shows or changes nothing of what HQ has under it.
 */
import { createHash, randomBytes } from 'node:crypto';
import { type Claim, claimIdOf } from '../claims/claim.ts';
import { type KnownCode, readCode } from '../claims/codes.ts';
import { isFirstTime, lockMirror, takeWithin } from '../claims/take.ts';
import { fitsTicket } from '../claims/ticket.ts';
import { WINNING } from '../credit/fold.ts';
import { lockLedger } from '../credit/ledger.ts';
import { sendToMirror } from '../inbox/send.ts';
import type { HqParts } from '../server.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { noteConsent, type Purpose } from './consent.ts';
import { findContact, newContact } from './contacts.ts';
import { readPhone } from './phone.ts';

export interface JoinRequest {
  readonly token: string;
  /** Her own phone, or the counter's screen, which staff handed to her. */
  readonly source: 'link' | 'desk';
  readonly nickname: string | null;
  /** As typed. */
  readonly phone: string | null;
  readonly locale: string;
  /** Membership she has agreed to: whoever calls this has refused the form without it. */
  readonly marketing: boolean;
  /** Of her own link, as her browser kept it. */
  readonly secret: string | null;
  /** Of a welcome message's link. */
  readonly ticket: string | null;
}

export type Joined =
  | { readonly outcome: 'refused' | 'expired' | 'already-taken' | 'phone-invalid' | 'name-missing' }
  | {
      readonly outcome: 'joined';
      readonly contactId: string;
      /** For her own link; only when it was made just now. */
      readonly manageSecret?: string;
    };

interface Person {
  readonly contactId: string;
  /** By a secret that only she has: what she says of herself holds. */
  readonly isProven: boolean;
  readonly isNew: boolean;
}

const SECRET_BYTES = 24;
const LONGEST_NAME = 40;
const MIRRORS_REFERENCE_LENGTH = 32;

export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Thrown to undo what was begun. */
class TurnedDown extends Error {
  readonly outcome: Exclude<Joined['outcome'], 'joined'>;

  constructor(outcome: Exclude<Joined['outcome'], 'joined'>) {
    super(outcome);
    this.outcome = outcome;
  }
}

export async function join(parts: HqParts, request: JoinRequest): Promise<Joined> {
  try {
    return await parts.db.transaction().execute(async (tx) => {
      await lockLedger(tx);
      return joinWithin(tx, parts, request);
    });
  } catch (error) {
    if (error instanceof TurnedDown) return { outcome: error.outcome };
    throw error;
  }
}

async function joinWithin(tx: HqDatabase, parts: HqParts, request: JoinRequest): Promise<Joined> {
  const nowMs = parts.now();
  const code = await readCode(tx, request.token, nowMs);
  if (code === undefined) throw new TurnedDown('refused');
  const given = readGiven(parts, request);
  const person = await whoIs(tx, request, code.contactId, given, nowMs);
  const { contactId } = person;
  if (code.contactId !== null && code.contactId !== contactId) throw new TurnedDown('already-taken');
  if (code.state === 'expired') throw new TurnedDown('expired');
  const manageSecret = await writeMember(tx, person, given, request.locale, nowMs);
  if (person.isNew || person.isProven) await noteConsents(tx, contactId, parts, request);
  if (code.contactId !== null || (await claimFor(tx, parts, code, person)))
    await tellJoin(tx, code, person, nowMs);
  return { outcome: 'joined', contactId, ...(manageSecret === undefined ? {} : { manageSecret }) };
}

/** What she gave, tidied. */
interface Given {
  readonly nickname: string | null;
  /** In E.164. */
  readonly phone: string | null;
  readonly isEnough: boolean;
}

function readGiven({ settings }: HqParts, request: JoinRequest): Given {
  const { ask, country } = settings.membership;
  const nickname = request.nickname?.trim().slice(0, LONGEST_NAME) || null;
  const typed = request.phone?.trim() || null;
  const phone = typed === null ? null : (readPhone(typed, country) ?? null);
  if (typed !== null && phone === null) throw new TurnedDown('phone-invalid');
  const isEnough = {
    nickname: nickname !== null,
    phone: phone !== null,
    either: (nickname ?? phone) !== null,
  };
  return { nickname, phone, isEnough: isEnough[ask] };
}

async function whoIs(
  tx: HqDatabase,
  request: JoinRequest,
  winner: string | null,
  given: Given,
  nowMs: number,
): Promise<Person> {
  const proven = await provenContact(tx, request, winner);
  if (proven !== undefined) {
    if (!proven.hasJoined && !given.isEnough) throw new TurnedDown('name-missing');
    return { contactId: proven.contactId, isProven: true, isNew: false };
  }
  if (!given.isEnough) throw new TurnedDown('name-missing');
  const ref = given.phone;
  const known = ref === null ? undefined : await findContact(tx, { channel: 'phone', ref });
  if (known !== undefined) return { contactId: known, isProven: false, isNew: false };
  const channel = ref === null ? 'link' : 'phone';
  return { contactId: await newContact(tx, { channel, ref }, nowMs), isProven: false, isNew: true };
}

/** By her own link or by the ticket that only she was sent; neither is good any more once her data was deleted. */
async function provenContact(tx: HqDatabase, { token, secret, ticket }: JoinRequest, winner: string | null) {
  const contacts = tx
    .selectFrom('contacts')
    .select(['contact_id', 'joined_ms'])
    .where('deleted_ms', 'is', null);
  const isFriend = winner !== null && ticket !== null && (await fitsTicket(tx, token, winner, ticket));
  if (!isFriend && secret === null) return undefined;
  const row = await (isFriend
    ? contacts.where('contact_id', '=', winner)
    : contacts.where('manage_hash', '=', secretHash(secret ?? ''))
  ).executeTakeFirst();
  return row && { contactId: row.contact_id, hasJoined: row.joined_ms !== null };
}

/** @returns the secret of her own link, where she had none and may have one */
async function writeMember(
  tx: HqDatabase,
  { contactId, isNew, isProven }: Person,
  { nickname, phone }: Given,
  locale: string,
  nowMs: number,
): Promise<string | undefined> {
  const before = await tx
    .selectFrom('contacts')
    .select(['joined_ms', 'manage_hash'])
    .where('contact_id', '=', contactId)
    .executeTakeFirstOrThrow();
  const isOwn = isNew || isProven;
  const manageSecret =
    isOwn && before.manage_hash === null ? randomBytes(SECRET_BYTES).toString('base64url') : undefined;
  await tx
    .updateTable('contacts')
    .set({
      joined_ms: before.joined_ms ?? nowMs,
      ...(isOwn ? { locale } : {}),
      ...(isOwn && nickname !== null ? { nickname } : {}),
      ...(isOwn && phone !== null ? { phone } : {}),
      ...(manageSecret === undefined ? {} : { manage_hash: secretHash(manageSecret) }),
    })
    .where('contact_id', '=', contactId)
    .execute();
  if (isProven && phone !== null) await addPhone(tx, contactId, phone);
  return manageSecret;
}

/** A number stays with the contact who had it first. */
async function addPhone(tx: HqDatabase, contact_id: string, ref: string): Promise<void> {
  await tx
    .insertInto('contact_refs')
    .values({ channel: 'phone', ref, contact_id })
    .onConflict((on) => on.columns(['channel', 'ref']).doNothing())
    .execute();
}

async function noteConsents(
  tx: HqDatabase,
  contactId: string,
  { settings, now }: HqParts,
  { locale, marketing }: JoinRequest,
): Promise<void> {
  const given: Purpose[] = marketing ? ['membership', 'marketing'] : ['membership'];
  for (const purpose of given)
    await noteConsent(tx, contactId, { purpose, isGiven: true, locale }, settings, now());
}

/** @returns whether the code is hers; staff's own scans win nothing */
async function claimFor(
  tx: HqDatabase,
  parts: HqParts,
  { mirrorId, token, carrier }: KnownCode,
  { contactId, isNew, isProven }: Person,
): Promise<boolean> {
  const claim: Claim = {
    id: claimIdOf('join', token, contactId),
    used: { token },
    carrier: carrier ?? 'link',
    contact: { contactId },
    standing: null,
    claimedMs: parts.now(),
    isProven: isNew || isProven,
  };
  const taken = await takeWithin(tx, parts, claim, { mirrorId, token, ba: null });
  return taken.kind === 'taken' && WINNING.includes(taken.outcome);
}

/** The mirror learns no more than that, under a reference that is another for every code; the tier of who has proven who she is. */
async function tellJoin(
  tx: HqDatabase,
  { mirrorId, token }: KnownCode,
  { contactId, isProven }: Person,
  nowMs: number,
): Promise<void> {
  await lockMirror(tx, mirrorId);
  if (!(await isFirstTime(tx, 'join_told_ms', mirrorId, token, nowMs))) return;
  const { tier } = await tx
    .selectFrom('contacts')
    .select('tier')
    .where('contact_id', '=', contactId)
    .executeTakeFirstOrThrow();
  const contact = claimIdOf('reference', token, contactId).slice(0, MIRRORS_REFERENCE_LENGTH);
  await sendToMirror(tx, mirrorId, 'join', { token, contact, tier: isProven ? tier : null }, nowMs);
}
