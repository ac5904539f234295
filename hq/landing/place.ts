/** The counter that a code is from, by the registry: whose it is, what its clock shows, and who served. */
import { sql } from 'kysely';
import type { AdvisorCard } from '../../main/contract/code-view.ts';
import { cardsOf } from '../advisors/cards.ts';
import type { KnownCode } from '../claims/codes.ts';
import type { HqDatabase } from '../storage/schema.ts';

export interface Place {
  readonly timeZone: string;
  /** null: its store belongs to no dealer. */
  readonly brand: string | null;
}

/** Where it was shown; as long as that is not known, where its mirror stands. */
export async function readPlace(
  db: HqDatabase,
  { mirrorId, storeId }: Pick<KnownCode, 'mirrorId' | 'storeId'>,
): Promise<Place> {
  const { rows } = await sql<{ time_zone: string; brand: string | null }>`
    SELECT store.time_zone, brand.name AS brand FROM stores AS store
    LEFT JOIN store_dealers AS held ON held.store_id = store.store_id
    LEFT JOIN dealers AS dealer ON dealer.dealer_id = held.dealer_id
    LEFT JOIN brands AS brand ON brand.brand_id = dealer.brand_id
    WHERE store.store_id = coalesce(${storeId}::text, (
      SELECT store_id FROM mirror_stores WHERE mirror_id = ${mirrorId} ORDER BY from_day DESC LIMIT 1))
    ORDER BY held.from_day DESC NULLS LAST LIMIT 1`.execute(db);
  return { timeZone: rows[0]?.time_zone ?? 'UTC', brand: rows[0]?.brand ?? null };
}

/** undefined: nobody served, or she does no more. */
export async function readAdvisor(
  db: HqDatabase,
  { storeId, ba }: Pick<KnownCode, 'storeId' | 'ba'>,
  nowMs: number,
): Promise<AdvisorCard | undefined> {
  if (storeId === null || ba === null) return undefined;
  return (await cardsOf(db, storeId, nowMs)).find(({ id }) => id === ba);
}

/** The shades of the visit that she gave her heart to. */
export async function readLoved(
  db: HqDatabase,
  { mirrorId, visitId }: Pick<KnownCode, 'mirrorId' | 'visitId'>,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('visit_shades')
    .select('sku')
    .where('mirror_id', '=', mirrorId)
    .where('visit_id', '=', visitId)
    .where('hearts', '>', 0)
    .execute();
  return new Set(rows.map(({ sku }) => sku));
}

/** The code that she claimed last: it tells whose page hers is. */
export async function readLastCode(
  db: HqDatabase,
  contactId: string,
): Promise<Pick<KnownCode, 'mirrorId' | 'storeId' | 'skus'> | undefined> {
  const row = await db
    .selectFrom('claims')
    .leftJoin('codes', (on) =>
      on.onRef('codes.mirror_id', '=', 'claims.mirror_id').onRef('codes.token', '=', 'claims.token'),
    )
    .select(['claims.mirror_id as mirrorId', 'codes.store_id as storeId', 'codes.skus'])
    .where('claims.contact_id', '=', contactId)
    .orderBy('claims.claimed_ms', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row && { ...row, skus: JSON.parse(row.skus ?? '[]') as string[] };
}
