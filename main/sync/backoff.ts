/**
 * How long to wait before HQ is tried again. Full jitter (anything from nothing to the present bound) spreads two thousand
 * mirrors that lost the same HQ; the bound doubles with each failure and starts anew with a success.
 */
import type { SyncLimits } from './limits.ts';

export interface Backoff {
  /** The next wait. @param askedMs what HQ itself asked for, if it did */
  next(askedMs?: number): number;
  reset(): void;
}

export function buildBackoff(limits: SyncLimits, random: () => number): Backoff {
  let boundMs = limits.backoffFirstMs;
  return {
    next(askedMs) {
      const waitMs = Math.round(random() * boundMs);
      boundMs = Math.min(limits.backoffLongestMs, boundMs * 2);
      if (askedMs === undefined) return waitMs;
      return Math.min(limits.retryAfterMostMs, Math.max(limits.retryAfterLeastMs, askedMs));
    },
    reset() {
      boundMs = limits.backoffFirstMs;
    },
  };
}
