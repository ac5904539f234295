/**
 * After this service was away or stood still, what the page did meanwhile comes late. Until the page has told all of it, time
 * stands still for the open visit, so that nothing is called over before it was heard of; and an intent happens when she did it.
 */
import type { ClockMark, SteadyClock } from './steady-clock.ts';

/** A page that has not told all by then is gone. */
const LONGEST_MS = 30_000;
/** A busy machine's timers are late by less. */
const STANDSTILL_MS = 5_000;

export interface Delay {
  begin(): void;
  /** The page has told all, or something happens now that is not the page's to tell. */
  end(): void;
  isOn(): boolean;
  /** When it ends by itself; in the past while it is not on. */
  readonly untilMs: number;
  /** The time that holds for the visit. */
  presentMs(): number;
  /** When an intent of that age by the wall clock happened: now, or while it is on then, but not before what came before. */
  timeOf(ageMs: number): number;
  /** Something happens at this time. @returns it */
  reach(nowMs: number): number;
  /** Begins when a timer for `dueMs` fires only now, long after. @returns whether it does */
  noticeStandstill(dueMs: number): boolean;
}

/** @param kept when an earlier run was last heard of */
export function buildDelay(clock: Pick<SteadyClock, 'nowMs'>, kept?: ClockMark): Delay {
  let lastMs = kept?.atMs ?? Number.NEGATIVE_INFINITY;
  let untilMs = Number.NEGATIVE_INFINITY;
  const isOn = () => clock.nowMs() < untilMs;
  const begin = () => {
    untilMs = clock.nowMs() + LONGEST_MS;
  };
  return {
    begin,
    end() {
      untilMs = Number.NEGATIVE_INFINITY;
    },
    isOn,
    get untilMs() {
      return untilMs;
    },
    presentMs: () => (isOn() ? lastMs : clock.nowMs()),
    timeOf: (ageMs) => (isOn() ? Math.max(lastMs, clock.nowMs() - Math.max(0, ageMs)) : clock.nowMs()),
    reach(nowMs) {
      lastMs = Math.max(lastMs, nowMs);
      return nowMs;
    },
    noticeStandstill(dueMs) {
      if (isOn() || clock.nowMs() - dueMs < STANDSTILL_MS) return false;
      begin();
      return true;
    },
  };
}
