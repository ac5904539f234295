/** The funnel's counts by day, each apart by whether a sensor stood by. Two rows a day, however large the fleet. */
import { sql } from 'kysely';
import { type DayRow, SENSOR_DAYS, spanOf } from '../../main/contract/funnel-rows.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { type Asked, hasPassers, mirrorDays, visitsOf } from './selection.ts';

/**
 * The report asks of each mirror whether its sensor told of anybody within SENSOR_DAYS, and adds up all mirrors then. So
 * mirrors are added up here already: those with a sensor on that day as one, those without as another.
 */
export async function dayRows(db: HqDatabase, asked: Asked): Promise<DayRow[]> {
  const span = spanOf(asked);
  const sensed = asked.filters.ba === undefined ? sql`sensed` : sql`0`;
  const { rows } = await sql<DayRow>`
    WITH mirror_days AS (
      SELECT mirror_id, day, sum(visits) AS visits, sum(tryons) AS tryons, sum(codes) AS codes, sum(claims) AS claims,
        sum(joins) AS joins, sum(poor_tryons) AS poor_tryons, sum(sensed) AS sensed, sum(passers) AS passers
      FROM (
        SELECT mirror_id, day, visits, tryons, codes, claims, joins, poor_tryons, ${sensed} AS sensed, 0 AS passers
        FROM visits WHERE ${visitsOf(asked, span)}
        UNION ALL
        SELECT mirror_id, day, 0, 0, 0, 0, 0, 0, 0, passers
        FROM passers WHERE ${mirrorDays(asked, span, 'passers')} AND ${sql.lit(hasPassers(asked))}
      ) AS parts GROUP BY mirror_id, day
    ), known AS (
      SELECT *, max(CASE WHEN passers > 0 OR sensed > 0 THEN day END)
        OVER (PARTITION BY mirror_id ORDER BY day ROWS UNBOUNDED PRECEDING) AS told
      FROM mirror_days
    )
    SELECT
      CASE WHEN told >= to_char(day::date - ${sql.lit(SENSOR_DAYS)}, 'YYYY-MM-DD') THEN 'sensor' ELSE 'none' END AS mirror,
      day, sum(visits) AS visits, sum(tryons) AS tryons, sum(codes) AS codes, sum(claims) AS claims, sum(joins) AS joins,
      sum(poor_tryons) AS "poorTryons", sum(sensed) AS sensed, sum(passers) AS passers
    FROM known GROUP BY 1, 2`.execute(db);
  return rows;
}
