/**
 * Measures the store: `npm run bench:store [-- events]`. Recording with every commit synced while the funnel is queried
 * without a pause by the statistics' own thread, draining, and opening again. Prints a table; 2 000 000 events take minutes.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { v7 as newId } from 'uuid';
import { buildProjection } from '../../../main/stats/projection.ts';
import { startStatistics } from '../../../main/stats/statistics.ts';
import { openStore, type Store } from '../../../main/store/store.ts';
import { layOut } from '../tables.ts';
import { fillStore, shade } from './fill.ts';

const TIME_ZONE = 'Asia/Shanghai';
const APPENDS = 3000;
const DRAINED_BATCHES = 40;
const BATCH = { maxEvents: 500, maxBytes: 512 * 1024 };
const START_MS = Date.UTC(2026, 0, 1);

const events = Number(process.argv[2] ?? 200_000);
// Beside the repository's other generated files: /tmp may be in memory.
const folder = mkdtempSync(join(import.meta.dirname, '../../../.cache/bench-store-'));
const path = join(folder, 'store.db');
const clock = { ms: START_MS };

const open = (): Store =>
  openStore({
    path,
    project: (db) => buildProjection(db, TIME_ZONE),
    clock: { wallMs: () => clock.ms, monoMs: () => clock.ms - START_MS },
  });

function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Queries until it is told to stop. @returns how long each took, ms */
async function queryOn(isOver: () => boolean): Promise<number[]> {
  const statistics = startStatistics({ path, timeZone: TIME_ZONE });
  const times: number[] = [];
  const to = new Date(clock.ms).toISOString().slice(0, 10);
  const from = new Date(clock.ms - 29 * 86_400_000).toISOString().slice(0, 10);
  while (!isOver()) {
    const startedMs = performance.now();
    await statistics.funnel({ from, to, mode: 'shopper' });
    times.push(performance.now() - startedMs);
  }
  await statistics.stop();
  return times;
}

async function timeAppends(store: Store): Promise<number[]> {
  const visitId = newId();
  const times: number[] = [];
  for (let index = 0; index < APPENDS; index++) {
    const startedMs = performance.now();
    store.append([shade(visitId, index)]);
    times.push(performance.now() - startedMs);
    await turn();
  }
  return times;
}

/** What the disk itself takes, at the same time on the same machine: a page written in place and synced. */
function timeSyncs(): number[] {
  const file = openSync(join(folder, 'page'), 'w');
  const page = Buffer.alloc(4096, 1);
  const times: number[] = [];
  for (let count = 0; count < APPENDS / 3; count++) {
    const startedMs = performance.now();
    writeSync(file, page, 0, page.length, 0);
    fdatasyncSync(file);
    times.push(performance.now() - startedMs);
  }
  closeSync(file);
  return times;
}

/** @returns events a second */
function drain(store: Store): number {
  const startedMs = performance.now();
  let count = 0;
  for (let round = 0; round < DRAINED_BATCHES; round++) {
    const batch = store.nextBatch(BATCH);
    store.settle(batch.map(({ seq }) => ({ seq, state: 'accepted' })));
    count += batch.length;
  }
  return (count / (performance.now() - startedMs)) * 1000;
}

function timed<T>(act: () => T): { result: T; tookMs: number } {
  const startedMs = performance.now();
  return { result: act(), tookMs: performance.now() - startedMs };
}

try {
  const store = open();
  const { tookMs: filledMs } = timed(() => fillStore(store, events, clock));
  const syncs = timeSyncs();
  const alone = await timeAppends(store);
  let isOver = false;
  const querying = queryOn(() => isOver);
  const beside = await timeAppends(store);
  isOver = true;
  const queries = await querying;
  const drained = drain(store);
  const maintained = timed(store.maintain);
  store.close();
  const { result: again, tookMs } = timed(open);
  again.close();
  const rows: [string, number][] = [
    ['events in the store', events],
    ['filling, events a second', (events / filledMs) * 1000],
    ['one page synced p50, ms', percentile(syncs, 0.5)],
    ['one page synced p99, ms', percentile(syncs, 0.99)],
    ['append alone p50, ms', percentile(alone, 0.5)],
    ['append alone p99, ms', percentile(alone, 0.99)],
    ['append beside queries p50, ms', percentile(beside, 0.5)],
    ['append beside queries p99, ms', percentile(beside, 0.99)],
    ['funnel query p50, ms', percentile(queries, 0.5)],
    ['funnel query p95, ms', percentile(queries, 0.95)],
    ['drained, events a second', drained],
    ['maintain, ms', maintained.tookMs],
    ['opening, ms', tookMs],
  ];
  console.log(layOut(rows));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
