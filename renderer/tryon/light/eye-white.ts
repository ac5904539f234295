/**
 * Planes and landmarks in, the white of the eyes out: the one part of a face that has nearly the same colour on everyone.
 * Its samples lie between the lids, off the iris; lids, lashes and glasses are why the readings are only witnesses.
 */
import { luminance } from '../colour/transfer.ts';
import type { Planes } from '../frames/planes.ts';
import { Histogram } from './histogram.ts';
import { CLIPPED, readPixel } from './pixel.ts';

/**
 * Eye opening (height over width) and width up to which lids and lashes spoil the reading, and from which it is trusted
 * whole: ramps, because an eye that hovers about a threshold would make the light flicker.
 */
const SHUT = 0.14;
const OPEN = 0.2;
const SMALL_PX = 13;
const LARGE_PX = 20;
/** Samples of unclipped green and blue under which no colour is told. */
const MIN_SAMPLES = 3;

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
const BETWEEN_LIDS = [0.3, 0.4, 0.5, 0.6, 0.7] as const;
/** Samples along the eye: at each pair of lid landmarks and halfway to the next. */
const ALONG = 9;
const MAX_SAMPLES = 2 * ALONG * BETWEEN_LIDS.length;
/**
 * Percentile taken for the level: above the middle, because lids and lashes darken, but under the glints. Few samples or a
 * higher percentile make it jump by half a stop with the iris.
 */
const LEVEL_PERCENTILE = 0.6;

const lengthOf = (points: Float32Array, a: number, b: number): number =>
  Math.hypot(
    (points[3 * a] as number) - (points[3 * b] as number),
    (points[3 * a + 1] as number) - (points[3 * b + 1] as number),
  );

/** Coordinate (0: x, 1: y) of the `along`-th place on a lid. */
function onLid(points: Float32Array, lid: readonly number[], along: number, axis: number): number {
  const at = points[3 * (lid[along >> 1] as number) + axis] as number;
  if (along % 2 === 0) return at;
  return 0.5 * (at + (points[3 * (lid[(along >> 1) + 1] as number) + axis] as number));
}

const ramp = (value: number, from: number, to: number): number =>
  Math.min(1, Math.max(0, (value - from) / (to - from)));

export interface EyeWhite {
  /** How far the reading may be believed, 0 (no eye is open, large and near enough to tell) .. 1. */
  readonly trust: number;
  /** Linear luminance, lids and glints left out. */
  readonly level: number;
  /** ln(R/G) and ln(B/G) of the brighter part that is not clipped. Lids and veins add red. */
  readonly redOverGreen: number;
  readonly blueOverGreen: number;
  /** Whether these are known. */
  readonly hasColour: boolean;
  run(planes: Planes, points: Float32Array): void;
}

/** About 0.02 ms: ninety samples at most. */
export function buildEyeWhite(): EyeWhite {
  const histogram = new Histogram();
  const samples = new Float32Array(3 * MAX_SAMPLES);
  const told = new Uint8Array(MAX_SAMPLES);
  let count = 0;
  let trust = 0;
  let level = 0;
  let redOverGreen = 0;
  let blueOverGreen = 0;
  let hasColour = false;

  const luminanceOf = (i: number): number =>
    luminance(samples[3 * i] as number, samples[3 * i + 1] as number, samples[3 * i + 2] as number);

  function sample(planes: Planes, column: number, row: number): void {
    told[count] = readPixel(planes, column, row, samples, count);
    histogram.add(luminanceOf(count));
    count++;
  }

  function sampleEye(planes: Planes, points: Float32Array, eye: (typeof eyes)[number]): void {
    const width = lengthOf(points, eye.corners[0], eye.corners[1]);
    const opening = lengthOf(points, eye.upper[2], eye.lower[2]) / Math.max(1, width);
    const readable = ramp(width, SMALL_PX, LARGE_PX) * ramp(opening, SHUT, OPEN);
    if (readable === 0) return;
    trust = Math.max(trust, readable);
    const irisX = points[3 * eye.iris] as number;
    const irisY = points[3 * eye.iris + 1] as number;
    const irisRadius = 1.15 * lengthOf(points, eye.iris, eye.rim);
    for (let along = 0; along < ALONG; along++) {
      const topX = onLid(points, eye.upper, along, 0);
      const topY = onLid(points, eye.upper, along, 1);
      const bottomX = onLid(points, eye.lower, along, 0);
      const bottomY = onLid(points, eye.lower, along, 1);
      for (let step = 0; step < BETWEEN_LIDS.length; step++) {
        const t = BETWEEN_LIDS[step] as number;
        const x = topX * (1 - t) + bottomX * t;
        const y = topY * (1 - t) + bottomY * t;
        if ((x - irisX) ** 2 + (y - irisY) ** 2 > irisRadius ** 2) sample(planes, x | 0, y | 0);
      }
    }
  }

  /** From the mean of the brighter half. */
  function findColour(): void {
    const brighter = histogram.percentile(0.5);
    let red = 0;
    let green = 0;
    let blue = 0;
    let counted = 0;
    for (let i = 0; i < count; i++) {
      if (told[i] === CLIPPED || luminanceOf(i) < brighter) continue;
      red += samples[3 * i] as number;
      green += samples[3 * i + 1] as number;
      blue += samples[3 * i + 2] as number;
      counted++;
    }
    hasColour = counted >= MIN_SAMPLES;
    if (!hasColour) return;
    redOverGreen = Math.log(red / green);
    blueOverGreen = Math.log(blue / green);
  }

  return {
    get trust() {
      return trust;
    },
    get level() {
      return level;
    },
    get redOverGreen() {
      return redOverGreen;
    },
    get blueOverGreen() {
      return blueOverGreen;
    },
    get hasColour() {
      return hasColour;
    },
    run(planes, points) {
      histogram.clear();
      count = 0;
      trust = 0;
      sampleEye(planes, points, eyes[0]);
      sampleEye(planes, points, eyes[1]);
      level = histogram.percentile(LEVEL_PERCENTILE);
      if (count === 0 || level <= 0) trust = 0;
      hasColour = false;
      if (trust > 0) findColour();
    },
  };
}
