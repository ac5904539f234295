/**
 * kill -9 of the writing process, at every instruction that matters and at random. Models: crash of the service, the kernel
 * surviving; what was written but not synced is still in its page cache. Power cuts are in power-cut-rows.ts.
 */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { MIGRATIONS } from '../../../main/store/migrations.ts';
import { runFolder } from '../folder.ts';
import { findViolations, readStore, type Said } from '../invariants.ts';
import { buildRandom } from '../random.ts';
import type { FaultRow, RunResult } from '../row.ts';
import { buildScriptedHq, type ScriptedHq } from '../scripted-hq.ts';
import type { Breakpoint } from './writer-options.ts';
import { startWriter } from './writer-process.ts';

/** Starts a writer on what a fault left, lets it record and deliver, and holds everything against the promises. */
export async function recover(path: string, seed: number, before: readonly Said[], hq: ScriptedHq) {
  const writer = startWriter({ path, seed: seed + 1, sends: true, appends: 3 }, hq);
  const code = await writer.ended;
  if (code !== 0)
    return { violations: [`the service did not come back: it ended with ${code}`], recoveryMs: null };
  const evidence = { path, said: [...before, ...writer.said], hq };
  return { violations: findViolations(evidence), recoveryMs: await writer.recovered };
}

/** Of an append that was not said all is there or nothing, by where the writer died. */
const LEAVES_UNSAID: Partial<Record<Breakpoint, boolean>> = {
  'before-begin': false,
  'in-transaction': false,
  'after-commit': true,
};

function wrongRest(at: Breakpoint, path: string, said: readonly Said[]): string[] {
  const expected = LEAVES_UNSAID[at];
  if (expected === undefined) return [];
  const unsaid = readStore(path).events.length - said.length;
  return unsaid > 0 === expected ? [] : [`killed ${at}, the store has ${unsaid} events that were not said`];
}

async function dieAt(at: Breakpoint, seed: number): Promise<RunResult> {
  using folder = runFolder();
  const path = join(folder.path, 'store.db');
  const hq = buildScriptedHq();
  const times = at === 'in-migration' ? MIGRATIONS.length : 30;
  const time = 1 + buildRandom(seed).below(times);
  const writer = startWriter({ path, seed, sends: true, dies: { at, time } }, hq);
  const code = await writer.ended;
  // Otherwise the row would prove nothing.
  const missed = code === null ? [] : [`the writer was to die ${at} and ended with ${code}`];
  const found = wrongRest(at, path, writer.said);
  const { violations, recoveryMs } = await recover(path, seed, writer.said, hq);
  return { violations: [...missed, ...found, ...violations], recoveryMs };
}

/** One in four while it starts, the others while it writes and sends. */
async function dieAtRandom(seed: number): Promise<RunResult> {
  using folder = runFolder();
  const path = join(folder.path, 'store.db');
  const random = buildRandom(seed);
  const hq = buildScriptedHq();
  const writer = startWriter({ path, seed, sends: random.below(2) === 0 }, hq);
  if (random.below(4) > 0) {
    await writer.recovered;
    await wait(random.next() * 80);
  } else await wait(random.next() * 300);
  writer.signal('SIGKILL');
  await writer.ended;
  return await recover(path, seed, writer.said, hq);
}

const dies = (name: string, at: Breakpoint): FaultRow => ({
  name,
  quick: 1,
  full: 100,
  run: (seed) => dieAt(at, seed),
});

export const killRows: FaultRow[] = [
  dies('killed before BEGIN', 'before-begin'),
  dies('killed between INSERT and COMMIT', 'in-transaction'),
  dies('killed after COMMIT', 'after-commit'),
  dies('killed after send', 'after-send'),
  dies('killed before the acknowledgement is committed', 'before-ack-commit'),
  { name: 'killed at random', quick: 2, full: 1000, run: dieAtRandom },
  dies('killed in a migration', 'in-migration'),
];
