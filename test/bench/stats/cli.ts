/**
 * What the statistics cost on a store of two million events: a recount, an event, and queries over a day, a week and 90 days,
 * straight and through the worker. `node test/bench/stats/cli.ts [--days 180] [--visits 200]`
 */
import '../../../scripts/assert-node.mjs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { v7 as newId } from 'uuid';
import type { NewEvent } from '../../../main/contract/events.ts';
import type { FunnelQuery } from '../../../main/contract/funnel.ts';
import { addDays } from '../../../main/contract/local-time.ts';
import { buildProjection } from '../../../main/stats/projection.ts';
import { buildFunnel } from '../../../main/stats/query.ts';
import { compare } from '../../../main/stats/recount.ts';
import { startStatistics } from '../../../main/stats/statistics.ts';
import { openStore, type Projection } from '../../../main/store/store.ts';
import { buildRandom } from '../../faults/random.ts';
import { percentile } from '../stats.ts';
import { fillStore } from './fill-store.ts';
import { sampleVisit } from './sample-visits.ts';

const ZONE = 'Asia/Shanghai';
const FIRST_DAY = '2026-01-01';
const FIRST_MS = Date.parse(`${FIRST_DAY}T00:00:00+08:00`);
const QUERIES = 200;

const { values } = parseArgs({
  options: { days: { type: 'string', default: '180' }, visits: { type: 'string', default: '200' } },
});
const days = Number(values.days);
const folder = mkdtempSync(join(tmpdir(), 'vermilion-stats-'));
const path = join(folder, 'store.db');

async function timed<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  const startMs = performance.now();
  const result = await work();
  console.log(`${what}: ${((performance.now() - startMs) / 1000).toFixed(2)} s`);
  return result;
}

function tell(what: string, ms: readonly number[]): void {
  const at = (share: number) => percentile(ms, share).toFixed(3);
  console.log(`${what}: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, p99 ${at(0.99)} ms`);
}

const LAST_DAY = addDays(FIRST_DAY, days - 1);
const RANGES: Record<string, FunnelQuery> = {
  'a day': { from: LAST_DAY, to: LAST_DAY, mode: 'shopper' },
  'a week': { from: addDays(LAST_DAY, -6), to: LAST_DAY, mode: 'shopper' },
  '90 days': { from: addDays(LAST_DAY, -89), to: LAST_DAY, mode: 'shopper' },
};

/** Appends visits as they come, each event its own transaction, with and without the statistics. */
function tellEventCost(): void {
  let project: Projection | undefined;
  const projectMs: number[] = [];
  const store = openStore({
    path,
    bootId: newId(),
    project(db) {
      project = buildProjection(db, ZONE);
      return (event) => {
        const startMs = performance.now();
        project?.(event);
        projectMs.push(performance.now() - startMs);
      };
    },
  });
  const random = buildRandom(9);
  for (let visit = 0; visit < 40; visit++) {
    const visitId = newId();
    for (const { type, body } of sampleVisit(random, FIRST_MS))
      store.append([{ type, visitId, body } as NewEvent]);
  }
  store.close();
  tell(`the statistics' part of an event (${projectMs.length} events)`, projectMs);
}

try {
  const store = openStore({ path, bootId: newId() });
  store.db.pragma('synchronous = OFF');
  const events = await timed('filled', () =>
    fillStore(store.db, { days, visitsADay: Number(values.visits), firstMs: FIRST_MS }),
  );
  console.log(`${events} events, ${days} days of ${values.visits} visits`);
  await timed('statistics rebuilt', () => buildProjection(store.db, ZONE));
  await timed('moved to another zone', () => buildProjection(store.db, 'Asia/Kathmandu'));
  await timed('and back', () => buildProjection(store.db, ZONE));
  store.close();
  tellEventCost();
  const db = new Database(path, { readonly: true });
  const { differences } = await timed('recounted', () => compare(db, ZONE));
  console.log(`${differences.length} differences`);
  const funnel = buildFunnel(db, ZONE);
  const statistics = startStatistics({ path, timeZone: ZONE });
  for (const [name, query] of Object.entries(RANGES)) {
    const straight: number[] = [];
    const through: number[] = [];
    for (let round = 0; round < QUERIES; round++) {
      let startMs = performance.now();
      funnel(query);
      straight.push(performance.now() - startMs);
      startMs = performance.now();
      await statistics.funnel(query);
      through.push(performance.now() - startMs);
    }
    tell(`${name}, straight`, straight);
    tell(`${name}, through the worker`, through);
  }
  await statistics.stop();
  db.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
