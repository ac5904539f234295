/** Whether the lips' own fine relief survives the paint: the correlation of their detail before and after. */
import { eroded } from './masks.ts';

/** Detail is what differs from the mean over a square of this many mouth widths to either side. */
const DETAIL_REACH = 0.03;
/** Kept away from the lips' border, whose edge would pass for detail. */
const BORDER = 0.05;

/**
 * Pearson's correlation of the high-passed luma of bare and painted lips over sure lip pixels.
 * @param bare luma of a window @param painted the same, painted @param lips coverage in truth
 * @returns NaN where too few pixels are sure, or either has no detail
 */
export function textureKept(
  bare: Uint8Array,
  painted: Uint8Array,
  lips: Uint8Array,
  widthPx: number,
  mouthWidthPx: number,
): number {
  const sure = eroded(lips, widthPx, 250, BORDER * mouthWidthPx);
  const reach = Math.max(2, Math.round(DETAIL_REACH * mouthWidthPx));
  const pairs: [number, number][] = [];
  for (let i = 0; i < sure.length; i++) {
    if (sure[i] === 1) pairs.push([detailAt(bare, i, widthPx, reach), detailAt(painted, i, widthPx, reach)]);
  }
  return pairs.length < 50 ? Number.NaN : correlation(pairs);
}

function detailAt(luma: Uint8Array, pixel: number, widthPx: number, reach: number): number {
  const x = pixel % widthPx;
  const y = Math.floor(pixel / widthPx);
  let sum = 0;
  let count = 0;
  for (let row = Math.max(0, y - reach); row <= y + reach && row * widthPx < luma.length; row++) {
    for (let column = Math.max(0, x - reach); column <= Math.min(widthPx - 1, x + reach); column++) {
      sum += luma[row * widthPx + column];
      count++;
    }
  }
  return luma[pixel] - sum / count;
}

export function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (side: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[side], 0) / pairs.length;
  const [meanA, meanB] = [mean(0), mean(1)];
  let [both, squareA, squareB] = [0, 0, 0];
  for (const [a, b] of pairs) {
    both += (a - meanA) * (b - meanB);
    squareA += (a - meanA) ** 2;
    squareB += (b - meanB) ** 2;
  }
  return both / Math.sqrt(squareA * squareB);
}
