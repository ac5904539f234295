/**
 * RGBA to I420 and what is left of RGBA after painting: the slower, documented path for cameras that deliver no
 * 4:2:0 planes and for still pictures. About 6 ms for a 720p frame.
 */
import { yuvCoefficients } from '../colour/yuv.ts';
import { layOutPlanes, type Planes } from './planes.ts';

/** Converts tight RGBA (alpha ignored) into full-range BT.709 planes; chroma is the mean of each 2×2 block. */
export function rgbaToPlanes(
  rgba: Uint8Array | Uint8ClampedArray,
  widthPx: number,
  heightPx: number,
  planes: Planes,
): void {
  layOutPlanes(planes, 'I420', widthPx, heightPx);
  planes.matrix = 'bt709';
  planes.fullRange = true;
  const k = yuvCoefficients('bt709', true);
  const { data } = planes;
  for (let i = 0, at = 0; i < widthPx * heightPx; i++, at += 4) {
    data[i] =
      k.yR * (rgba[at] as number) + k.yG * (rgba[at + 1] as number) + k.yB * (rgba[at + 2] as number) + 0.5;
  }
  for (let y = 0; y < heightPx; y += 2) {
    for (let x = 0; x < widthPx; x += 2) {
      const right = x + 1 < widthPx ? 4 : 0;
      const below = y + 1 < heightPx ? 4 * widthPx : 0;
      const at = 4 * (y * widthPx + x);
      const sum = (c: number): number =>
        ((rgba[at + c] as number) +
          (rgba[at + right + c] as number) +
          (rgba[at + below + c] as number) +
          (rgba[at + below + right + c] as number)) /
        4;
      const r = sum(0);
      const g = sum(1);
      const b = sum(2);
      const chroma = (y >> 1) * planes.chromaStride + (x >> 1);
      // Pure blue and pure red reach 256.
      data[planes.uOffset + chroma] = Math.min(255, 128 + k.uR * r + k.uG * g + k.uB * b + 0.5);
      data[planes.vOffset + chroma] = Math.min(255, 128 + k.vR * r + k.vG * g + k.vB * b + 0.5);
    }
  }
}

/**
 * Carries what painting changed from the planes back to the picture they were made of: each covered pixel gets the
 * difference, so it keeps the colour detail that 4:2:0 lost, and an uncovered pixel keeps every bit.
 * @param before the planes' bytes as they were before painting
 * @param coverage one byte per pixel of the picture
 */
export function addPlanesChange(
  rgba: Uint8Array | Uint8ClampedArray,
  before: Uint8Array,
  planes: Planes,
  coverage: Uint8Array,
): void {
  const k = yuvCoefficients(planes.matrix, planes.fullRange);
  const { data, widthPx, uOffset, vOffset, chromaStride, chromaStep } = planes;
  const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : Math.round(value));
  for (let i = 0; i < coverage.length; i++) {
    if (coverage[i] === 0) continue;
    const chroma = ((i / widthPx) >> 1) * chromaStride + ((i % widthPx) >> 1) * chromaStep;
    const y = k.yScale * ((data[i] as number) - (before[i] as number));
    const u = (data[uOffset + chroma] as number) - (before[uOffset + chroma] as number);
    const v = (data[vOffset + chroma] as number) - (before[vOffset + chroma] as number);
    rgba[4 * i] = clamp((rgba[4 * i] as number) + y + k.rV * v);
    rgba[4 * i + 1] = clamp((rgba[4 * i + 1] as number) + y + k.gU * u + k.gV * v);
    rgba[4 * i + 2] = clamp((rgba[4 * i + 2] as number) + y + k.bU * u);
  }
}
