/**
 * Samples of two kinds in, the direction that tells them apart out: Fisher's linear discriminant (R. A. Fisher, "The use
 * of multiple measurements in taxonomic problems", 1936), with a ridge for what the samples cannot know.
 */
import { FEATURES } from './colour-samples.ts';

/**
 * Variance added to each feature: how much a boundary may differ from this face's own samples. Luma gets most, because
 * light falls differently on lip and chin and a moustache is dark: it counts only a little.
 */
const RIDGE = [0.003, 0.003, 0.06] as const;
/** Samples further from their mean than this many standard deviations are highlights, hairs or teeth. */
const FAR_CHROMA = 2;
const FAR_LUMA = 2.4;
const LEAST_CHROMA_VARIANCE = 1e-4;
const LEAST_LUMA_VARIANCE = 1e-3;

export interface Discriminant {
  /** Score of a colour: weights · colour + bias; 0 at the mean of kind 0, 1 at the mean of kind 1. */
  readonly weights: Float64Array;
  bias: number;
  /** Distance between the kinds in standard deviations within them (Mahalanobis). */
  distance: number;
  /** By how much ln(R′/G′) of kind 1 lies above that of kind 0. */
  redder: number;
}

/** Class of a sample that does not count. */
export const NO_KIND = 2;

/** Built once, for `size` samples. */
export function buildDiscriminant(size: number) {
  const found: Discriminant = { weights: new Float64Array(FEATURES), bias: 0, distance: 0, redder: 0 };
  const means = new Float64Array(2 * FEATURES);
  const counts = new Float64Array(2);
  /** Upper triangle of the covariance within the kinds: 00 01 02 11 12 22. */
  const within = new Float64Array(6);
  const apart = new Float64Array(FEATURES);

  function findMeans(colours: Float32Array, kinds: Uint8Array): void {
    means.fill(0);
    counts.fill(0);
    for (let i = 0, at = 0; i < size; i++, at += FEATURES) {
      const kind = kinds[i] as number;
      if (kind === NO_KIND) continue;
      const mean = FEATURES * kind;
      counts[kind] = (counts[kind] as number) + 1;
      means[mean] = (means[mean] as number) + (colours[at] as number);
      means[mean + 1] = (means[mean + 1] as number) + (colours[at + 1] as number);
      means[mean + 2] = (means[mean + 2] as number) + (colours[at + 2] as number);
    }
    for (let at = 0; at < means.length; at++) {
      means[at] = (means[at] as number) / Math.max(1, counts[at < FEATURES ? 0 : 1] as number);
    }
  }

  /** Written out for three features: in loops over them it took 40 µs instead of 4. */
  function findSpread(colours: Float32Array, kinds: Uint8Array): void {
    let redRed = 0;
    let redBlue = 0;
    let redLuma = 0;
    let blueBlue = 0;
    let blueLuma = 0;
    let lumaLuma = 0;
    for (let i = 0, at = 0; i < size; i++, at += FEATURES) {
      const kind = kinds[i] as number;
      if (kind === NO_KIND) continue;
      const mean = FEATURES * kind;
      const red = (colours[at] as number) - (means[mean] as number);
      const blue = (colours[at + 1] as number) - (means[mean + 1] as number);
      const luma = (colours[at + 2] as number) - (means[mean + 2] as number);
      redRed += red * red;
      redBlue += red * blue;
      redLuma += red * luma;
      blueBlue += blue * blue;
      blueLuma += blue * luma;
      lumaLuma += luma * luma;
    }
    const share = 1 / Math.max(1, (counts[0] as number) + (counts[1] as number));
    within[0] = share * redRed;
    within[1] = share * redBlue;
    within[2] = share * redLuma;
    within[3] = share * blueBlue;
    within[4] = share * blueLuma;
    within[5] = share * lumaLuma;
  }

  function dropFar(colours: Float32Array, kinds: Uint8Array): void {
    const redLimit = FAR_CHROMA ** 2 * ((within[0] as number) + LEAST_CHROMA_VARIANCE);
    const blueLimit = FAR_CHROMA ** 2 * ((within[3] as number) + LEAST_CHROMA_VARIANCE);
    const lumaLimit = FAR_LUMA ** 2 * ((within[5] as number) + LEAST_LUMA_VARIANCE);
    for (let i = 0, at = 0; i < size; i++, at += FEATURES) {
      const kind = kinds[i] as number;
      if (kind === NO_KIND) continue;
      const mean = FEATURES * kind;
      const red = (colours[at] as number) - (means[mean] as number);
      const blue = (colours[at + 1] as number) - (means[mean + 1] as number);
      const luma = (colours[at + 2] as number) - (means[mean + 2] as number);
      if (red * red > redLimit || blue * blue > blueLimit || luma * luma > lumaLimit) kinds[i] = NO_KIND;
    }
  }

  /** Solves (within + ridge) · weights = apart by Cramer's rule. */
  function solve(): void {
    const a = (within[0] as number) + RIDGE[0];
    const b = within[1] as number;
    const c = within[2] as number;
    const d = (within[3] as number) + RIDGE[1];
    const e = within[4] as number;
    const f = (within[5] as number) + RIDGE[2];
    for (let i = 0; i < FEATURES; i++) apart[i] = (means[FEATURES + i] as number) - (means[i] as number);
    const x = apart[0] as number;
    const y = apart[1] as number;
    const z = apart[2] as number;
    const determinant = a * (d * f - e * e) - b * (b * f - e * c) + c * (b * e - d * c);
    found.weights[0] = ((d * f - e * e) * x + (c * e - b * f) * y + (b * e - c * d) * z) / determinant;
    found.weights[1] = ((e * c - b * f) * x + (a * f - c * c) * y + (c * b - a * e) * z) / determinant;
    found.weights[2] = ((b * e - c * d) * x + (b * c - a * e) * y + (a * d - b * b) * z) / determinant;
  }

  /** Scales the weights so that the kinds' means score 0 and 1. */
  function scale(): void {
    const { weights } = found;
    let squared = 0;
    let origin = 0;
    for (let f = 0; f < FEATURES; f++) {
      squared += (weights[f] as number) * (apart[f] as number);
      origin += (weights[f] as number) * (means[f] as number);
    }
    const span = Math.max(1e-6, squared);
    for (let f = 0; f < FEATURES; f++) weights[f] = (weights[f] as number) / span;
    found.bias = -origin / span;
    found.distance = counts[0] === 0 || counts[1] === 0 ? 0 : Math.sqrt(Math.max(0, squared));
    found.redder = apart[0] as number;
  }

  return {
    found,
    /** Means of the colours of both kinds after `run`, FEATURES each. */
    means,
    /** @param kinds 0, 1 or NO_KIND per sample; samples far from their kind become NO_KIND */
    run(colours: Float32Array, kinds: Uint8Array): void {
      findMeans(colours, kinds);
      findSpread(colours, kinds);
      dropFar(colours, kinds);
      findMeans(colours, kinds);
      findSpread(colours, kinds);
      solve();
      scale();
    },
  };
}
