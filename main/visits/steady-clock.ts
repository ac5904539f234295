/**
 * The clock that visits are timed by: it never goes back, whatever the wall clock does, and goes on where it was when the
 * service or the whole machine comes back.
 */
import { z } from 'zod';
import type { MirrorClock } from '../store/clock.ts';

/** A moment by all three clocks. */
export const markSchema = z.strictObject({ atMs: z.number(), wallMs: z.number(), monoMs: z.number() });
export type ClockMark = z.infer<typeof markSchema>;

export interface SteadyClock {
  nowMs(): number;
  mark(): ClockMark;
}

/** @param kept the last mark of an earlier run */
export function buildSteadyClock(clock: Pick<MirrorClock, 'now'>, kept?: ClockMark): SteadyClock {
  const start = clock.now();
  const aheadMs = kept === undefined ? 0 : kept.atMs + awayMs(kept, start) - start.monoMs;
  let latestMs = kept?.atMs ?? Number.NEGATIVE_INFINITY;
  function nowMs(): number {
    latestMs = Math.max(latestMs, clock.now().monoMs + aheadMs);
    return latestMs;
  }
  return {
    nowMs,
    mark() {
      const { wallMs, monoMs } = clock.now();
      return { atMs: nowMs(), wallMs, monoMs };
    },
  };
}

/**
 * The monotonic clock is right unless the machine was started anew; then it shows how long ago that was at least. The wall
 * clock may have been set meanwhile: where the two differ the longer time is believed, which at worst ends a visit early.
 */
function awayMs(kept: ClockMark, now: { wallMs: number; monoMs: number }): number {
  const monoMs = now.monoMs >= kept.monoMs ? now.monoMs - kept.monoMs : now.monoMs;
  return Math.max(0, monoMs, now.wallMs - kept.wallMs);
}
