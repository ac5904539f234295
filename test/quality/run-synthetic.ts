/** Films the synthetic sweeps and measures them: the long run of `npm run quality`, the short one of `npm test`. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Studio } from '../../main/headless/try/studio.ts';
import { neutralState } from '../../models/shopper/shopper.ts';
import { buildFilming, type Filming, type Shot } from './filming.ts';
import { looks } from './looks.ts';
import { jitterPctIod, measureMoving, measureVisit } from './sequence-figures.ts';
import { frames, occluded, speaking, turning, visits } from './sequences.ts';
import { allStills, fewStills, type StillCase } from './still-cases.ts';
import { measureStill, type StillRow } from './still-figures.ts';
import type { Rows } from './summary.ts';

const MESH = join(import.meta.dirname, '../../dist/face/canonical-mesh.json');

/** How much is filmed. */
export interface Extent {
  stills: StillCase[];
  jitter: { tones: readonly number[]; noises: readonly number[]; frames: number };
  movingTones: readonly number[];
  movingFrames: number;
  /** Things of these kinds visit each of these tones. */
  visitTones: readonly number[];
  visitKinds: readonly string[];
}

const EVERY_KIND = visits.map(({ kind }) => kind);

export const longRun = (): Extent => ({
  stills: allStills(),
  jitter: { tones: [2, 5, 9], noises: [1.2, 3], frames: 60 },
  movingTones: [2, 5, 9],
  movingFrames: 75,
  visitTones: [2, 5, 9],
  visitKinds: EVERY_KIND,
});

export const shortRun = (): Extent => ({
  stills: fewStills(),
  jitter: { tones: [5, 9], noises: [1.2], frames: 28 },
  movingTones: [5],
  movingFrames: 24,
  visitTones: [5],
  visitKinds: ['finger', 'cup', 'hair'],
});

/** Told of each frame worth keeping for the contact sheets. */
export interface Watcher {
  still?(row: StillRow, shot: Shot): Promise<void>;
  moving?(name: string, shot: Shot, frame: number): Promise<void>;
  progress?(done: number, of: number): void;
}

/** About 70 ms per frame on two idle cores. Rejects with what the studio says when the page gives up. */
export async function runSynthetic(studio: Studio, extent: Extent, watcher: Watcher = {}): Promise<Rows> {
  const filming = buildFilming(studio, JSON.parse(await readFile(MESH, 'utf8')));
  const { jitter, movingTones, visitTones, visitKinds } = extent;
  const sequences =
    jitter.tones.length * jitter.noises.length +
    2 * movingTones.length +
    visitTones.length * visitKinds.length;
  let done = 0;
  const step = () => watcher.progress?.(++done, extent.stills.length + sequences);
  const stills = await filmStills(filming, extent.stills, watcher, step);
  await filming.wear(looks.redSatin);
  return {
    stills,
    jitter: await filmStatic(filming, extent, step),
    moving: await filmMoving(filming, extent, watcher, step),
    visits: await filmVisits(filming, extent, watcher, step),
  };
}

async function filmStills(
  filming: Filming,
  cases: readonly StillCase[],
  watcher: Watcher,
  step: () => void,
): Promise<StillRow[]> {
  const rows: StillRow[] = [];
  let worn = '';
  for (const still of cases) {
    if (still.look !== worn) await filming.wear(looks[still.look]);
    worn = still.look;
    const shot = await filming.still(still.state);
    const row = measureStill(still, shot, filming);
    rows.push(row);
    await watcher.still?.(row, shot);
    step();
  }
  return rows;
}

async function filmStatic(filming: Filming, { jitter }: Extent, step: () => void): Promise<Rows['jitter']> {
  const rows: { tone: number; noise: number; pctIod: number }[] = [];
  for (const tone of jitter.tones) {
    for (const noise of jitter.noises) {
      const states = frames(jitter.frames, () => ({ ...neutralState, tone, noise }));
      rows.push({ tone, noise, pctIod: await jitterPctIod(filming.sequence(states)) });
      step();
    }
  }
  return rows;
}

/** Frames in which a new visitor who moves from the first one on is not judged. */
const ARRIVAL_FRAMES = 6;

async function filmMoving(
  filming: Filming,
  { movingTones, movingFrames }: Extent,
  watcher: Watcher,
  step: () => void,
): Promise<Rows['moving']> {
  const rows: Rows['moving'][number][] = [];
  for (const tone of movingTones) {
    for (const [name, motion] of [
      ['speaking', speaking],
      ['turning', turning],
    ] as const) {
      const measured: Rows['moving'][number]['frames'][number][] = [];
      const shots = filming.sequence(frames(movingFrames, (each) => motion(tone, each)));
      let frame = 0;
      for await (const shot of watched(shots, `${name}, tone ${tone}`, watcher)) {
        if (frame++ >= ARRIVAL_FRAMES) measured.push(measureMoving(shot));
      }
      rows.push({ name, tone, frames: measured });
      step();
    }
  }
  return rows;
}

async function filmVisits(
  filming: Filming,
  { visitTones, visitKinds }: Extent,
  watcher: Watcher,
  step: () => void,
): Promise<Rows['visits']> {
  const rows: Rows['visits'][number][] = [];
  for (const tone of visitTones) {
    for (const visit of visits.filter(({ kind }) => visitKinds.includes(kind))) {
      const shots = watched(filming.sequence(occluded(visit, tone)), `${visit.kind}, tone ${tone}`, watcher);
      rows.push({ kind: visit.kind, tone, figures: await measureVisit(shots) });
      step();
    }
  }
  return rows;
}

/** Shows each frame to the watcher on its way. */
async function* watched(shots: AsyncIterable<Shot>, name: string, watcher: Watcher): AsyncGenerator<Shot> {
  let frame = 0;
  for await (const shot of shots) {
    await watcher.moving?.(name, shot, frame++);
    yield shot;
  }
}
