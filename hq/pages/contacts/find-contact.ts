/** Finds one contact by what she gave or by a claim of hers, and reads what an operator may know of her. */
import { TOKEN_PATTERN } from '../../../main/contract/tokens.ts';
import type { Scope } from '../../accounts/scope.ts';
import type { Channel } from '../../claims/claim.ts';
import type { Consent } from '../../contacts/consent.ts';
import { findContact } from '../../contacts/contacts.ts';
import { maskPhone, readPhone } from '../../contacts/phone.ts';
import { type ContactTags, tagsOf } from '../../contacts/tags.ts';
import { type CreditEntry, claimsOf, isOwnContact } from '../../credit/read.ts';
import type { HqDatabase } from '../../storage/schema.ts';

export interface ContactDetail {
  readonly id: string;
  readonly channel: Channel;
  readonly createdMs: number;
  /** null: a contact, no member. */
  readonly joinedMs: number | null;
  /** Set: the rest is a stub. */
  readonly deletedMs: number | null;
  readonly nickname: string | null;
  /** Masked. */
  readonly phone: string | null;
  readonly tier: string | null;
  readonly tags: ContactTags | undefined;
  /** All that were ever given and taken back, the newest first. */
  readonly consents: readonly Consent[];
  readonly claims: readonly CreditEntry[];
}

const CLAIM_ID = /^[0-9a-f]{64}$/;

/** @param query a telephone number as somebody types it, a claim's id, or a code's token @param country of a number without one */
export async function findOwnContact(
  db: HqDatabase,
  scope: Scope,
  query: string,
  country: string,
): Promise<string | undefined> {
  const id =
    CLAIM_ID.test(query) || TOKEN_PATTERN.test(query)
      ? await contactOfClaim(db, query)
      : await contactOfPhone(db, query, country);
  return id !== undefined && (await isOwnContact(db, scope, id)) ? id : undefined;
}

async function contactOfClaim(db: HqDatabase, query: string): Promise<string | undefined> {
  const column = CLAIM_ID.test(query) ? 'claim_id' : 'token';
  const row = await db
    .selectFrom('claims')
    .select('contact_id')
    .where(column, '=', query)
    .where('contact_id', 'is not', null)
    .orderBy('claimed_ms')
    .executeTakeFirst();
  return row?.contact_id ?? undefined;
}

async function contactOfPhone(db: HqDatabase, query: string, country: string): Promise<string | undefined> {
  const ref = readPhone(query, country);
  return ref === undefined ? undefined : findContact(db, { channel: 'phone', ref });
}

/** undefined for a contact out of scope and for one that nobody is alike. */
export async function readContact(
  db: HqDatabase,
  scope: Scope,
  id: string,
): Promise<ContactDetail | undefined> {
  const row = await db.selectFrom('contacts').selectAll().where('contact_id', '=', id).executeTakeFirst();
  if (row === undefined || !(await isOwnContact(db, scope, id))) return undefined;
  const [tags, consents, claims] = await Promise.all([
    tagsOf(db, id),
    consentsOf(db, id),
    claimsOf(db, scope, id),
  ]);
  return {
    id,
    channel: row.channel as Channel,
    createdMs: row.created_ms,
    joinedMs: row.joined_ms,
    deletedMs: row.deleted_ms,
    nickname: row.nickname,
    phone: row.phone && maskPhone(row.phone),
    tier: row.tier,
    tags,
    consents,
    claims,
  };
}

async function consentsOf(db: HqDatabase, id: string): Promise<Consent[]> {
  const rows = await db
    .selectFrom('consents')
    .select(['purpose', 'version', 'is_given', 'at_ms'])
    .where('contact_id', '=', id)
    .orderBy('at_ms', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ purpose, version, is_given, at_ms }) => ({
    purpose,
    version,
    isGiven: is_given,
    atMs: at_ms,
  }));
}
