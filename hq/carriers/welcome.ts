/**
 * The welcome message, as from the advisor herself: who she is, and the link to the shades. Only the contact whose claim it
 * was is given the ticket in it, so it goes where nobody but her reads it.
 */
import type { Claim, Taken } from '../claims/claim.ts';
import { readCode } from '../claims/codes.ts';
import { ticketOf } from '../claims/ticket.ts';
import { WINNING } from '../credit/fold.ts';
import type { HqDatabase } from '../storage/schema.ts';
import type { Platform } from './metrics.ts';
import type { CarrierParts } from './parts.ts';
import { textsFor } from './texts.ts';

/** @param to as the platform wants it: whom, or what is answered. Throws PlatformError. */
export type SendText = (to: string, text: string) => Promise<void>;

/** Beside the platform's answer, which it does not wait long for. @param to undefined: the platform lets nobody answer */
export function greet(
  parts: CarrierParts,
  platform: Platform,
  to: string | undefined,
  claim: Claim,
  taken: Taken | undefined,
): void {
  const send = parts.platforms.sendText[platform];
  if (send === undefined || to === undefined || taken === undefined) return;
  parts.background.run(async () => {
    const text = await welcomeText(parts, claim, taken);
    if (text !== undefined) await send(to, text);
  });
}

/** undefined: nobody is greeted twice, nor invited to shades that are somebody else's. */
export async function welcomeText(
  parts: CarrierParts,
  { used }: Claim,
  taken: Taken,
): Promise<string | undefined> {
  const { publicAddress } = parts.settings;
  if (publicAddress === undefined || !('token' in used) || taken.kind === 'refused') return undefined;
  const { contactId, isRepeat, outcome } = taken;
  if (contactId === null || isRepeat || !WINNING.includes(outcome)) return undefined;
  const { token } = used;
  const ticket = await ticketOf(parts.db, token, contactId);
  return `${await helloOf(parts, token)}\n${publicAddress.replace(/\/$/, '')}/t/${token}?c=${ticket}`;
}

async function helloOf({ db, settings, now }: CarrierParts, token: string): Promise<string> {
  const texts = textsFor(settings.membership.country);
  const advisor = await nameOfServing(db, token, now());
  return advisor === undefined ? texts.welcome : texts.welcomeFrom.replace('{name}', () => advisor);
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
