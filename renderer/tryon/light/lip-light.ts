/**
 * Planes and lip mask in, how light falls on these lips out: their diffuse colour, shading and gloss.
 * Each pixel is read as I = s·B + m·E (diffuse colour B, illuminant E), the dichromatic model of
 * S. A. Shafer, "Using color to separate reflection components" (1985). Only sure lip pixels are counted.
 */
import { decodeCode, luminance } from '../colour/transfer.ts';
import { yuvCoefficients } from '../colour/yuv.ts';
import type { Planes } from '../frames/planes.ts';
import type { LipMask } from '../lips/coverage.ts';
import { Histogram, ROOT_STEP } from './histogram.ts';
import { isWhole } from './pixel.ts';

/** Coverage from which a pixel is surely lip; on lips a few pixels thin, from which it is more lip than skin. */
const SURE = 230;
const MORE_LIP_THAN_SKIN = 128;
const MAX_SAMPLES = 400;
const MIN_SAMPLES = 24;
/** Keeps the split into diffuse and gloss stable on lips that are nearly as neutral as the light. */
const RIDGE = 0.02;

/** All linear; colours as R, G, B. */
export interface LipLight {
  /** The lip's diffuse colour, scaled to luminance 1. */
  readonly base: Float32Array;
  /** Colour of the illuminant, scaled to luminance 1. */
  readonly illuminant: Float32Array;
  /** Rows that turn a pixel into its gloss m: m = gloss · I. */
  readonly gloss: Float32Array;
  /** Median luminance of the diffuse part. */
  shade: number;
  /** Gloss that lies over the whole lip and is counted as part of its colour (40th percentile of m). */
  veil: number;
  /** Gloss from which a highlight begins (85th percentile of m). */
  gleam: number;
  /** Samples behind the figures; 0 means: nothing known, do not paint. */
  samples: number;
}

export const emptyLipLight = (): LipLight => ({
  base: new Float32Array([1, 1, 1]),
  illuminant: new Float32Array([1, 1, 1]),
  gloss: new Float32Array(3),
  shade: 0,
  veil: 0,
  gleam: 0,
  samples: 0,
});

/** Least-squares row for m in I ≈ s·B + m·E, from the 2×2 normal equations. */
export function solveGloss(light: LipLight): void {
  const { base: b, illuminant: e, gloss } = light;
  const bb = (b[0] as number) ** 2 + (b[1] as number) ** 2 + (b[2] as number) ** 2;
  const ee = (e[0] as number) ** 2 + (e[1] as number) ** 2 + (e[2] as number) ** 2;
  const be =
    (b[0] as number) * (e[0] as number) +
    (b[1] as number) * (e[1] as number) +
    (b[2] as number) * (e[2] as number);
  const determinant = bb * ee * (1 + RIDGE) - be * be;
  for (let c = 0; c < 3; c++) gloss[c] = (bb * (e[c] as number) - be * (b[c] as number)) / determinant;
}

export interface LipLightStage {
  readonly light: LipLight;
  /** @param illuminant colour of the light, luminance 1 */
  run(planes: Planes, mask: LipMask, illuminant: Float32Array): void;
}

/** About 0.1 ms, whatever the size of the lips: large lips are sampled more sparsely. */
export function buildLipLight(): LipLightStage {
  const light = emptyLipLight();
  const red = new Float32Array(MAX_SAMPLES);
  const green = new Float32Array(MAX_SAMPLES);
  const blue = new Float32Array(MAX_SAMPLES);
  const histogram = new Histogram();
  let count = 0;

  /** Linear colour of pixels on an even grid whose coverage is at least `sure`; blown highlights tell no colour. */
  function gather(planes: Planes, mask: LipMask, sure: number, keepsClipped: boolean): void {
    const k = yuvCoefficients(planes.matrix, planes.fullRange);
    const { data, chromaStep } = planes;
    const step = Math.max(1, Math.ceil(Math.sqrt((mask.widthPx * mask.heightPx) / (2 * MAX_SAMPLES))));
    count = 0;
    for (let y = 0; y < mask.heightPx; y += step) {
      const line = planes.yOffset + (mask.yPx + y) * planes.yStride + mask.xPx;
      const chromaLine = ((mask.yPx + y) >> 1) * planes.chromaStride;
      for (let x = 0; x < mask.widthPx && count < MAX_SAMPLES; x += step) {
        if ((mask.alpha[y * mask.widthPx + x] as number) < sure) continue;
        const chroma = chromaLine + ((mask.xPx + x) >> 1) * chromaStep;
        const u = (data[planes.uOffset + chroma] as number) - 128;
        const v = (data[planes.vOffset + chroma] as number) - 128;
        const luma = k.yScale * ((data[line + x] as number) - k.yOffset);
        const r = luma + k.rV * v;
        const g = luma + k.gU * u + k.gV * v;
        const b = luma + k.bU * u;
        if (!keepsClipped && !(isWhole(r) && isWhole(g) && isWhole(b))) continue;
        red[count] = decodeCode(r);
        green[count] = decodeCode(g);
        blue[count] = decodeCode(b);
        count++;
      }
    }
  }

  const luminanceOf = (i: number): number =>
    luminance(red[i] as number, green[i] as number, blue[i] as number);

  /** Mean colour of the middle half by luminance, scaled to luminance 1. */
  function findBase(): void {
    histogram.clear();
    for (let i = 0; i < count; i++) histogram.add(luminanceOf(i));
    // Widened by a bin, so that lips of one luminance fall between their own quartiles.
    const low = Math.max(0, Math.sqrt(histogram.percentile(0.25)) - ROOT_STEP) ** 2;
    const high = (Math.sqrt(histogram.percentile(0.75)) + ROOT_STEP) ** 2;
    let r = 0;
    let g = 0;
    let b = 0;
    for (let i = 0; i < count; i++) {
      const y = luminanceOf(i);
      if (y < low || y > high) continue;
      r += red[i] as number;
      g += green[i] as number;
      b += blue[i] as number;
    }
    const total = Math.max(1e-6, luminance(r, g, b));
    light.base[0] = r / total;
    light.base[1] = g / total;
    light.base[2] = b / total;
  }

  const glossOf = (i: number): number =>
    (light.gloss[0] as number) * (red[i] as number) +
    (light.gloss[1] as number) * (green[i] as number) +
    (light.gloss[2] as number) * (blue[i] as number);

  function findGloss(): void {
    solveGloss(light);
    histogram.clear();
    for (let i = 0; i < count; i++) histogram.add(glossOf(i));
    light.veil = histogram.percentile(0.4);
    light.gleam = histogram.percentile(0.85);
  }

  function findShade(): void {
    histogram.clear();
    for (let i = 0; i < count; i++) histogram.add(luminanceOf(i) - Math.max(0, glossOf(i) - light.veil));
    light.shade = Math.max(1e-3, histogram.percentile(0.5));
  }

  return {
    light,
    run(planes, mask, illuminant) {
      light.illuminant.set(illuminant);
      gather(planes, mask, SURE, false);
      // Blown or black all over: what is left of their colour is better than none.
      if (count < MIN_SAMPLES) gather(planes, mask, SURE, true);
      if (count < MIN_SAMPLES) gather(planes, mask, MORE_LIP_THAN_SKIN, true);
      light.samples = count < MIN_SAMPLES ? 0 : count;
      if (light.samples === 0) return;
      findBase();
      findGloss();
      findShade();
    },
  };
}
