/** An operator's correction of one claim's credit: a version of its own, with who and why. What stood before stays to be read. */
import { CodedError } from '../../main/contract/coded-error.ts';
import { localHour } from '../../main/contract/local-time.ts';
import { audit } from '../accounts/audit.ts';
import type { HqParts } from '../server.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { readDealers } from './dealers.ts';
import { type CreditRow, lockLedger, settle } from './ledger.ts';

export type CorrectErrorCode = 'claim-unknown' | 'store-unknown' | 'advisor-unknown' | 'reason-missing';

export interface Correction {
  readonly mirrorId: string;
  readonly claimId: string;
  /** Who is credited from now on; the dealer is the store's on the day of the claim. */
  readonly storeId: string;
  /** null: the store alone. */
  readonly ba: string | null;
  readonly reason: string;
  readonly operatorId: string;
}

/** Throws CodedError<CorrectErrorCode>. Later claims of the contact follow, where the rule binds her. */
export async function correctCredit({ db, settings, now }: HqParts, correction: Correction): Promise<void> {
  const reason = correction.reason.trim();
  if (reason === '') throw fault('reason-missing', 'Say why the credit is corrected.');
  await db.transaction().execute(async (tx) => {
    await lockLedger(tx);
    const before = await newest(tx, correction);
    const { mirrorId, claimId, operatorId } = correction;
    const credit = await creditFor(tx, correction, before.claimed_ms);
    const row: CreditRow = {
      ...before,
      ...credit,
      version: before.version + 1,
      at_ms: now(),
      outcome: 'corrected',
      operator_id: operatorId,
      reason,
    };
    await tx.insertInto('credits').values(row).execute();
    const seed = { mirrorId, claimId, token: before.token, contactId: before.contact_id };
    await settle(tx, seed, settings.credit.known, now());
    await audit(
      tx,
      { operatorId, what: 'credit-corrected', detail: { mirror: mirrorId, claim: claimId } },
      now(),
    );
  });
}

async function newest(tx: HqDatabase, { mirrorId, claimId }: Correction): Promise<CreditRow> {
  const row = await tx
    .selectFrom('credits')
    .selectAll()
    .where('mirror_id', '=', mirrorId)
    .where('claim_id', '=', claimId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row === undefined) throw fault('claim-unknown', 'There is no such claim.');
  return row;
}

async function creditFor(tx: HqDatabase, { storeId, ba }: Correction, claimedMs: number) {
  const store = await tx
    .selectFrom('stores')
    .select('time_zone')
    .where('store_id', '=', storeId)
    .executeTakeFirst();
  if (store === undefined) throw fault('store-unknown', `The registry has no store "${storeId}".`);
  if (ba !== null) await requireAdvisor(tx, storeId, ba);
  const dealerOn = await readDealers(tx, [storeId]);
  const { day } = localHour(claimedMs, store.time_zone);
  return { credit_store_id: storeId, credit_dealer_id: dealerOn(storeId, day), credit_ba: ba };
}

async function requireAdvisor(tx: HqDatabase, storeId: string, ba: string): Promise<void> {
  const advisor = await tx
    .selectFrom('advisors')
    .select('ba_id')
    .where('store_id', '=', storeId)
    .where('ba_id', '=', ba)
    .executeTakeFirst();
  if (advisor === undefined)
    throw fault('advisor-unknown', `The store "${storeId}" has no advisor "${ba}" in the registry.`);
}

const fault = (code: CorrectErrorCode, sentence: string) => new CodedError<CorrectErrorCode>(code, sentence);
