/**
 * The welcome message, as from the advisor herself: who she is, and the link to the shades. Only the contact whose claim it
 * was is given the ticket in it.
 */
import type { Taken } from '../../claims/claim.ts';
import { readCode } from '../../claims/codes.ts';
import { ticketOf } from '../../claims/ticket.ts';
import { WINNING } from '../../credit/fold.ts';
import type { HqDatabase } from '../../storage/schema.ts';
import type { CarrierParts } from '../parts.ts';
import { textsFor } from '../texts.ts';

export interface Greeting {
  /** Of WeCom: good for 20 s, once. */
  readonly code: string;
  readonly token: string;
  readonly taken: Taken;
}

/** Nobody is greeted twice, nor invited to shades that are somebody else's. */
export async function welcome(parts: CarrierParts, { code, token, taken }: Greeting): Promise<void> {
  const { publicAddress } = parts.settings;
  const { sendWelcome } = parts.platforms;
  if (sendWelcome === undefined || publicAddress === undefined || taken.kind === 'refused') return;
  const { contactId, isRepeat, outcome } = taken;
  if (contactId === null || isRepeat || !WINNING.includes(outcome)) return;
  const ticket = await ticketOf(parts.db, token, contactId);
  const link = `${publicAddress.replace(/\/$/, '')}/t/${token}?c=${ticket}`;
  await sendWelcome(code, await textOf(parts, token, link));
}

async function textOf({ db, settings, now }: CarrierParts, token: string, link: string): Promise<string> {
  const texts = textsFor(settings.membership.country);
  const advisor = await nameOfServing(db, token, now());
  const hello = advisor === undefined ? texts.welcome : texts.welcomeFrom.replace('{name}', () => advisor);
  return `${hello}\n${link}`;
}

/** undefined where the mirror's own word of the code has not come, or nobody served. */
async function nameOfServing(db: HqDatabase, token: string, nowMs: number): Promise<string | undefined> {
  const code = await readCode(db, token, nowMs);
  if (code?.ba == null || code.storeId === null) return undefined;
  const row = await db
    .selectFrom('advisors')
    .select('name')
    .where('store_id', '=', code.storeId)
    .where('ba_id', '=', code.ba)
    .orderBy('from_day', 'desc')
    .executeTakeFirst();
  return row?.name;
}
