/** The painter judged on the synthetic shopper, who knows her own lips: all ten skin tones, turned up to 20°. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../main/config/settings.ts';
import { openStudio, type Studio } from '../../main/headless/try/studio.ts';
import { neutralState } from '../../models/shopper/shopper.ts';
import type { Look } from '../../renderer/tryon/look.ts';
import { percentile } from './painted-frame.ts';
import { buildSweep, type Measured } from './sweep.ts';

const tones = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const yaws = [-20, 0, 20];
const look: Look = { sku: 'TEST', swatch: [192, 24, 43], coverage: 0.88, finish: 'satin', intensity: 1 };
const dist = join(import.meta.dirname, '../../dist');

let studio: Studio;
const rows: (Measured & { tone: number; yawDeg: number })[] = [];

beforeAll(async () => {
  const settings = readSettings([], process.env, import.meta.dirname);
  studio = await openStudio(settings);
  const mesh = JSON.parse(await readFile(join(dist, 'face/canonical-mesh.json'), 'utf8'));
  const sweep = await buildSweep(studio, mesh, look);
  for (const tone of tones) {
    for (const yawDeg of yaws)
      rows.push({ tone, yawDeg, ...(await sweep.run({ ...neutralState, tone, yawDeg })) });
  }
  console.table(
    rows.map(({ tone, yawDeg, iou, deltaEMedian, deltaEP95 }) => ({
      tone,
      yawDeg,
      iou: iou.toFixed(3),
      'ΔE00 median': deltaEMedian.toFixed(2),
      'ΔE00 p95': deltaEP95.toFixed(2),
    })),
  );
});

afterAll(async () => studio?.close());

describe('the painted shopper, ten skin tones, |yaw| ≤ 20°', () => {
  it('is found and painted in every frame', () => {
    expect(rows.filter(({ painted }) => !painted)).toEqual([]);
    expect(rows).toHaveLength(tones.length * yaws.length);
  });

  it('wears her paint where her lips are: IoU at least 0.80', () => {
    expect(Math.min(...rows.map(({ iou }) => iou))).toBeGreaterThanOrEqual(0.8);
  });

  it('looks like the analytic film in her light: CIEDE2000 at most 3 in the median, and for no tone above 4', () => {
    const medians = rows.map(({ deltaEMedian }) => deltaEMedian).sort((a, b) => a - b);
    expect(percentile(medians, 0.5)).toBeLessThanOrEqual(3);
    expect(medians.at(-1)).toBeLessThanOrEqual(4);
  });

  it('keeps every luma sample without coverage and every chroma block that no coverage touches', () => {
    expect(rows.map(({ stray }) => stray)).toEqual(rows.map(() => 0));
  });
});
