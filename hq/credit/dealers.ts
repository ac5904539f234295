/** Whose each store is on which store-local day, read once for all claims that are judged together. */
import { sql } from 'kysely';
import type { HqDatabase } from '../storage/schema.ts';

/** null: the store belonged to no dealer on that day. */
export type DealerOn = (storeId: string, day: string) => string | null;

export async function readDealers(db: HqDatabase, storeIds: readonly string[]): Promise<DealerOn> {
  const rows = await db
    .selectFrom('store_dealers')
    .selectAll()
    .where('store_id', '=', sql<string>`ANY (${[...new Set(storeIds)]}::text[])`)
    .execute();
  const byStore = Map.groupBy(rows, ({ store_id }) => store_id);
  return (storeId, day) => {
    const held = byStore
      .get(storeId)
      ?.find(({ from_day, to_day }) => from_day <= day && (to_day ?? day) >= day);
    return held?.dealer_id ?? null;
  };
}
