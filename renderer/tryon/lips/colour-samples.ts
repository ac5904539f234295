/**
 * Places in a frame in, their colours out as three logarithms: red over green, blue over green, and luma. Logarithms
 * make a shadow or another exposure a shift, and the two ratios keep what they say under any brightness.
 */
import { yuvCoefficients } from '../colour/yuv.ts';
import type { Planes } from '../frames/planes.ts';

/** Values per sample: ln(R′/G′), ln(B′/G′), ln(Y′). */
export const FEATURES = 3;
/** Added to every code before its logarithm, so that noise in the dark does not become colour. */
const FLOOR = 16;
/** Table entries per code: R′G′B′ rebuilt from Y′CbCr are fractional. */
const STEPS = 4;
const LAST = 255 * STEPS;
const logarithms = Float32Array.from({ length: LAST + 1 }, (_, i) => Math.log(i / STEPS + FLOOR));

const entryOf = (code: number): number => (code <= 0 ? 0 : code >= 255 ? LAST : (code * STEPS + 0.5) | 0);

/**
 * Samples the first `count` x, y pairs (frame pixels, clamped to the frame) bilinearly into `colours`, FEATURES each.
 * Chroma is taken to lie in the middle of its block. About 30 ns a place.
 */
export function sampleColours(
  planes: Planes,
  places: Float32Array,
  count: number,
  colours: Float32Array,
): void {
  const k = yuvCoefficients(planes.matrix, planes.fullRange);
  const { data, yOffset, yStride, uOffset, vOffset, chromaStride, chromaStep } = planes;
  const lastX = planes.widthPx - 1;
  const lastY = planes.heightPx - 1;
  const lastU = (planes.widthPx - 1) >> 1;
  const lastV = (planes.heightPx - 1) >> 1;
  for (let i = 0; i < count; i++) {
    const px = Math.min(lastX, Math.max(0, (places[2 * i] as number) - 0.5));
    const py = Math.min(lastY, Math.max(0, (places[2 * i + 1] as number) - 0.5));
    const x = px | 0;
    const y = py | 0;
    const fx = px - x;
    const fy = py - y;
    const right = x < lastX ? 1 : 0;
    const top = yOffset + y * yStride + x;
    const below = y < lastY ? top + yStride : top;
    const upper = (data[top] as number) * (1 - fx) + (data[top + right] as number) * fx;
    const lower = (data[below] as number) * (1 - fx) + (data[below + right] as number) * fx;
    const cx = Math.min(lastU, Math.max(0, 0.5 * px - 0.25));
    const cy = Math.min(lastV, Math.max(0, 0.5 * py - 0.25));
    const column = cx | 0;
    const row = cy | 0;
    const gx = cx - column;
    const gy = cy - row;
    const c00 = row * chromaStride + column * chromaStep;
    const c01 = column < lastU ? c00 + chromaStep : c00;
    const down = row < lastV ? chromaStride : 0;
    const w00 = (1 - gx) * (1 - gy);
    const w01 = gx * (1 - gy);
    const w10 = (1 - gx) * gy;
    const w11 = gx * gy;
    const u =
      w00 * (data[uOffset + c00] as number) +
      w01 * (data[uOffset + c01] as number) +
      w10 * (data[uOffset + c00 + down] as number) +
      w11 * (data[uOffset + c01 + down] as number) -
      128;
    const v =
      w00 * (data[vOffset + c00] as number) +
      w01 * (data[vOffset + c01] as number) +
      w10 * (data[vOffset + c00 + down] as number) +
      w11 * (data[vOffset + c01 + down] as number) -
      128;
    const luma = k.yScale * (upper * (1 - fy) + lower * fy - k.yOffset);
    const red = logarithms[entryOf(luma + k.rV * v)] as number;
    const green = logarithms[entryOf(luma + k.gU * u + k.gV * v)] as number;
    const blue = logarithms[entryOf(luma + k.bU * u)] as number;
    colours[FEATURES * i] = red - green;
    colours[FEATURES * i + 1] = blue - green;
    colours[FEATURES * i + 2] = logarithms[entryOf(luma)] as number;
  }
}
