/**
 * The funnel of any part of the fleet, from the visits that ingest keeps: fetches the rows from which a mirror makes its own
 * report, and has the report made of them in the same way. A day is that of each store.
 */
import type { FunnelReport } from '../../main/contract/funnel.ts';
import { reportOf } from '../../main/contract/funnel-report.ts';
import { type FunnelRows, rangesOf } from '../../main/contract/funnel-rows.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { dayRows } from './day-rows.ts';
import { visibleStores } from './picks.ts';
import { dayCountRows, finishRows, hourRows, paceRows, shadeRows, splitRows } from './range-rows.ts';
import type { Asked } from './selection.ts';

export async function queryFunnel(db: HqDatabase, asked: Asked): Promise<FunnelReport> {
  const { from, to, mode } = asked;
  const [stores, rows] = await Promise.all([
    visibleStores(db, asked.scope, asked.filters),
    readRows(db, asked),
  ]);
  const zones = [...new Set(stores.map(({ timeZone }) => timeZone))].sort();
  return reportOf({ from, to, mode }, zones.join(', '), rows);
}

async function readRows(db: HqDatabase, asked: Asked): Promise<FunnelRows> {
  const ranges = rangesOf(asked);
  const [days, dayCounts, total, before, weekBefore, hours, bas, carriers, shades, finishes] =
    await Promise.all([
      dayRows(db, asked),
      dayCountRows(db, asked),
      paceRows(db, asked, ranges.total),
      paceRows(db, asked, ranges.before),
      paceRows(db, asked, ranges.weekBefore),
      hourRows(db, asked),
      splitRows(db, asked, 'ba'),
      splitRows(db, asked, 'carrier'),
      shadeRows(db, asked),
      finishRows(db, asked),
    ]);
  return {
    days,
    dayCounts,
    paces: { total, before, weekBefore },
    hours,
    bas,
    carriers,
    shades,
    finishes,
  };
}
