/** The times and sizes of sync, and the timers that it waits by: both handed in, so that tests can turn them. */

import { WIRE } from '../contract/wire.ts';

export interface SyncLimits {
  /** To a connection, its TLS included. */
  connectMs: number;
  /** Of a whole request with its reply. */
  requestMs: number;
  /** Of a poll of the inbox: HQ's hold, and time to answer. */
  pollMs: number;
  /** Between polls that bring nothing, where HQ does not hold them. */
  pollPauseMs: number;
  /** Events other than codes are gathered this long. */
  gatherMs: number;
  backoffFirstMs: number;
  backoffLongestMs: number;
  retryAfterLeastMs: number;
  retryAfterMostMs: number;
  /** Between tries where HQ does not let this mirror in. */
  refusedMs: number;
}

export const SYNC_LIMITS: SyncLimits = {
  connectMs: 5000,
  requestMs: 30_000,
  pollMs: WIRE.inboxHoldMs + 15_000,
  pollPauseMs: 1000,
  gatherMs: 2000,
  backoffFirstMs: 1000,
  backoffLongestMs: 300_000,
  retryAfterLeastMs: 1000,
  retryAfterMostMs: 3_600_000,
  refusedMs: 900_000,
};

export interface Timers {
  /** Monotonic, from any beginning. */
  nowMs(): number;
  /** @returns takes it back */
  after(delayMs: number, action: () => void): () => void;
}

export const systemTimers: Timers = {
  nowMs: () => performance.now(),
  after(delayMs, action) {
    const timer = setTimeout(action, delayMs);
    return () => clearTimeout(timer);
  },
};
