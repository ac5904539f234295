/**
 * Judges by the worker's pulses how the picture of an open camera is: frames arrive as wished, not at all, black, or in
 * another size than before.
 */
import type { Pulse } from '../tryon/messages.ts';
import type { Clock } from './clock.ts';

export type Verdict = 'live' | 'frozen' | 'black' | 'resized';

export interface Watch {
  /** Another source is shown: nothing is known of it but the size asked for, such as "1280x720". */
  begin(wishedSize: string): void;
  judge(pulse: Pulse): Verdict;
  /** The size that the frames have now is the right one from here on. */
  acceptSize(): void;
}

const FROZEN_MS = 2_000;
/** A source whose frames have not reached the worker yet: it may just be starting. */
const SILENT_MS = 4_000;
/**
 * Two pulses in a row must say so: a worker that was busy itself for seconds (it loads the face models) tells of an old
 * frame once, before it reads the next.
 */
const FROZEN_PULSES = 2;

/**
 * A cap or a palm leaves sensor noise, mean luma 0 to 0.03 at full gain. A dim shop keeps more: automatic exposure lifts
 * the room, and the glass itself lights whoever stands before it. Between the two thresholds nothing changes.
 */
const BLACK_LUMA = 0.04;
const LIT_LUMA = 0.07;
/** A hand that wipes the lens is no trouble. */
const BLACK_MS = 2_000;

export function buildWatch(clock: Clock): Watch {
  /** By `clock`; null while it is not so. */
  let silentSinceMs: number | null = null;
  let blackSinceMs: number | null = null;
  let frozenPulses = 0;
  let wished = '';
  /** Of the first frame seen, unless the wished or an accepted one came later; then of the newest. */
  let size: string | null = null;
  let newest: string | null = null;

  function isStale({ frameAgeMs }: Pulse, nowMs: number): boolean {
    if (frameAgeMs !== null) silentSinceMs = null;
    else silentSinceMs ??= nowMs;
    return frameAgeMs === null ? nowMs - (silentSinceMs ?? nowMs) > SILENT_MS : frameAgeMs > FROZEN_MS;
  }

  function isBlack({ luma }: Pulse, nowMs: number): boolean {
    if (luma < BLACK_LUMA) blackSinceMs ??= nowMs;
    else if (luma > LIT_LUMA || blackSinceMs === null || nowMs - blackSinceMs < BLACK_MS) blackSinceMs = null;
    return blackSinceMs !== null && nowMs - blackSinceMs >= BLACK_MS;
  }

  return {
    begin(wishedSize) {
      silentSinceMs = blackSinceMs = size = newest = null;
      frozenPulses = 0;
      wished = wishedSize;
    },
    judge(pulse) {
      const nowMs = clock.nowMs();
      frozenPulses = isStale(pulse, nowMs) ? frozenPulses + 1 : 0;
      if (frozenPulses >= FROZEN_PULSES) return 'frozen';
      if (pulse.frameAgeMs === null) return 'live';
      newest = `${pulse.widthPx}x${pulse.heightPx}`;
      if (size === null || newest === wished) size = newest;
      const black = isBlack(pulse, nowMs);
      if (newest !== size) return 'resized';
      return black ? 'black' : 'live';
    },
    acceptSize() {
      size = newest;
    },
  };
}
