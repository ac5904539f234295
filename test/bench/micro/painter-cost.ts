/**
 * What the lips cost per pixel of them, whatever the size of the frame: every pure stage in plain Node on the same
 * shopper at three sizes. A lip pixel is one with coverage above zero.
 */
import { median } from '../stats.ts';
import type { LipScene } from './lip-scene.ts';

const WARM_UP = 60;
const RUNS = 240;
const NS_PER_MS = 1e6;

/** Medians in ns per lip pixel. */
export interface PainterCost {
  lipPixels: number;
  outline: number;
  coverage: number;
  occlusion: number;
  light: number;
  paint: number;
  /** Median of the sums of coverage, light and paint: the painter. */
  total: number;
  /** Median of the sums of all, ms per frame: what lips add to the landmark model. */
  frameMs: number;
}

type Times = readonly [
  outlineMs: number,
  coverageMs: number,
  occlusionMs: number,
  lightMs: number,
  paintMs: number,
];

const painterMs = ([, coverage, , light, paint]: Times): number => coverage + light + paint;
const frameMs = (times: Times): number => times.reduce((sum, ms) => sum + ms, 0);

function runOnce({ painting, planes, points, renew, nextMs }: LipScene): Times {
  const nowMs = nextMs();
  renew();
  const start = performance.now();
  painting.outline(planes, points, 1, nowMs);
  const outlined = performance.now();
  painting.cover(planes, points);
  const covered = performance.now();
  painting.uncover(planes, points, 1, nowMs);
  const uncovered = performance.now();
  painting.measure(planes, points, 1, nowMs);
  const measured = performance.now();
  painting.paint(planes);
  return [
    outlined - start,
    covered - outlined,
    uncovered - covered,
    measured - uncovered,
    performance.now() - measured,
  ];
}

function countLipPixels({ alpha, widthPx, heightPx }: LipScene['painting']['mask']): number {
  return alpha.subarray(0, widthPx * heightPx).reduce((count, cover) => count + (cover > 0 ? 1 : 0), 0);
}

/** The scenes take turns, so that a passing load on the machine meets all of them. */
export function measurePainter(scenes: readonly LipScene[]): PainterCost[] {
  const times: Times[][] = scenes.map(() => []);
  for (let run = -WARM_UP; run < RUNS; run++) {
    for (const [i, scene] of scenes.entries()) {
      const once = runOnce(scene);
      if (run >= 0) times[i]?.push(once);
    }
  }
  return scenes.map(({ painting }, i) => {
    const lipPixels = countLipPixels(painting.mask);
    const all = times[i] as Times[];
    const cost = (pick: (once: Times) => number) => (NS_PER_MS * median(all.map(pick))) / lipPixels;
    return {
      lipPixels,
      outline: cost(([outline]) => outline),
      coverage: cost(([, coverage]) => coverage),
      occlusion: cost(([, , occlusion]) => occlusion),
      light: cost(([, , , light]) => light),
      paint: cost(([, , , , paint]) => paint),
      total: cost(painterMs),
      frameMs: median(all.map(frameMs)),
    };
  });
}
