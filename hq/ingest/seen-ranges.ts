/**
 * Which sequence numbers of a mirror have come, as ranges; what lies between them is missing. Kept with each batch, so that
 * nobody has to walk through all events to find a gap. Sequence numbers start at 1.
 */
import { z } from 'zod';

export interface SeenRange {
  readonly first: number;
  readonly last: number;
  /** When HQ first had something from here or beyond: since then the gap before it is known. */
  readonly sinceMs: number;
}

export interface Gap {
  readonly first: number;
  readonly last: number;
  readonly sinceMs: number;
}

/** Events of one visit overtake others, so a gap is none before it is a day old. */
export const TOLERATED_MS = 24 * 3_600_000;
/** A mirror with more gaps is broken, and which of them is the oldest no longer matters: the lowest is forgotten. */
const MAX_RANGES = 200;

const storedSchema = z.array(z.tuple([z.int(), z.int(), z.int()]));

/** Any order of additions leads to the same ranges; `sinceMs` is the earliest of all that came from there on. */
export function addSeen(ranges: readonly SeenRange[], seqs: readonly number[], nowMs: number): SeenRange[] {
  const parts = [...ranges, ...seqs.map((seq) => ({ first: seq, last: seq, sinceMs: nowMs }))];
  parts.sort((a, b) => a.first - b.first);
  const joined: { first: number; last: number; sinceMs: number }[] = [];
  for (const part of parts) {
    const open = joined.at(-1);
    if (open === undefined || part.first > open.last + 1) {
      joined.push({ ...part });
    } else {
      open.last = Math.max(open.last, part.last);
      open.sinceMs = Math.min(open.sinceMs, part.sinceMs);
    }
  }
  let sinceMs = Number.POSITIVE_INFINITY;
  for (const range of joined.reverse()) range.sinceMs = sinceMs = Math.min(sinceMs, range.sinceMs);
  return bounded(joined.reverse());
}

function bounded(ranges: SeenRange[]): SeenRange[] {
  const surplus = ranges.length - MAX_RANGES;
  const [lowest] = ranges;
  const kept = ranges[surplus];
  if (surplus <= 0 || lowest === undefined || kept === undefined) return ranges;
  return [{ ...lowest, last: kept.last }, ...ranges.slice(surplus + 1)];
}

/** Gaps that have been known for a day; younger ones may yet be filled by events that were overtaken. */
export function gapsIn(ranges: readonly SeenRange[], nowMs: number): Gap[] {
  const gaps: Gap[] = [];
  let next = 1;
  for (const { first, last, sinceMs } of ranges) {
    if (first > next && nowMs - sinceMs >= TOLERATED_MS) gaps.push({ first: next, last: first - 1, sinceMs });
    next = last + 1;
  }
  return gaps;
}

export const parseRanges = (text: string): SeenRange[] =>
  storedSchema.parse(JSON.parse(text)).map(([first, last, sinceMs]) => ({ first, last, sinceMs }));

export const printRanges = (ranges: readonly SeenRange[]): string =>
  JSON.stringify(ranges.map(({ first, last, sinceMs }) => [first, last, sinceMs]));
