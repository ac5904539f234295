/** Time as supervision needs it, so that tests can turn it. */

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** @returns takes it back */
  after(delayMs: number, action: () => void): () => void;
}

export const systemClock: Clock = {
  now: Date.now,
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
