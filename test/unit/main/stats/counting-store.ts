/** A real store with the statistics in it, at a time of the test's choosing. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { NewEvent } from '../../../../main/contract/events.ts';
import { type FunnelQuery, type FunnelReport, funnelQuerySchema } from '../../../../main/contract/funnel.ts';
import { buildProjection } from '../../../../main/stats/projection.ts';
import { buildFunnel } from '../../../../main/stats/query.ts';
import { type Comparison, compare } from '../../../../main/stats/recount.ts';
import { readLines } from '../../../../main/stats/tables.ts';
import { openStore, type Store } from '../../../../main/store/store.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

export interface CountingStore {
  readonly store: Store;
  readonly path: string;
  /** Records what happened at that time. `visit` names the visit; any text may be its name. */
  record(timeMs: number, visit: string | null, type: NewEvent['type'], body: object): void;
  funnel(query: Partial<FunnelQuery> & { from: string }): FunnelReport;
  compare(): Comparison;
  /** Every aggregate row as text, sorted. */
  rows(): string[];
}

/** @param path of a store that is there already */
export function openCounting(timeZone: string, path = join(tempFolder(), 'store.db')): CountingStore {
  // Far from any time that a test records, and steady: the clock sees no jump where HQ was never met.
  let wallMs = Date.parse('2026-01-01T00:00:00Z');
  const store = openStore({
    path,
    project: (db) => buildProjection(db, timeZone),
    clock: { wallMs: () => wallMs, monoMs: () => 0 },
  });
  // What is tested is not that it lasts.
  store.db.pragma('synchronous = OFF');
  onTestFinished(() => {
    if (store.db.open) store.close();
  });
  const funnel = buildFunnel(store.db, timeZone);
  return {
    store,
    path,
    record(timeMs, visit, type, body) {
      wallMs = timeMs;
      store.append([{ type, visitId: visit, body } as NewEvent]);
    },
    funnel: (query) => funnel(funnelQuerySchema.parse({ to: query.from, ...query })),
    compare: () => compare(store.db, timeZone),
    rows: () =>
      readLines(store.db)
        .map((line) => JSON.stringify(line))
        .sort(),
  };
}

const worn = (sku: string) => ({
  sku,
  finish: 'matte',
  intensity: 1,
  source: 'rail',
  wearer: 'shopper',
  dwellMs: 5000,
  quality: { light: 'good', tracking: 1 },
});

/** A visit of one minute with two shades worn. @returns its name */
export function recordVisit(
  { record }: CountingStore,
  startedMs: number,
  { trigger = 'touch', mode = 'shopper', ba = null as string | null, durationMs = 60_000 } = {},
): string {
  const visit = randomUUID();
  record(startedMs, visit, 'visit.started', { trigger, mode, ba });
  record(startedMs + 10_000, visit, 'shade.worn', worn('A'));
  record(startedMs + 20_000, visit, 'shade.worn', worn('B'));
  record(startedMs + durationMs, visit, 'visit.ended', { reason: 'left', durationMs, tryonMs: 10_000 });
  return visit;
}

export const showCode = ({ record }: CountingStore, visit: string, timeMs: number): void =>
  record(timeMs, visit, 'code.shown', { token: 't', carrier: 'link', benefit: null, ba: null, skus: [] });

export const claimCode = ({ record }: CountingStore, visit: string, timeMs: number): void =>
  record(timeMs, visit, 'code.claimed', { token: 't', contact: 'new', claimedAtMs: timeMs });
