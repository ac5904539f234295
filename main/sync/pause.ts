/** How a loop of sync waits: for a time, for a call that rouses it, or for the end of all. Each loop has one of its own. */
import type { Timers } from './limits.ts';

export interface Pause {
  /** Ends after `delayMs` or with the signal. */
  rest(delayMs: number): Promise<void>;
  /** As `rest`, and `rouse` ends it; without a time it waits for that. A call to `rouse` before it began is not kept. */
  doze(delayMs?: number): Promise<void>;
  rouse(): void;
}

export function buildPause(timers: Timers, signal: AbortSignal): Pause {
  let rouse = (): void => {};

  const wait = (delayMs: number | undefined, isDozing: boolean) =>
    new Promise<void>((resolve) => {
      if (signal.aborted) return resolve();
      const end = (): void => {
        cancel?.();
        signal.removeEventListener('abort', end);
        rouse = () => {};
        resolve();
      };
      const cancel = delayMs === undefined ? undefined : timers.after(delayMs, end);
      signal.addEventListener('abort', end);
      if (isDozing) rouse = end;
    });

  return {
    rest: (delayMs) => wait(delayMs, false),
    doze: (delayMs) => wait(delayMs, true),
    rouse: () => rouse(),
  };
}
