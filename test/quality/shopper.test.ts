/**
 * The painted lips judged on the synthetic shopper, who knows her own: the short run of `npm run quality`. Each threshold
 * is the target where that is reached, else the figure reached and a small margin.
 */
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../main/config/settings.ts';
import { openStudio } from '../../main/headless/try/studio.ts';
import { runSynthetic, shortRun } from './run-synthetic.ts';
import { type Rows, type Synthetic, summarise, summarisePlain } from './summary.ts';
import { tellMotion, tellOthers, tellTargets, tellTones } from './tables.ts';

const ROOT = join(import.meta.dirname, '../..');
/** One and a half minutes on two idle cores; a busy machine takes several times that. */
const RUN_MS = 900_000;

/** What must hold; see `targets.ts` for what is wished for. */
const HELD: Partial<Record<keyof Synthetic, { least?: number; most?: number }>> = {
  iouFrontal: { least: 0.92 },
  iouFrontalMin: { least: 0.88 },
  iouTurned: { least: 0.85 },
  iouTurnedMin: { least: 0.78 },
  boundaryMeanPct: { most: 1.2 },
  boundaryP95Pct: { most: 3.5 },
  // Mouths pursed and open, and teeth seen from aside, are the hard ones: their landmarks lie on the lip.
  interiorPaintedPct: { most: 2 },
  // A finger, a cup and a lock of hair: of the hair, whose strands are one to three pixels wide, 8 % is painted.
  occluderPaintedPct: { most: 3.5 },
  cleanHiddenPct: { most: 0.5 },
  deltaEMedian: { most: 1.8 },
  deltaEP95: { most: 4 },
  deltaELightMedian: { most: 3 },
  iouGap: { most: 0.023 },
  deltaEGap: { most: 1 },
  // One still, of tone 2; the long run, over three tones, reaches 0.91.
  textureSatin: { least: 0.82 },
  textureSheer: { least: 0.9 },
  textureMatte: { least: 0.8 },
  jitterPctIod: { most: 0.1 },
  iouMoving: { least: 0.87 },
};

let rows: Rows;
let figures: Synthetic;

beforeAll(async () => {
  const studio = await openStudio(readSettings([], process.env, ROOT));
  try {
    rows = await runSynthetic(studio, shortRun());
  } finally {
    await studio.close();
  }
  figures = summarise(rows);
  const tables = [tellTones(rows), tellMotion(rows), tellOthers(figures)];
  console.log([...tables, tellTargets(figures, summarisePlain(rows))].join('\n\n'));
}, RUN_MS);

describe('the painted shopper', () => {
  it('is found and painted in every still, up to 40° to either side', () => {
    expect(rows.stills.filter(({ painted }) => !painted).map((row) => row.case.name)).toEqual([]);
  });

  it('keeps every luma sample without coverage and every chroma block that no coverage touches', () => {
    expect(figures.strayChanges).toBe(0);
  });

  it.each(Object.entries(HELD))('holds its figure: %s %j', (key, { least = -Infinity, most = Infinity }) => {
    const figure = figures[key as keyof Synthetic];
    expect(figure).toBeGreaterThanOrEqual(least);
    expect(figure).toBeLessThanOrEqual(most);
  });

  it('is not painted on a finger or a cup that has hidden lips for 100 ms: at most 3 %', () => {
    const solid = rows.visits.filter(({ kind }) => kind !== 'hair');
    expect(solid.filter(({ figures: { painted } }) => !(painted <= 0.03))).toEqual([]);
    expect(solid.length).toBeGreaterThan(1);
  });

  it('is nowhere painted much worse than a plain polygon of the same landmarks would be', () => {
    const worse = rows.stills.filter(({ ours, plain }) => plain.iou - ours.iou > 0.02);
    expect(worse.map((row) => row.case.name)).toEqual([]);
  });
});
