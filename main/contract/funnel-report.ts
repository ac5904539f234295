/**
 * The funnel's report from counted rows: mirror and HQ fetch the rows in their own ways and reckon with them in this one,
 * so that their reports are equal. Pure.
 */
import { type Funnel, type FunnelQuery, type FunnelReport, ratesOf } from './funnel.ts';
import {
  type DayCountRow,
  type DayRow,
  type FunnelRows,
  type PaceRow,
  type Range,
  type RangeName,
  rangesOf,
  SENSOR_DAYS,
  type SplitRow,
  type Steps,
  spanOf,
} from './funnel-rows.ts';
import { addDays, daysBetween } from './local-time.ts';
import type { FinishCounts, ShadeCounts, VisitCounts } from './visit-facts.ts';

export function reportOf(query: FunnelQuery, timeZone: string, rows: FunnelRows): FunnelReport {
  const { from, to, mode } = query;
  const ranges = rangesOf(query);
  const linesOf = dayLines(spanOf(query), rows.days, mode === 'shopper');
  const funnel = (name: RangeName): Funnel =>
    funnelOf(
      linesOf(ranges[name]),
      rows.paces[name],
      rows.dayCounts.filter(({ day }) => day >= ranges[name].from && day <= ranges[name].to),
    );
  const total = funnel('total');
  return {
    from,
    to,
    mode,
    timeZone,
    total,
    before: funnel('before'),
    weekBefore: funnel('weekBefore'),
    byHour: byHour(rows.hours, total.passers !== null),
    byDay: linesOf(ranges.total).map(({ day, passers, counts }) => ({ day, ...stepsOf(counts), passers })),
    byShade: byShade(rows.shades),
    byFinish: byFinish(rows.finishes),
    byBa: bySplit(rows.bas).map(({ key, ...line }) => ({ ba: key === '' ? null : key, ...line })),
    byCarrier: bySplit(rows.carriers).map(({ key, ...line }) => ({
      carrier: key === '' ? null : key,
      ...line,
    })),
  };
}

interface DayLine {
  day: string;
  counts: Steps & Pick<VisitCounts, 'poorTryons'>;
  /** null: there was no sensor, or not at every mirror that had visits. */
  passers: number | null;
}

const daysOf = ({ from, to }: Range): string[] =>
  Array.from({ length: daysBetween(from, to) + 1 }, (_, index) => addDays(from, index));

const STEPS = ['visits', 'tryons', 'codes', 'claims', 'joins'] as const;
const NOBODY = { visits: 0, tryons: 0, codes: 0, claims: 0, joins: 0, passers: 0 };

function stepsOf({ visits, tryons, codes, claims, joins }: Steps): Steps {
  return { visits, tryons, codes, claims, joins };
}

/** Every day of a range of the span, in order. @param hasPassers nobody demonstrates passing by */
function dayLines(span: Range, rows: readonly DayRow[], hasPassers: boolean): (range: Range) => DayLine[] {
  const days = daysOf(span);
  const indexOf = new Map(days.map((day, index) => [day, index]));
  const sensors = new Map<string, Set<number>>();
  for (const { mirror, day, passers, sensed } of rows) {
    const index = indexOf.get(day);
    if (index === undefined || !hasPassers || (passers === 0 && sensed === 0)) continue;
    const known = sensors.get(mirror) ?? new Set();
    for (let ahead = 0; ahead <= SENSOR_DAYS; ahead++) known.add(index + ahead);
    sensors.set(mirror, known);
  }
  const byDay = Map.groupBy(rows, ({ day }) => day);
  const lines = days.map((day, index): DayLine => {
    const ofDay = byDay.get(day) ?? [];
    const isBlind = ofDay.some(({ mirror, visits }) => visits > 0 && !sensors.get(mirror)?.has(index));
    const isMeasured = !isBlind && [...sensors.values()].some((known) => known.has(index));
    const counts = sumOf(ofDay, [...STEPS, 'poorTryons', 'passers']);
    return { day, counts, passers: isMeasured ? counts.passers : null };
  });
  return ({ from, to }) => lines.slice(indexOf.get(from), (indexOf.get(to) ?? -1) + 1);
}

