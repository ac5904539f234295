/** A member as she sees herself, by the secret of her own link: what HQ has of her, and her consents to give and to take back. */
import type { HqParts } from '../server.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { type Consent, noteConsent, type Purpose, readConsents } from './consent.ts';
import { secretHash } from './join.ts';
import { maskPhone } from './phone.ts';

export interface Member {
  readonly contactId: string;
  readonly nickname: string | null;
  /** Masked. */
  readonly phone: string | null;
  readonly joinedMs: number;
  readonly consents: readonly Consent[];
}

/** undefined: it is nobody's, or she has had her data deleted. */
export async function findMember(db: HqDatabase, secret: string): Promise<Member | undefined> {
  const row = await db
    .selectFrom('contacts')
    .select(['contact_id', 'nickname', 'phone', 'joined_ms'])
    .where('manage_hash', '=', secretHash(secret))
    .executeTakeFirst();
  if (row === undefined || row.joined_ms === null) return undefined;
  return {
    contactId: row.contact_id,
    nickname: row.nickname,
    phone: row.phone && maskPhone(row.phone),
    joinedMs: row.joined_ms,
    consents: await readConsents(db, row.contact_id),
  };
}

export async function setConsent(
  { db, settings, now }: HqParts,
  contactId: string,
  purpose: Purpose,
  isGiven: boolean,
  locale: string,
): Promise<void> {
  await noteConsent(db, contactId, { purpose, isGiven, locale }, settings, now());
}
