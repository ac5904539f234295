/**
 * What painting costs per lip pixel, whatever the size of the frame: coverage, light and paint in plain Node on the same
 * shopper at three sizes. A lip pixel is one with coverage above zero.
 */
import { median } from '../stats.ts';
import type { LipScene } from './lip-scene.ts';

const WARM_UP = 60;
const RUNS = 240;
const NS_PER_MS = 1e6;

/** ns per lip pixel, medians; `total` is the median of the sums. */
export interface PainterCost {
  lipPixels: number;
  coverage: number;
  light: number;
  paint: number;
  total: number;
}

type Times = [coverageMs: number, lightMs: number, paintMs: number];

function runOnce({ painting, planes, points, renew, nextMs }: LipScene): Times {
  const nowMs = nextMs();
  renew();
  const start = performance.now();
  painting.cover(planes, points, 1, nowMs);
  const covered = performance.now();
  painting.measure(planes, points, 1, nowMs);
  const measured = performance.now();
  painting.paint(planes);
  return [covered - start, measured - covered, performance.now() - measured];
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
    const cost = (pick: (once: Times) => number) =>
      (NS_PER_MS * median((times[i] as Times[]).map(pick))) / lipPixels;
    return {
      lipPixels,
      coverage: cost(([coverage]) => coverage),
      light: cost(([, light]) => light),
      paint: cost(([, , paint]) => paint),
      total: cost(([coverage, light, paint]) => coverage + light + paint),
    };
  });
}
