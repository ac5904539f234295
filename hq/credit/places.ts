/** Which store-local day a time is, and whose the store was on it. */
import { sql } from 'kysely';
import { localHour } from '../../main/contract/local-time.ts';
import type { HqDatabase } from '../storage/schema.ts';

export interface DealerOnDay {
  readonly day: string;
  /** null: the store belonged to none. */
  readonly dealerId: string | null;
}

export async function dealerOn(
  db: HqDatabase,
  storeId: string,
  timeZone: string,
  timeMs: number,
): Promise<DealerOnDay> {
  const { day } = localHour(timeMs, timeZone);
  const held = await db
    .selectFrom('store_dealers')
    .select('dealer_id')
    .where('store_id', '=', storeId)
    .where('from_day', '<=', day)
    .where(sql<boolean>`coalesce(to_day, '9999-12-31') >= ${day}`)
    .executeTakeFirst();
  return { day, dealerId: held?.dealer_id ?? null };
}
