/**
 * One pixel of the planes in, its linear colour out, and whether the camera could still tell its channels apart.
 */
import { decodeCode } from '../colour/transfer.ts';
import { yuvCoefficients } from '../colour/yuv.ts';
import type { Planes } from '../frames/planes.ts';

/** Codes from which and down to which a channel is clipped: what lies beyond is not told, and noise is cut off on one side. */
const CLIPPED_ABOVE = 250;
const CLIPPED_BELOW = 4;

/** Whether a fractional 8-bit code tells its channel. */
export const isWhole = (code: number): boolean => code < CLIPPED_ABOVE && code > CLIPPED_BELOW;

/** What a pixel tells: nothing for sure, green and blue, or all its channels. Red is what warm light clips first. */
export const CLIPPED = 0;
const GREEN_AND_BLUE = 1;
export const WHOLE = 2;

/**
 * Writes red, green and blue (linear, 0..1) of the pixel nearest to a whole column and row to `out[3·at]`.
 * @returns CLIPPED, GREEN_AND_BLUE or WHOLE
 */
export function readPixel(
  planes: Planes,
  column: number,
  row: number,
  out: Float32Array,
  at: number,
): number {
  const { data } = planes;
  const x = column < 0 ? 0 : column >= planes.widthPx ? planes.widthPx - 1 : column;
  const y = row < 0 ? 0 : row >= planes.heightPx ? planes.heightPx - 1 : row;
  const k = yuvCoefficients(planes.matrix, planes.fullRange);
  const chroma = (y >> 1) * planes.chromaStride + (x >> 1) * planes.chromaStep;
  const u = (data[planes.uOffset + chroma] as number) - 128;
  const v = (data[planes.vOffset + chroma] as number) - 128;
  const luma = k.yScale * ((data[planes.yOffset + y * planes.yStride + x] as number) - k.yOffset);
  const red = luma + k.rV * v;
  const green = luma + k.gU * u + k.gV * v;
  const blue = luma + k.bU * u;
  out[3 * at] = decodeCode(red);
  out[3 * at + 1] = decodeCode(green);
  out[3 * at + 2] = decodeCode(blue);
  if (!isWhole(green) || !isWhole(blue)) return CLIPPED;
  return isWhole(red) ? WHOLE : GREEN_AND_BLUE;
}
