/**
 * Answers a funnel query from the aggregates alone; never touches an event. On 180 days of 200 visits: 1.4 ms for a day,
 * 2.4 ms for a week, 16 ms for 90 days, with both comparisons.
 */
import type { FunnelQuery, FunnelReport } from '../contract/funnel.ts';
import { reportOf } from '../contract/funnel-report.ts';
import {
  type DayCountRow,
  type DayRow,
  type PaceRow,
  type Range,
  rangesOf,
  type SplitRow,
  spanOf,
} from '../contract/funnel-rows.ts';
import type { FinishCounts, ShadeCounts } from '../contract/visit-facts.ts';
import type { Database } from '../store/store.ts';

type InRange = [mode: FunnelQuery['mode'], from: string, to: string];

const STEPS = `sum(visits) AS visits, sum(tryons) AS tryons, sum(codes) AS codes, sum(claims) AS claims,
  sum(joins) AS joins, sum(passers) AS passers`;
const WHERE = 'WHERE mode = ? AND day BETWEEN ? AND ?';

/** Each report is of one moment. `db` may be read-only. */
export function buildFunnel(db: Database, timeZone: string): (query: FunnelQuery) => FunnelReport {
  const rows = <Row>(sql: string) => {
    const statement = db.prepare<InRange, Row>(sql);
    return (mode: FunnelQuery['mode'], { from, to }: Range): Row[] => statement.all(mode, from, to);
  };
  const split = (by: 'hour' | 'ba' | 'carrier') =>
    rows<SplitRow>(`SELECT key, ${STEPS} FROM tallies ${WHERE} AND split = '${by}' GROUP BY key`);
  const days = rows<DayRow>(
    `SELECT '' AS mirror, day, ${STEPS}, sum(poor_tryons) AS poorTryons, sum(sensed) AS sensed
     FROM tallies ${WHERE} AND split = 'hour' GROUP BY day`,
  );
  // Who is counted at the door is no demonstration.
  const dayCounts = rows<DayCountRow>(
    `SELECT day, door, till FROM day_counts WHERE ? = 'shopper' AND day BETWEEN ? AND ?`,
  );
  const paces = rows<PaceRow>(`SELECT tenths, sum(tryons) AS tryons FROM paces ${WHERE} GROUP BY tenths`);
  const shades = rows<ShadeCounts>(
    `SELECT sku, nullif(finish, '') AS finish, sum(worn) AS worn, sum(dwell_ms) AS dwellMs, sum(hearts) AS hearts,
       sum(visits) AS visits, sum(poor) AS poor
     FROM shade_tallies ${WHERE} GROUP BY sku, finish`,
  );
  const finishes = rows<FinishCounts>(
    `SELECT finish, sum(worn) AS worn, sum(dwell_ms) AS dwellMs, sum(visits) AS visits
     FROM finish_tallies ${WHERE} GROUP BY finish`,
  );
  const [hours, bas, carriers] = [split('hour'), split('ba'), split('carrier')];
  return db.transaction((query: FunnelQuery) => {
    const { mode } = query;
    const span = spanOf(query);
    const { total, before, weekBefore } = rangesOf(query);
    return reportOf(query, timeZone, {
      days: days(mode, span),
      dayCounts: dayCounts(mode, span),
      paces: {
        total: paces(mode, total),
        before: paces(mode, before),
        weekBefore: paces(mode, weekBefore),
      },
      hours: hours(mode, query),
      bas: bas(mode, query),
      carriers: carriers(mode, query),
      shades: shades(mode, query),
      finishes: finishes(mode, query),
    });
  });
}
