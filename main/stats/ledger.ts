/**
 * The aggregates as lines to be added up: which tables there are, and what a visit or a passer adds to which of their rows.
 * Knows no database.
 */
import type { EventBody } from '../contract/events.ts';
import { localHour } from '../contract/local-time.ts';
import { countsOf, shadesPerMinute, type VisitCounts, type VisitFacts } from '../contract/visit-facts.ts';

type Mode = EventBody<'visit.started'>['mode'];

/** Of main/store/migrations.ts: the columns that name a row, and those that are added up. A row of zeros is no row. */
export const TABLES = {
  tallies: {
    keys: ['mode', 'split', 'day', 'key'],
    counts: ['passers', 'sensed', 'visits', 'tryons', 'codes', 'claims', 'joins', 'poor_tryons'],
  },
  shade_tallies: {
    keys: ['mode', 'day', 'sku', 'finish'],
    counts: ['worn', 'dwell_ms', 'hearts', 'visits', 'poor'],
  },
  finish_tallies: { keys: ['mode', 'day', 'finish'], counts: ['worn', 'dwell_ms', 'visits'] },
  paces: { keys: ['mode', 'day', 'tenths'], counts: ['tryons'] },
} as const;

export type Table = keyof typeof TABLES;

/** What is added to one row. `key` and `counts` are in the order of TABLES. */
export interface Line {
  readonly table: Table;
  readonly key: readonly (string | number)[];
  readonly counts: readonly number[];
}

const TALLIES = { passers: 0, sensed: 0, visits: 0, tryons: 0, codes: 0, claims: 0, joins: 0, poorTryons: 0 };

function tally(
  key: readonly [mode: Mode, split: 'hour' | 'ba' | 'carrier', day: string, key: string],
  counts: Partial<typeof TALLIES | VisitCounts>,
): Line {
  const all: Record<string, number> = { ...TALLIES, ...counts };
  return { table: 'tallies', key, counts: Object.keys(TALLIES).map((name) => all[name] ?? 0) };
}

const hourKey = (hour: number): string => String(hour).padStart(2, '0');

/** What a visit adds; nothing while it is open or too short. */
export function linesOfVisit(facts: VisitFacts, timeZone: string): Line[] {
  const visit = countsOf(facts, timeZone);
  if (visit === null) return [];
  const { mode, day, hour, ba, carrier, counts, shades, finishes } = visit;
  const pace = shadesPerMinute(counts);
  return [
    tally([mode, 'hour', day, hourKey(hour)], counts),
    tally([mode, 'ba', day, ba ?? ''], counts),
    tally([mode, 'carrier', day, carrier ?? ''], counts),
    ...shades.map(({ sku, finish, worn, dwellMs, hearts, visits, poor }): Line => {
      return {
        table: 'shade_tallies',
        key: [mode, day, sku, finish ?? ''],
        counts: [worn, dwellMs, hearts, visits, poor],
      };
    }),
    ...finishes.map(({ finish, worn, dwellMs, visits }): Line => {
      return { table: 'finish_tallies', key: [mode, day, finish], counts: [worn, dwellMs, visits] };
    }),
    ...(pace === null
      ? []
      : [{ table: 'paces', key: [mode, day, Math.round(pace * 10)], counts: [1] } as const]),
  ];
}

/** Time zones are whole quarters of an hour away from each other, so a quarter lies in one local hour of any of them. */
export const QUARTER_MS = 900_000;

export const quarterOf = (timeMs: number): number => Math.floor(timeMs / QUARTER_MS);

export function lineOfPassers(quarter: number, passers: number, timeZone: string): Line {
  const { day, hour } = localHour(quarter * QUARTER_MS, timeZone);
  return tally(['shopper', 'hour', day, hourKey(hour)], { passers });
}

export interface Ledger {
  /** @param sign −1 takes them off */
  add(lines: readonly Line[], sign?: 1 | -1): void;
  /** The sums that are not all zero. */
  lines(): Line[];
}

export function buildLedger(): Ledger {
  const sums = new Map<string, { line: Line; counts: number[] }>();
  return {
    add(lines, sign = 1) {
      for (const line of lines) {
        const name = nameOf(line);
        const sum = sums.get(name) ?? { line, counts: line.counts.map(() => 0) };
        for (const [index, count] of line.counts.entries())
          sum.counts[index] = (sum.counts[index] ?? 0) + sign * count;
        sums.set(name, sum);
      }
    },
    lines: () =>
      [...sums.values()]
        .filter(({ counts }) => counts.some((count) => count !== 0))
        .map(({ line, counts }) => ({ ...line, counts })),
  };
}

/** Of the row that a line is added to. */
export const nameOf = ({ table, key }: Line): string => JSON.stringify([table, ...key]);
