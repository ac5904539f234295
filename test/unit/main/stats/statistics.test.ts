/** The statistics' worker: answers from its own connection, comes back when it dies, and keeps nobody waiting for ever. */
import { Worker } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { funnelQuerySchema } from '../../../../main/contract/funnel.ts';
import { type Statistics, startStatistics } from '../../../../main/stats/statistics.ts';
import { openCounting, recordVisit } from './counting-store.ts';

const NOON_MS = Date.parse('2026-11-22T12:00:00Z');
const QUERY = funnelQuerySchema.parse({ from: '2026-11-22', to: '2026-11-22' });

let running: Statistics | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await running?.stop();
});

const codeOf = (asked: Promise<unknown>): Promise<unknown> =>
  asked.then(
    () => 'answered',
    (error) => error.code,
  );

/** @param text what each worker runs instead of the real one, the first first */
function startWith(...texts: string[]): Statistics {
  const path = 'none';
  const startWorker = () => new Worker(texts.shift() ?? '', { eval: true });
  running = startStatistics({ path, timeZone: 'UTC', startWorker });
  return running;
}

const SILENT = `require('node:worker_threads').parentPort.on('message', () => {})`;
const DYING = `require('node:worker_threads').parentPort.on('message', () => process.exit(3))`;
const THROWING = `require('node:worker_threads').parentPort.on('message', () => { throw new Error('boom') })`;
const ANSWERING = `const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ id }) => parentPort.postMessage({ id, report: 'report' }))`;
const UNABLE = `const { parentPort } = require('node:worker_threads');
  parentPort.on('message', ({ id }) => parentPort.postMessage({ id, failure: 'Error: no such table' }))`;

test('a query is answered beside an open transaction, and sees what was in it when it is committed', async () => {
  const counting = openCounting('UTC');
  const { store, path } = counting;
  running = startStatistics({ path, timeZone: 'UTC' });
  recordVisit(counting, NOON_MS);
  store.db.exec('BEGIN IMMEDIATE');
  recordVisit(counting, NOON_MS);
  expect((await running.funnel(QUERY)).total.visits).toBe(1);
  store.db.exec('COMMIT');
  expect((await running.funnel(QUERY)).total.visits).toBe(2);
});

test('a store that is missing is a failure with a sentence, and no new store', async () => {
  running = startStatistics({ path: '/nowhere/store.db', timeZone: 'UTC' });
  await expect(running.funnel(QUERY)).rejects.toThrow(/The statistics failed.*Ask again/);
});

test.each([
  ['dies', DYING],
  ['throws', THROWING],
])('a worker that %s refuses who waits, and the next query has a new one', async (_, text) => {
  const statistics = startWith(text, ANSWERING);
  expect(await Promise.all([codeOf(statistics.funnel(QUERY)), codeOf(statistics.funnel(QUERY))])).toEqual([
    'statistics-failed',
    'statistics-failed',
  ]);
  expect(await statistics.funnel(QUERY)).toBe('report');
});

test('a query that fails says why, and the worker goes on', async () => {
  const statistics = startWith(UNABLE);
  await expect(statistics.funnel(QUERY)).rejects.toThrow('no such table');
  expect(await codeOf(statistics.funnel(QUERY))).toBe('statistics-failed');
});

test('a worker that answers nothing for ten seconds is replaced', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const statistics = startWith(SILENT, ANSWERING);
  const asked = codeOf(statistics.funnel(QUERY));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await asked).toBe('statistics-failed');
  expect(await statistics.funnel(QUERY)).toBe('report');
});

test('eight may wait, the ninth is told to ask again, and stop refuses them all', async () => {
  const statistics = startWith(SILENT);
  const asked = Array.from({ length: 9 }, () => codeOf(statistics.funnel(QUERY)));
  expect(await asked[8]).toBe('statistics-busy');
  await statistics.stop();
  expect(new Set(await Promise.all(asked.slice(0, 8)))).toEqual(new Set(['statistics-stopped']));
  expect(await codeOf(statistics.funnel(QUERY))).toBe('statistics-stopped');
});

test('stop before any query is well', async () => {
  const statistics = startWith(SILENT);
  await statistics.stop();
  await statistics.stop();
});