function sumOf<Key extends string>(
  rows: readonly Readonly<Record<NoInfer<Key>, number>>[],
  keys: readonly Key[],
): Record<Key, number> {
  const sum = (key: Key): number => rows.reduce((total, row) => total + row[key], 0);
  return Object.fromEntries(keys.map((key) => [key, sum(key)])) as Record<Key, number>;
}

function funnelOf(
  lines: readonly DayLine[],
  paces: readonly PaceRow[],
  dayCounts: readonly DayCountRow[],
): Funnel {
  const counts = sumOf(
    lines.map((line) => line.counts),
    [...STEPS, 'poorTryons'],
  );
  const passers = passersOf(lines);
  const both = dayCounts.filter((row) => row.door !== null && row.till !== null);
  const rates = ratesOf({
    ...counts,
    passers,
    door: knownSum(both.map((row) => row.door)),
    till: knownSum(both.map((row) => row.till)),
  });
  return {
    ...counts,
    passers,
    ...rates,
    shadesPerMinute: medianPace(paces),
    door: knownSum(dayCounts.map((row) => row.door)),
    till: knownSum(dayCounts.map((row) => row.till)),
  };
}

/** Measured only when no day had visits that nobody could hold against its passers. */
function passersOf(lines: readonly DayLine[]): number | null {
  if (lines.some(({ passers, counts }) => passers === null && counts.visits > 0)) return null;
  return knownSum(lines.map(({ passers }) => passers));
}

/** null when nothing is known. */
function knownSum(figures: readonly (number | null)[]): number | null {
  const known = figures.filter((figure) => figure !== null);
  return known.length === 0 ? null : known.reduce((sum, figure) => sum + figure, 0);
}

/** The mean of the middle two where their number is even; null without a try-on. */
function medianPace(paces: readonly PaceRow[]): number | null {
  const sorted = [...paces].sort((a, b) => a.tenths - b.tenths);
  const tryons = sorted.reduce((sum, pace) => sum + pace.tryons, 0);
  if (tryons === 0) return null;
  const at = (rank: number): number => {
    let passed = 0;
    for (const pace of sorted) {
      passed += pace.tryons;
      if (passed > rank) return pace.tenths;
    }
    return 0;
  };
  return (at(Math.floor((tryons - 1) / 2)) + at(Math.floor(tryons / 2))) / 20;
}

/** All 24, however many of them the store is open. */
function byHour(rows: readonly SplitRow[], isMeasured: boolean): FunnelReport['byHour'] {
  const byKey = new Map(rows.map((row) => [Number(row.key), row]));
  return Array.from({ length: 24 }, (_, hour) => {
    const row = byKey.get(hour) ?? NOBODY;
    return { hour, ...stepsOf(row), passers: isMeasured ? row.passers : null };
  });
}

const byName = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Those with most visits first. */
function bySplit(rows: readonly SplitRow[]): (Steps & { key: string })[] {
  return rows
    .filter((row) => row.visits > 0)
    .sort((a, b) => b.visits - a.visits || byName(a.key, b.key))
    .map((row) => ({ key: row.key, ...stepsOf(row) }));
}

/** One line a shade; where the catalogue changed its finish meanwhile, the one that was worn longest. */
function byShade(rows: readonly ShadeCounts[]): FunnelReport['byShade'] {
  const lines = [...Map.groupBy(rows, ({ sku }) => sku)].map(([sku, ofShade]) => {
    const worn = ofShade.filter(({ finish }) => finish !== null).sort((a, b) => b.dwellMs - a.dwellMs);
    const sum = sumOf(ofShade, ['worn', 'dwellMs', 'hearts', 'visits', 'poor']);
    return { sku, finish: worn[0]?.finish ?? null, ...sum };
  });
  return lines.sort((a, b) => b.dwellMs - a.dwellMs || byName(a.sku, b.sku));
}

function byFinish(rows: readonly FinishCounts[]): FunnelReport['byFinish'] {
  return [...rows].sort((a, b) => b.dwellMs - a.dwellMs || byName(a.finish, b.finish));
}
