/** The counted rows that a funnel's report is made of (funnel-report.ts), and the days of which they are needed. */
import { addDays, daysBetween } from './local-time.ts';
import type { FinishCounts, ShadeCounts, VisitCounts } from './visit-facts.ts';

export type Steps = Pick<VisitCounts, 'visits' | 'tryons' | 'codes' | 'claims' | 'joins'>;

/** One mirror's day; days without anything are left out. `passers` are 0 where there was no sensor. */
export type DayRow = Steps &
  Pick<VisitCounts, 'poorTryons' | 'sensed'> & { mirror: string; day: string; passers: number };
/** Sums over the range by hour (`09`), advisor or carrier; `key` is '' where there is none. */
export type SplitRow = Steps & { key: string; passers: number };
/** How many try-ons had that many shades per minute, in tenths. */
export interface PaceRow {
  tenths: number;
  tryons: number;
}
export interface DayCountRow {
  day: string;
  /** People through the door and receipts at the till; null: not measured. */
  door: number | null;
  till: number | null;
}

/** First and last day, both counted. */
export interface Range {
  readonly from: string;
  readonly to: string;
}
export type RangeName = 'total' | 'before' | 'weekBefore';

export interface FunnelRows {
  /** Of the days of `spanOf`. */
  days: readonly DayRow[];
  dayCounts: readonly DayCountRow[];
  /** Of the days of each range of `rangesOf`. */
  paces: Readonly<Record<RangeName, readonly PaceRow[]>>;
  /** Sums over the days asked for. */
  hours: readonly SplitRow[];
  bas: readonly SplitRow[];
  carriers: readonly SplitRow[];
  shades: readonly ShadeCounts[];
  finishes: readonly FinishCounts[];
}

/** A sensor that told of nobody for longer is taken to be gone; a day on which it was there and nobody passed is a 0. */
export const SENSOR_DAYS = 7;

/** The days asked for, as many right before them, and the same days a week before. */
export function rangesOf({ from, to }: Range): Record<RangeName, Range> {
  const days = daysBetween(from, to) + 1;
  return {
    total: { from, to },
    before: { from: addDays(from, -days), to: addDays(from, -1) },
    weekBefore: { from: addDays(from, -7), to: addDays(to, -7) },
  };
}

/** The days that a report needs rows of: its ranges, and before them those that may tell of a sensor. */
export function spanOf(range: Range): Range {
  const { before, weekBefore } = rangesOf(range);
  const first = before.from < weekBefore.from ? before.from : weekBefore.from;
  return { from: addDays(first, -SENSOR_DAYS), to: range.to };
}
