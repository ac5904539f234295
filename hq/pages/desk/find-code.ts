/** Finds the code that a human code stands for, in one store, or says why there is none. */
import { readHumanCode } from '../../../main/contract/tokens.ts';
import { findByHumanCode, type KnownCode, readCode } from '../../claims/codes.ts';
import type { HqDatabase } from '../../storage/schema.ts';

export type Found =
  | { readonly kind: 'code'; readonly code: KnownCode }
  /** `notHere`: nobody knows whether it is wrong or the mirror's word of it has not come. */
  | { readonly kind: 'notCode' | 'notHere' | 'expired' | 'taken' | 'refused' };

export async function findCode(
  db: HqDatabase,
  typed: string,
  storeId: string,
  nowMs: number,
): Promise<Found> {
  const human = readHumanCode(typed);
  if (human === null) return { kind: 'notCode' };
  const token = await findByHumanCode(db, human, nowMs, [storeId]);
  if (token === undefined) return { kind: (await wasShown(db, human, storeId)) ? 'expired' : 'notHere' };
  return judge(await readCode(db, token, nowMs));
}

/** One that is on an operator's screen already: it may be a while since it was found. */
export async function sameCode(
  db: HqDatabase,
  token: string,
  storeId: string,
  nowMs: number,
): Promise<Found> {
  const code = await readCode(db, token, nowMs);
  return code !== undefined && code.storeId !== storeId ? { kind: 'refused' } : judge(code);
}

function judge(code: KnownCode | undefined): Found {
  if (code === undefined) return { kind: 'refused' };
  if (code.state === 'claimed') return { kind: 'taken' };
  return code.state === 'expired' ? { kind: 'expired' } : { kind: 'code', code };
}

async function wasShown(db: HqDatabase, human: string, storeId: string): Promise<boolean> {
  const row = await db
    .selectFrom('codes')
    .select('token')
    .where('human', '=', human)
    .where('store_id', '=', storeId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
