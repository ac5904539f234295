/** Contacts: people as far as a carrier names them or they name themselves, found by their references. */
import { randomUUID } from 'node:crypto';
import type { Claim, ContactRef } from '../claims/claim.ts';
import type { HqDatabase, HqTables } from '../storage/schema.ts';

/** The contact of a claim, made when HQ has none by this reference. */
export async function contactFor(
  tx: HqDatabase,
  contact: NonNullable<Claim['contact']>,
  nowMs: number,
): Promise<string> {
  if ('contactId' in contact) return contact.contactId;
  return (await findContact(tx, contact)) ?? newContact(tx, contact, nowMs);
}

export async function findContact(db: HqDatabase, { channel, ref }: ContactRef): Promise<string | undefined> {
  const row = await db
    .selectFrom('contact_refs')
    .select('contact_id')
    .where('channel', '=', channel)
    .where('ref', '=', ref)
    .executeTakeFirst();
  return row?.contact_id;
}

/** @param ref null where nothing but this very contact names her */
export async function newContact(
  tx: HqDatabase,
  { channel, ref }: Pick<ContactRef, 'channel'> & { ref: string | null },
  nowMs: number,
): Promise<string> {
  const contactId = randomUUID();
  const row: HqTables['contacts'] = {
    contact_id: contactId,
    created_ms: nowMs,
    channel,
    nickname: null,
    phone: null,
    locale: null,
    tier: null,
    joined_ms: null,
    manage_hash: null,
    deleted_ms: null,
  };
  await tx.insertInto('contacts').values(row).execute();
  if (ref !== null)
    await tx.insertInto('contact_refs').values({ channel, ref, contact_id: contactId }).execute();
  return contactId;
}
