/** How long a code is still good for, in the words that a glance wants: minutes, and in the last one tens of seconds. */

const MINUTE_MS = 60_000;
const STEP_MS = 10_000;
/** From here on down seconds are told. */
const SECONDS_FROM_MS = MINUTE_MS - STEP_MS;

export interface TimeLeft {
  readonly unit: 'minute' | 'second';
  readonly count: number;
  /** When other words hold. */
  readonly changesInMs: number;
}

/** Rounded up, so that nothing is left when nothing is said: null from the end on. */
export function timeLeft(leftMs: number): TimeLeft | null {
  if (leftMs <= 0) return null;
  if (leftMs <= SECONDS_FROM_MS) {
    const steps = Math.ceil(leftMs / STEP_MS);
    return { unit: 'second', count: 10 * steps, changesInMs: leftMs - (steps - 1) * STEP_MS };
  }
  const count = Math.ceil(leftMs / MINUTE_MS);
  const nextMs = count === 1 ? SECONDS_FROM_MS : (count - 1) * MINUTE_MS;
  return { unit: 'minute', count, changesInMs: leftMs - nextMs };
}
