/** Faults of HQ itself: its database or its process killed while batches arrive, batches repeated, out of order, and at once. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabasePlace } from '../../../hq/storage/database.ts';
import { hasPostgres, startPostgres, type TestPostgres } from '../../fakes/postgres.ts';
import { runFolder } from '../folder.ts';
import { buildRandom, type Random } from '../random.ts';
import type { FaultRow, RunResult } from '../row.ts';
import { openScene, type Scene } from './scene.ts';

const MIRRORS = 3;
const EVENTS = 400;

const unavailable = () => (hasPostgres() ? null : 'PostgreSQL is not installed');

/** Runs `fault` on a scene over a database of its own, and ends all of it. */
async function onPglite(
  seed: number,
  fault: (scene: Scene, random: Random) => Promise<number | null>,
): Promise<RunResult> {
  using folder = runFolder();
  return await play({ dataFolder: folder.path }, seed, fault);
}

async function onPostgres(
  seed: number,
  fault: (scene: Scene, random: Random, postgres: TestPostgres) => Promise<number | null>,
): Promise<RunResult> {
  const postgres = await startPostgres();
  if (postgres === undefined) throw new Error('PostgreSQL is not installed.');
  try {
    return await play({ url: postgres.url }, seed, (scene, random) => fault(scene, random, postgres));
  } finally {
    await postgres.stop();
  }
}

async function play(
  place: DatabasePlace,
  seed: number,
  fault: (scene: Scene, random: Random) => Promise<number | null>,
): Promise<RunResult> {
  const scene = await openScene(place, seed, MIRRORS, EVENTS);
  try {
    const recoveryMs = await fault(scene, buildRandom(seed));
    return { violations: await scene.violations(), recoveryMs };
  } finally {
    await scene.stop();
  }
}

/** Breaks something while all mirrors send. @returns from the end of the repair to the last answer of a mirror */
async function whileSending(
  { mirrors }: Scene,
  random: Random,
  breakAndRepair: () => Promise<void>,
): Promise<number> {
  const delivered = Promise.all(mirrors.map((mirror) => mirror.deliver()));
  await sleep(random.below(100));
  // Otherwise the row would prove nothing.
  if (!mirrors.some(({ events, acknowledged }) => acknowledged.size < events.length))
    throw new Error('Everything was delivered before the fault.');
  await breakAndRepair();
  const repairedMs = performance.now();
  return Math.max(0, Math.max(...(await delivered)) - repairedMs);
}

const killHq = (scene: Scene, random: Random) =>
  whileSending(scene, random, async () => {
    await scene.hq.kill();
    await scene.hq.start();
  });

/** Each part is sent ten times, by several requests at once, and the parts in any order. */
async function repeatAndShuffle({ mirrors }: Scene, random: Random): Promise<null> {
  await Promise.all(
    mirrors.map(async (mirror) => {
      const parts = Array.from({ length: 10 }, (_, at) => mirror.events.filter((_event, i) => i % 10 === at));
      const sends = parts.flatMap((part) => Array.from({ length: 10 }, () => part));
      const shuffled = sends.map((part) => ({ part, at: random.next() })).sort((a, b) => a.at - b.at);
      const lanes = [0, 1, 2, 3].map((lane) => shuffled.filter((_send, i) => i % 4 === lane));
      await Promise.all(
        lanes.map(async (lane) => {
          for (const { part } of lane) await mirror.deliver(part);
        }),
      );
    }),
  );
  return null;
}

/** Two halves of the very same visits in two requests at once. */
async function twoAtOnce({ mirrors }: Scene): Promise<null> {
  await Promise.all(
    mirrors.flatMap((mirror) =>
      [0, 1].map((half) => mirror.deliver(mirror.events.filter((_event, i) => i % 2 === half))),
    ),
  );
  return null;
}

export const hqRows: readonly FaultRow[] = [
  {
    name: 'HQ: PostgreSQL killed while batches arrive',
    quick: 1,
    full: 40,
    unavailable,
    run: (seed) =>
      onPostgres(seed, (scene, random, postgres) =>
        whileSending(scene, random, async () => {
          await postgres.kill();
          await postgres.start();
        }),
      ),
  },
  {
    name: 'HQ: process killed while batches arrive, PostgreSQL',
    quick: 1,
    full: 40,
    unavailable,
    run: (seed) => onPostgres(seed, killHq),
  },
  {
    name: 'HQ: process killed while batches arrive, PGlite',
    quick: 0,
    full: 40,
    run: (seed) => onPglite(seed, killHq),
  },
  {
    name: 'HQ: every batch ten times and out of order',
    quick: 0,
    full: 20,
    unavailable,
    run: (seed) => onPostgres(seed, repeatAndShuffle),
  },
  {
    name: 'HQ: two requests of one mirror at once',
    quick: 0,
    full: 20,
    unavailable,
    run: (seed) => onPostgres(seed, twoAtOnce),
  },
];
