/**
 * Tickets in the links of welcome messages: they prove that who opens the link is the contact who claimed the code, on
 * whatever phone. Only HQ can make one; a token alone opens nothing that is hers.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { HqDatabase } from '../storage/schema.ts';

const NAME = 'ticket';
const SECRET_BYTES = 32;
const TICKET_BYTES = 16;

export async function ticketOf(db: HqDatabase, token: string, contactId: string): Promise<string> {
  return (await ticketBytes(db, token, contactId)).toString('base64url');
}

export async function fitsTicket(
  db: HqDatabase,
  token: string,
  contactId: string,
  ticket: string,
): Promise<boolean> {
  const [own, given] = [await ticketBytes(db, token, contactId), Buffer.from(ticket, 'base64url')];
  return own.length === given.length && timingSafeEqual(own, given);
}

async function ticketBytes(db: HqDatabase, token: string, contactId: string): Promise<Buffer> {
  const secret = await readSecret(db);
  const mac = createHmac('sha256', secret).update(`${token}\n${contactId}`).digest();
  return mac.subarray(0, TICKET_BYTES);
}

/** Made by whoever needs it first, of all processes of this HQ. */
async function readSecret(db: HqDatabase): Promise<string> {
  const read = () => db.selectFrom('secrets').select('value').where('name', '=', NAME).executeTakeFirst();
  const known = await read();
  if (known !== undefined) return known.value;
  await db
    .insertInto('secrets')
    .values({ name: NAME, value: randomBytes(SECRET_BYTES).toString('base64url') })
    .onConflict((on) => on.column('name').doNothing())
    .execute();
  return (await read())?.value as string;
}
