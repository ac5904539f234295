/**
 * A disk that is full, and one that the kernel has made read-only: 8 MiB of ext4 on a loop device. Nothing that was said may
 * be missing, what is refused is an error and is counted, HQ's acknowledgements can be noted on the full disk, and recording
 * goes on when there is room again.
 */
import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EventBody } from '../../../main/contract/events.ts';
import type { Store } from '../../../main/store/store.ts';
import { runFolder } from '../folder.ts';
import { findViolations, readStore, type Said } from '../invariants.ts';
import { buildRandom, type Random } from '../random.ts';
import type { FaultRow, RunResult } from '../row.ts';
import { sampleEvents } from '../sample-events.ts';
import { buildScriptedHq, type ScriptedHq } from '../scripted-hq.ts';
import { breakDisk, loopDisksMissing, mountFresh, mountImage, repairImage } from './loop-disk.ts';
import { deliverSome, openSample, take } from './sample-store.ts';

const DISK_MIB = 8;
/** More events than the disk has room for. */
const MANY = 4000;

/** Everything one run has in its hands. */
interface Scene {
  store: Store;
  hq: ScriptedHq;
  said: Said[];
  violations: string[];
  random: Random;
  /** On the disk. */
  filler: string;
  refused: number;
}

/** One event of a visit, which is refused last. @returns the code of the refusal; undefined when it was recorded */
function record({ store, said, random }: Scene): string | undefined {
  try {
    said.push(...store.append(take(sampleEvents(random), 1)));
    return undefined;
  } catch (cause) {
    return String((cause as { code?: unknown }).code);
  }
}

function fillDisk({ filler }: Scene, leftBytes: number): void {
  const { bavail, bsize } = statfsSync(filler.replace(/[^/]*$/, ''));
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - leftBytes), 1));
}

function recordUntilRefused(scene: Scene): void {
  for (let count = 0; count < MANY; count++) {
    const code = record(scene);
    if (code === undefined) continue;
    scene.refused++;
    if (code !== 'store-full') scene.violations.push(`on a full disk append fails with ${code}`);
    if (scene.refused === 5) return;
  }
  scene.violations.push(`${MANY} events found room on a disk that has none`);
}

function deliverAll({ store, hq, violations }: Scene): void {
  try {
    while (deliverSome(store, hq)) {}
  } catch (cause) {
    violations.push(`an acknowledgement cannot be noted on a full disk: ${(cause as Error).message}`);
  }
}

/** @returns ms from the moment there is room to the first event recorded */
function recover(scene: Scene): number {
  rmSync(scene.filler);
  const startedMs = performance.now();
  while (record(scene) !== undefined && performance.now() - startedMs < 10_000) {}
  const recoveryMs = performance.now() - startedMs;
  if (recoveryMs >= 10_000) scene.violations.push('there is room again, and nothing is recorded');
  return recoveryMs;
}

function checkReportedLosses(path: string, refused: number): string[] {
  const reported = readStore(path)
    .events.filter(({ type }) => type === 'loss.reported')
    .map(({ body }) => (JSON.parse(body) as EventBody<'loss.reported'>).count)
    .reduce((sum, count) => sum + count, 0);
  return reported === refused ? [] : [`${refused} events were refused, and ${reported} are reported`];
}

/** @param isBrimful the last block of the disk is taken as well before HQ answers */
async function fillUp(seed: number, isBrimful: boolean): Promise<RunResult> {
  using folder = runFolder();
  using disk = mountFresh(folder.path, DISK_MIB);
  const random = buildRandom(seed);
  const path = join(disk.folder, 'store.db');
  using stack = new DisposableStack();
  const store = stack.adopt(openSample(path), (opened) => opened.close());
  // As the service does each minute: makes the ballast.
  store.maintain();
  const filler = join(disk.folder, 'filler');
  const scene: Scene = { store, hq: buildScriptedHq(), said: [], violations: [], random, filler, refused: 0 };
  for (let count = 0; count < 30; count++) record(scene);
  fillDisk(scene, 600_000 + random.below(900_000));
  recordUntilRefused(scene);
  if (isBrimful) brim(`${filler}-2`);
  deliverAll(scene);
  rmSync(`${filler}-2`, { force: true });
  const recoveryMs = recover(scene);
  deliverAll(scene);
  const { said, hq, violations, refused } = scene;
  violations.push(...checkReportedLosses(path, refused), ...findViolations({ path, said, hq }));
  return { violations, recoveryMs };
}

/** Takes the disk's last block. */
function brim(file: string): void {
  for (const bytes of [65_536, 4096, 1024]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(bytes, 1), { flag: 'a' });
    } catch {
      // Full, for blocks of this size.
    }
  }
}

async function makeReadOnly(seed: number): Promise<RunResult> {
  using folder = runFolder();
  const hq = buildScriptedHq();
  const violations: string[] = [];
  const said: Said[] = [];
  const random = buildRandom(seed);
  {
    using disk = mountFresh(folder.path, DISK_MIB);
    using stack = new DisposableStack();
    const store = stack.adopt(openSample(join(disk.folder, 'store.db')), (opened) => opened.close());
    const scene: Scene = { store, hq, said, violations, random, filler: '', refused: 0 };
    for (let count = random.below(60); count >= 0; count--) record(scene);
    breakDisk(disk.folder);
    const code = record(scene);
    if (code !== 'store-unwritable') violations.push(`on a read-only disk append answers with ${code}`);
  }
  repairImage(join(folder.path, 'image'));
  using disk = mountImage(join(folder.path, 'image'), join(folder.path, 'disk'));
  const path = join(disk.folder, 'store.db');
  const startedMs = performance.now();
  using stack = new DisposableStack();
  const store = stack.adopt(openSample(path), (opened) => opened.close());
  said.push(...store.append(take(sampleEvents(random), 1)));
  const recoveryMs = performance.now() - startedMs;
  while (deliverSome(store, hq)) {}
  return { violations: [...violations, ...findViolations({ path, said, hq })], recoveryMs };
}

const row = (name: string, run: FaultRow['run']): FaultRow => ({
  name,
  quick: 1,
  full: 50,
  unavailable: loopDisksMissing,
  run,
});

export const diskRows: FaultRow[] = [
  row('disk full at enqueue', (seed) => fillUp(seed, false)),
  row('disk full to the last block at the acknowledgement', (seed) => fillUp(seed, true)),
  row('disk made read-only by the kernel', makeReadOnly),
];
