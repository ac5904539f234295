/** Time as the camera's supervisor needs it, so that a test can let it pass as it likes. */

export interface Clock {
  /** On a clock that never jumps; its zero means nothing. */
  nowMs(): number;
  /** Calls `run` once. @returns takes the appointment back; harmless afterwards */
  after(delayMs: number, run: () => void): () => void;
}

/** One appointment at a time: a new one replaces the one before. */
export interface Timer {
  readonly isRunning: boolean;
  start(delayMs: number, run: () => void): void;
  clear(): void;
}

export function buildTimer(clock: Clock): Timer {
  let cancel: (() => void) | null = null;
  const clear = (): void => {
    cancel?.();
    cancel = null;
  };
  return {
    get isRunning() {
      return cancel !== null;
    },
    start(delayMs, run) {
      clear();
      cancel = clock.after(delayMs, () => {
        cancel = null;
        run();
      });
    },
    clear,
  };
}
