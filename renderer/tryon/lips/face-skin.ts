/**
 * Planes and landmarks in, the colour of her skin out (a, b, l as in block-colours.ts): the median of places on forehead,
 * nose and cheeks that a hand at the mouth leaves free. Settled over a tenth of a second against noise.
 */
import { yuvCoefficients } from '../colour/yuv.ts';
import type { Planes } from '../frames/planes.ts';
import { lnCode } from './block-colours.ts';

const places = [151, 9, 197, 50, 280, 101, 330, 117, 346] as const;
/** Half the side of the square that is averaged at each place, as a share of the mouth's width. */
const HALF_SIDE = 0.02;
const SETTLE_MS = 100;
/** A step beyond noise is a lamp, and is followed at once. */
const LAMP = 0.05;

export interface FaceSkin {
  readonly colour: Float32Array;
  /** @param isNew starts anew */
  run(planes: Planes, points: Float32Array, mouthWidthPx: number, isNew: boolean, elapsedMs: number): void;
}

/** About 0.01 ms. */
export function buildFaceSkin(): FaceSkin {
  const colour = new Float32Array(3);
  /** a, b, l of each place, one after another. */
  const samples = [0, 1, 2].map(() => new Float32Array(places.length)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];

  function sample(planes: Planes, points: Float32Array, place: number, half: number): void {
    const k = yuvCoefficients(planes.matrix, planes.fullRange);
    const { data, yOffset, yStride, uOffset, vOffset, chromaStride, chromaStep } = planes;
    const at = 3 * (places[place] as number);
    const x = Math.round(Math.min(planes.widthPx - 1 - half, Math.max(half, points[at] as number)));
    const y = Math.round(Math.min(planes.heightPx - 1 - half, Math.max(half, points[at + 1] as number)));
    let luma = 0;
    let u = 0;
    let v = 0;
    for (let py = y - half; py <= y + half; py++) {
      for (let px = x - half; px <= x + half; px++) {
        const chroma = (py >> 1) * chromaStride + (px >> 1) * chromaStep;
        luma += data[yOffset + py * yStride + px] as number;
        u += data[uOffset + chroma] as number;
        v += data[vOffset + chroma] as number;
      }
    }
    const pixels = (2 * half + 1) ** 2;
    luma = k.yScale * (luma / pixels - k.yOffset);
    u = u / pixels - 128;
    v = v / pixels - 128;
    const green = lnCode(luma + k.gU * u + k.gV * v);
    samples[0][place] = lnCode(luma + k.rV * v) - green;
    samples[1][place] = green - lnCode(luma + k.bU * u);
    samples[2][place] = lnCode(luma);
  }

  return {
    colour,
    run(planes, points, mouthWidthPx, isNew, elapsedMs) {
      const half = Math.max(1, Math.round(HALF_SIDE * mouthWidthPx));
      for (let place = 0; place < places.length; place++) sample(planes, points, place, half);
      const settle = 1 - Math.exp(-elapsedMs / SETTLE_MS);
      for (let c = 0; c < 3; c++) {
        const sorted = (samples[c] as Float32Array).sort();
        const median = sorted[places.length >> 1] as number;
        const step = median - (colour[c] as number);
        colour[c] = (colour[c] as number) + (isNew || Math.abs(step) > LAMP ? step : settle * step);
      }
    },
  };
}
