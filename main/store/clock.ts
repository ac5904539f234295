/**
 * The mirror's clocks. The wall clock may be wrong and may jump; the monotonic one counts since the machine started, its
 * sleep included. `timeMs` is the best guess of the true time: the wall clock plus what HQ's clock was ahead of it, kept
 * steady by the monotonic clock when the wall clock jumps.
 */
import { uptime } from 'node:os';

export interface Instant {
  readonly timeMs: number;
  readonly wallMs: number;
  readonly monoMs: number;
}

export interface MirrorClock {
  now(): Instant;
  /** HQ's clock less this wall clock, as just measured. */
  learn(offsetMs: number): void;
  /** As last learnt and corrected by jumps since; null before HQ was ever met. */
  readonly offsetMs: number | null;
}

export interface ClockEdges {
  wallMs(): number;
  monoMs(): number;
}

/** Adjustments by the network's time service are slower or smaller than this. */
const JUMP_MS = 2000;

const SYSTEM: ClockEdges = { wallMs: Date.now, monoMs: () => Math.round(uptime() * 1000) };

/** @param offsetMs as it was last learnt, in an earlier run */
export function buildClock(offsetMs: number | null, edges: ClockEdges = SYSTEM): MirrorClock {
  let offset = offsetMs;
  let last = { wallMs: edges.wallMs(), monoMs: edges.monoMs() };

  /** Where HQ was never met the wall clock is all there is, and a jump of it may as well be its correction. */
  function look(): { wallMs: number; monoMs: number } {
    const now = { wallMs: edges.wallMs(), monoMs: edges.monoMs() };
    const jumpMs = now.wallMs - last.wallMs - (now.monoMs - last.monoMs);
    if (offset !== null && Math.abs(jumpMs) > JUMP_MS) offset -= jumpMs;
    last = now;
    return now;
  }

  return {
    now() {
      const { wallMs, monoMs } = look();
      return { timeMs: wallMs + (offset ?? 0), wallMs, monoMs };
    },
    learn(offsetMs) {
      look();
      offset = offsetMs;
    },
    get offsetMs() {
      return offset;
    },
  };
}
