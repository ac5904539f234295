/** The same visits over a range of days: by pace, hour, advisor, carrier, shade and finish. */
import { sql } from 'kysely';
import type { DayCountRow, PaceRow, Range, SplitRow } from '../../main/contract/funnel-rows.ts';
import { spanOf } from '../../main/contract/funnel-rows.ts';
import type { FinishCounts, ShadeCounts } from '../../main/contract/visit-facts.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { type Asked, hasPassers, mirrorDays, shadesOf, storeDays, visitsOf } from './selection.ts';

/** To the nearest tenth in whole numbers, halves up, as `shadesPerMinute` does. */
export async function paceRows(db: HqDatabase, asked: Asked, range: Range): Promise<PaceRow[]> {
  const { rows } = await sql<PaceRow>`
    SELECT (1200000 * worn + tryon_ms) / (2 * tryon_ms) AS tenths, count(*) AS tryons
    FROM visits WHERE ${visitsOf(asked, range)} AND worn > 0 AND tryon_ms > 0 GROUP BY 1`.execute(db);
  return rows;
}

const STEPS = sql`sum(visits) AS visits, sum(tryons) AS tryons, sum(codes) AS codes, sum(claims) AS claims, sum(joins) AS joins`;

export async function splitRows(db: HqDatabase, asked: Asked, column: 'ba' | 'carrier'): Promise<SplitRow[]> {
  const { rows } = await sql<SplitRow>`
    SELECT coalesce(${sql.ref(column)}, '') AS key, ${STEPS}, 0 AS passers
    FROM visits WHERE ${visitsOf(asked, asked)} GROUP BY 1`.execute(db);
  return rows;
}

export async function hourRows(db: HqDatabase, asked: Asked): Promise<SplitRow[]> {
  const { rows } = await sql<SplitRow>`
    SELECT lpad(hour::text, 2, '0') AS key, ${STEPS}, sum(passers) AS passers
    FROM (
      SELECT hour, visits, tryons, codes, claims, joins, 0 AS passers FROM visits WHERE ${visitsOf(asked, asked)}
      UNION ALL
      SELECT hour, 0, 0, 0, 0, 0, passers
      FROM passers WHERE ${mirrorDays(asked, asked, 'passers')} AND ${sql.lit(hasPassers(asked))}
    ) AS parts GROUP BY 1`.execute(db);
  return rows;
}

/** A heart taken back whose giving is not known counts nothing. */
export async function shadeRows(db: HqDatabase, asked: Asked): Promise<ShadeCounts[]> {
  const { rows } = await sql<ShadeCounts>`
    SELECT sku, finish, sum(worn) AS worn, sum(dwell_ms) AS "dwellMs", sum(greatest(0, hearts)) AS hearts,
      count(*) FILTER (WHERE worn > 0) AS visits, sum(poor) AS poor
    FROM visit_shades WHERE ${shadesOf(asked, asked)} AND (worn > 0 OR hearts > 0) GROUP BY 1, 2 ORDER BY 1, 2`.execute(
    db,
  );
  return rows;
}

/** A visit that wore two shades of a finish wore that finish once. */
export async function finishRows(db: HqDatabase, asked: Asked): Promise<FinishCounts[]> {
  const { rows } = await sql<FinishCounts>`
    SELECT finish, sum(worn) AS worn, sum(dwell_ms) AS "dwellMs", count(DISTINCT (mirror_id, visit_id)) AS visits
    FROM visit_shades WHERE ${shadesOf(asked, asked)} AND finish IS NOT NULL AND worn > 0 GROUP BY 1`.execute(
    db,
  );
  return rows;
}

/** Door and till belong to a store, not to one of its mirrors or advisors, and who is counted there is no demonstration. */
export async function dayCountRows(db: HqDatabase, asked: Asked): Promise<DayCountRow[]> {
  const { ba, mirror } = asked.filters;
  if (asked.mode !== 'shopper' || ba !== undefined || mirror !== undefined) return [];
  const { rows } = await sql<DayCountRow>`
    SELECT day, door, till FROM day_counts WHERE ${storeDays(asked, spanOf(asked), 'day_counts')}`.execute(
    db,
  );
  return rows;
}
