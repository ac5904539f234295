/**
 * Planes and landmarks in, the white of the eyes out: the one part of a face that has nearly the same colour on everyone.
 * Its samples lie between the lids, off the iris; lids, lashes and glasses are why the readings are only witnesses.
 */
import { decodeCode, luminance } from '../colour/transfer.ts';
import { yuvCoefficients } from '../colour/yuv.ts';
import type { Planes } from '../frames/planes.ts';
import { Histogram } from './histogram.ts';

/** Eye opening (height over width) under which lids and lashes spoil the reading. */
const MIN_OPENING = 0.16;
const MIN_WIDTH_PX = 16;

/** Upper and lower lid landmarks that face each other, the corners, the iris centre and one point of its rim. */
const eyes = [
  {
    upper: [161, 160, 159, 158, 157],
    lower: [163, 144, 145, 153, 154],
    corners: [33, 133],
    iris: 468,
    rim: 469,
  },
  {
    upper: [388, 387, 386, 385, 384],
    lower: [390, 373, 374, 380, 381],
    corners: [263, 362],
    iris: 473,
    rim: 474,
  },
] as const;
const BETWEEN_LIDS = [0.35, 0.5, 0.65] as const;
const MAX_SAMPLES = 2 * 5 * BETWEEN_LIDS.length;

const lengthOf = (points: Float32Array, a: number, b: number): number =>
  Math.hypot(
    (points[3 * a] as number) - (points[3 * b] as number),
    (points[3 * a + 1] as number) - (points[3 * b + 1] as number),
  );

export interface EyeWhite {
  /** Linear luminance of the brighter part; 0 when no eye is open, large and near enough to tell. */
  readonly level: number;
  /** Linear colour of the brighter part, luminance 1. Only meaningful when `level` is above 0. */
  readonly colour: Float32Array;
  run(planes: Planes, points: Float32Array): void;
}

/** About 0.02 ms: thirty samples. */
export function buildEyeWhite(): EyeWhite {
  const histogram = new Histogram();
  const samples = new Float32Array(3 * MAX_SAMPLES);
  const colour = new Float32Array([1, 1, 1]);
  let count = 0;
  let level = 0;

  function sample(planes: Planes, x: number, y: number): void {
    const column = Math.min(planes.widthPx - 1, Math.max(0, x | 0));
    const row = Math.min(planes.heightPx - 1, Math.max(0, y | 0));
    const k = yuvCoefficients(planes.matrix, planes.fullRange);
    const chroma = (row >> 1) * planes.chromaStride + (column >> 1) * planes.chromaStep;
    const u = (planes.data[planes.uOffset + chroma] as number) - 128;
    const v = (planes.data[planes.vOffset + chroma] as number) - 128;
    const code = planes.data[planes.yOffset + row * planes.yStride + column] as number;
    const luma = k.yScale * (code - k.yOffset);
    samples[3 * count] = decodeCode(luma + k.rV * v);
    samples[3 * count + 1] = decodeCode(luma + k.gU * u + k.gV * v);
    samples[3 * count + 2] = decodeCode(luma + k.bU * u);
    histogram.add(luminanceOf(count));
    count++;
  }

  const luminanceOf = (i: number): number =>
    luminance(samples[3 * i] as number, samples[3 * i + 1] as number, samples[3 * i + 2] as number);

  function sampleEye(planes: Planes, points: Float32Array, eye: (typeof eyes)[number]): void {
    const width = lengthOf(points, eye.corners[0], eye.corners[1]);
    const opening = lengthOf(points, eye.upper[2], eye.lower[2]) / Math.max(1, width);
    if (width < MIN_WIDTH_PX || opening < MIN_OPENING) return;
    const irisX = points[3 * eye.iris] as number;
    const irisY = points[3 * eye.iris + 1] as number;
    const irisRadius = 1.15 * lengthOf(points, eye.iris, eye.rim);
    for (let pair = 0; pair < eye.upper.length; pair++) {
      const top = 3 * (eye.upper[pair] as number);
      const bottom = 3 * (eye.lower[pair] as number);
      for (let step = 0; step < BETWEEN_LIDS.length; step++) {
        const t = BETWEEN_LIDS[step] as number;
        const x = (points[top] as number) * (1 - t) + (points[bottom] as number) * t;
        const y = (points[top + 1] as number) * (1 - t) + (points[bottom + 1] as number) * t;
        if ((x - irisX) ** 2 + (y - irisY) ** 2 > irisRadius ** 2) sample(planes, x, y);
      }
    }
  }

  /** Mean colour of the brighter half. */
  function findColour(): void {
    const brighter = histogram.percentile(0.5);
    colour.fill(0);
    for (let i = 0; i < count; i++) {
      if (luminanceOf(i) < brighter) continue;
      for (let c = 0; c < 3; c++) colour[c] = (colour[c] as number) + (samples[3 * i + c] as number);
    }
    const total = luminance(colour[0] as number, colour[1] as number, colour[2] as number);
    for (let c = 0; c < 3; c++) colour[c] = total > 0 ? (colour[c] as number) / total : 1;
  }

  return {
    colour,
    get level() {
      return level;
    },
    run(planes, points) {
      histogram.clear();
      count = 0;
      sampleEye(planes, points, eyes[0]);
      sampleEye(planes, points, eyes[1]);
      level = histogram.percentile(0.75);
      if (level > 0) findColour();
    },
  };
}
