/** What the synthetic figures must reach, and whether they do. */
import type { Synthetic } from './summary.ts';

export interface Target {
  key: keyof Synthetic;
  name: string;
  least?: number;
  most?: number;
}

export const targets: readonly Target[] = [
  { key: 'iouFrontal', name: 'lip IoU, |yaw| ≤ 20°', least: 0.92 },
  { key: 'iouTurned', name: 'lip IoU, |yaw| 21…40°', least: 0.85 },
  { key: 'boundaryMeanPct', name: 'border error, % of mouth width, mean', most: 1.2 },
  { key: 'boundaryP95Pct', name: 'border error, % of mouth width, p95', most: 3.5 },
  { key: 'interiorPaintedPct', name: 'teeth, tongue, cavity painted, %', most: 1 },
  { key: 'occluderPaintedPct', name: 'occluder painted after 100 ms, %', most: 3 },
  { key: 'cleanHiddenPct', name: 'clean lips hidden, %', most: 0.5 },
  { key: 'deltaEMedian', name: 'CIEDE2000 to the analytic film, median', most: 1.8 },
  { key: 'deltaEP95', name: 'CIEDE2000 to the analytic film, p95', most: 4 },
  { key: 'deltaELightMedian', name: 'CIEDE2000 over the light sweep, median', most: 3 },
  { key: 'iouGap', name: 'best less worst skin tone, IoU', most: 0.02 },
  { key: 'deltaEGap', name: 'best less worst skin tone, CIEDE2000', most: 1 },
  { key: 'textureSatin', name: 'texture correlation, satin', least: 0.9 },
  { key: 'textureSheer', name: 'texture correlation, sheer', least: 0.9 },
  { key: 'textureMatte', name: 'texture correlation, matte', least: 0.8 },
  { key: 'jitterPctIod', name: 'static jitter, % of inter-ocular distance', most: 0.1 },
];

/** A figure that could not be measured misses its target. */
export function isMet({ key, least = -Infinity, most = Infinity }: Target, figures: Synthetic): boolean {
  return figures[key] >= least && figures[key] <= most;
}
