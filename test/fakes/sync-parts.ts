/** What a sync needs around it in tests: a real store in a folder, events for it, short times, and a log that is kept. */
import { join } from 'node:path';
import type { NewEvent } from '../../main/contract/events.ts';
import type { Log } from '../../main/health/log.ts';
import type { ClockEdges } from '../../main/store/clock.ts';
import { openStore, type Store } from '../../main/store/store.ts';
import type { InboxAppliers } from '../../main/sync/inbox.ts';
import type { SyncLimits, Timers } from '../../main/sync/limits.ts';

/** Of a network on this machine: a failure is over in no time. */
export const SHORT: Partial<SyncLimits> = {
  connectMs: 300,
  requestMs: 1000,
  pollMs: 2000,
  pollPauseMs: 20,
  gatherMs: 20,
  backoffFirstMs: 20,
  backoffLongestMs: 100,
  retryAfterLeastMs: 20,
  retryAfterMostMs: 100,
  refusedMs: 100,
};

export const openTestStore = (folder: string, clock?: ClockEdges): Store =>
  openStore({ path: join(folder, 'store.db'), bootId: crypto.randomUUID(), ...(clock && { clock }) });

const ignore = (): void => {};

export const NO_APPLIERS: InboxAppliers = {
  claim: ignore,
  join: ignore,
  catalogue: ignore,
  prices: ignore,
  stock: ignore,
  settings: ignore,
  benefits: ignore,
  'code-key': ignore,
  pool: ignore,
  advisors: ignore,
};

export const heart = (sku = 'ROSE-1'): NewEvent => ({
  type: 'shade.favourited',
  visitId: '0190a0a0-0000-7000-8000-000000000001',
  body: { sku },
});

export const worn = (sku = 'ROSE-1', dwellMs = 2000): NewEvent => ({
  type: 'shade.worn',
  visitId: '0190a0a0-0000-7000-8000-000000000001',
  body: {
    sku,
    finish: 'satin',
    intensity: 0.8,
    source: 'rail',
    wearer: 'shopper',
    dwellMs,
    quality: { light: null, tracking: 1 },
  },
});

export const code = (token = 'token-1'): NewEvent => ({
  type: 'code.shown',
  visitId: '0190a0a0-0000-7000-8000-000000000001',
  body: { token, carrier: 'link', benefit: null, ba: null, skus: ['ROSE-1'] },
});

export interface KeptLog extends Log {
  readonly lines: { level: string; event: string; fields: Record<string, unknown> }[];
}

export function keptLog(): KeptLog {
  const lines: KeptLog['lines'] = [];
  const at =
    (level: string): Log['info'] =>
    (event, fields = {}) =>
      void lines.push({ level, event, fields });
  return {
    lines,
    lostLines: 0,
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    stop: async () => {},
  };
}

export interface TurnedTimers extends Timers {
  /** Time goes on by so much, and what falls due is called in its order. */
  turn(ms: number): void;
  /** Of the waits that are not over, shortest first. */
  waits(): number[];
}

/** Time that stands until it is turned. */
export function turnedTimers(): TurnedTimers {
  let nowMs = 0;
  const actions = new Map<() => void, number>();
  return {
    nowMs: () => nowMs,
    after(delayMs, action) {
      const entry = () => action();
      actions.set(entry, nowMs + delayMs);
      return () => void actions.delete(entry);
    },
    turn(ms) {
      const endMs = nowMs + ms;
      for (;;) {
        const [due] = [...actions].filter(([, atMs]) => atMs <= endMs).sort(([, a], [, b]) => a - b);
        if (due === undefined) break;
        nowMs = Math.max(nowMs, due[1]);
        actions.delete(due[0]);
        due[0]();
      }
      nowMs = endMs;
    },
    waits: () => [...actions.values()].map((atMs) => atMs - nowMs).sort((a, b) => a - b),
  };
}
