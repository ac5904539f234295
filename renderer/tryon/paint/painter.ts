/**
 * Planes, lip mask, light and coat in; the same planes with painted lips out. All colour work is in linear light:
 * painted = L·E·R(ρ)·shading + gloss, see "Colour" in ARCHITECTURE.md. Luma with zero coverage and chroma blocks
 * that no covered pixel touches are not written. Row by row in three short passes over scratch lines that stay in cache.
 */
import { FILM_STEPS } from '../colour/film.ts';
import { decodeCode, ENCODE_LAST, encodeTable } from '../colour/transfer.ts';
import { type YuvCoefficients, yuvCoefficients } from '../colour/yuv.ts';
import type { Planes } from '../frames/planes.ts';
import type { LipLight } from '../light/lip-light.ts';
import type { LipMask } from '../lips/coverage.ts';
import { type Coat, MAX_RELIEF, RELIEF_STEPS } from './coat.ts';

const ALBEDO_LAST = FILM_STEPS - 1;
const RELIEF_SCALE = RELIEF_STEPS / MAX_RELIEF;
/** Deepest shading, relative to the lip's median, at which an albedo is still told. */
const MIN_SHADING = 0.02;

const tableIndex = (value: number, last: number): number =>
  value <= 0 ? 0 : value >= last ? last : value | 0;
const toByte = (value: number): number => (value >= 255 ? 255 : value + 0.5);

/** One line of the lips' box: linear colour as seen and as painted, then the painted chroma summed over each block. */
interface Scratch {
  red: Float32Array;
  green: Float32Array;
  blue: Float32Array;
  u: Float32Array;
  v: Float32Array;
  covered: Uint8Array;
}

const buildScratch = (widthPx: number): Scratch => ({
  red: new Float32Array(widthPx),
  green: new Float32Array(widthPx),
  blue: new Float32Array(widthPx),
  u: new Float32Array((widthPx + 1) >> 1),
  v: new Float32Array((widthPx + 1) >> 1),
  covered: new Uint8Array((widthPx + 1) >> 1),
});

/** Linear colour of the covered pixels of row `y` of the mask. */
function decodeRow(planes: Planes, mask: LipMask, y: number, k: YuvCoefficients, out: Scratch): void {
  const { data, uOffset, vOffset, chromaStep } = planes;
  const { alpha, widthPx } = mask;
  const { yOffset, yScale, rV, gU, gV, bU } = k;
  const { red, green, blue } = out;
  const line = planes.yOffset + (mask.yPx + y) * planes.yStride + mask.xPx;
  const chromaLine = ((mask.yPx + y) >> 1) * planes.chromaStride + (mask.xPx >> 1) * chromaStep;
  for (let x = 0, at = y * widthPx; x < widthPx; x++, at++) {
    if (alpha[at] === 0) continue;
    const chroma = chromaLine + (x >> 1) * chromaStep;
    const u = (data[uOffset + chroma] as number) - 128;
    const v = (data[vOffset + chroma] as number) - 128;
    const luma = yScale * ((data[line + x] as number) - yOffset);
    red[x] = decodeCode(luma + rV * v);
    green[x] = decodeCode(luma + gU * u + gV * v);
    blue[x] = decodeCode(luma + bU * u);
  }
}

/** Puts the coat on the covered pixels of row `y`, mixed in by coverage. */
function coatRow(mask: LipMask, y: number, light: LipLight, level: number, coat: Coat, line: Scratch): void {
  const { alpha, widthPx } = mask;
  const gR = light.gloss[0] as number;
  const gG = light.gloss[1] as number;
  const gB = light.gloss[2] as number;
  const eR = light.illuminant[0] as number;
  const eG = light.illuminant[1] as number;
  const eB = light.illuminant[2] as number;
  const albedoR = ALBEDO_LAST / (level * eR);
  const albedoG = ALBEDO_LAST / (level * eG);
  const albedoB = ALBEDO_LAST / (level * eB);
  const { veil, gleam } = light;
  const inverseShade = 1 / light.shade;
  const { red: coatR, green: coatG, blue: coatB, relief, glossKept, gleam: gleamGain } = coat;
  const { red, green, blue } = line;
  for (let x = 0, at = y * widthPx; x < widthPx; x++, at++) {
    if (alpha[at] === 0) continue;
    const cover = (alpha[at] as number) * (1 / 255);
    const r = red[x] as number;
    const g = green[x] as number;
    const b = blue[x] as number;
    const m = gR * r + gG * g + gB * b;
    const gloss = m > veil ? m - veil : 0;
    const dR = r - gloss * eR;
    const dG = g - gloss * eG;
    const dB = b - gloss * eB;
    const relative = (0.2126 * dR + 0.7152 * dG + 0.0722 * dB) * inverseShade;
    const shading = relative < MIN_SHADING ? MIN_SHADING : relative;
    const flat = 1 / shading;
    const lit = level * (relief[tableIndex(shading * RELIEF_SCALE + 0.5, RELIEF_STEPS)] as number);
    const shine = glossKept * gloss + (m > gleam ? gleamGain * (m - gleam) : 0);
    const toR = eR * (lit * (coatR[tableIndex(dR * flat * albedoR + 0.5, ALBEDO_LAST)] as number) + shine);
    const toG = eG * (lit * (coatG[tableIndex(dG * flat * albedoG + 0.5, ALBEDO_LAST)] as number) + shine);
    const toB = eB * (lit * (coatB[tableIndex(dB * flat * albedoB + 0.5, ALBEDO_LAST)] as number) + shine);
    red[x] = r + cover * (toR - r);
    green[x] = g + cover * (toG - g);
    blue[x] = b + cover * (toB - b);
  }
}

/** Writes the luma of the covered pixels of row `y` and adds their chroma to their blocks' sums. */
function encodeRow(planes: Planes, mask: LipMask, y: number, k: YuvCoefficients, line: Scratch): void {
  const { data } = planes;
  const { alpha, widthPx } = mask;
  const { yOffset, yR, yG, yB, uR, uG, uB, vR, vG, vB } = k;
  const { red, green, blue, u, v, covered } = line;
  const start = planes.yOffset + (mask.yPx + y) * planes.yStride + mask.xPx;
  for (let x = 0, at = y * widthPx; x < widthPx; x++, at++) {
    if (alpha[at] === 0) continue;
    const r = encodeTable[tableIndex((red[x] as number) * ENCODE_LAST + 0.5, ENCODE_LAST)] as number;
    const g = encodeTable[tableIndex((green[x] as number) * ENCODE_LAST + 0.5, ENCODE_LAST)] as number;
    const b = encodeTable[tableIndex((blue[x] as number) * ENCODE_LAST + 0.5, ENCODE_LAST)] as number;
    data[start + x] = toByte(yOffset + yR * r + yG * g + yB * b);
    const block = x >> 1;
    u[block] = (u[block] as number) + 128 + uR * r + uG * g + uB * b;
    v[block] = (v[block] as number) + 128 + vR * r + vG * g + vB * b;
    covered[block] = (covered[block] as number) + 1;
  }
}

/** Gives each touched block of a row of blocks the mean chroma of its pixels; uncovered ones count with the old. */
function writeChroma(planes: Planes, mask: LipMask, y: number, line: Scratch): void {
  const { data, chromaStep } = planes;
  const rows = y + 1 < mask.heightPx ? 2 : 1;
  const first = ((mask.yPx + y) >> 1) * planes.chromaStride + (mask.xPx >> 1) * chromaStep;
  for (let block = 0; 2 * block < mask.widthPx; block++) {
    const covered = line.covered[block] as number;
    if (covered === 0) continue;
    const pixels = 2 * block + 1 < mask.widthPx ? 2 * rows : rows;
    const u = planes.uOffset + first + block * chromaStep;
    const v = planes.vOffset + first + block * chromaStep;
    // Pure blue and pure red reach 256 in full range, hence toByte.
    data[u] = toByte(((line.u[block] as number) + (pixels - covered) * (data[u] as number)) / pixels);
    data[v] = toByte(((line.v[block] as number) + (pixels - covered) * (data[v] as number)) / pixels);
  }
}

export interface Painter {
  /** @param level linear luminance of a white diffuser at the face */
  run(planes: Planes, mask: LipMask, light: LipLight, level: number, coat: Coat): void;
}

/** About 65 ns per lip pixel; the cost does not depend on the frame's size. */
export function buildPainter(): Painter {
  let line = buildScratch(0);

  function paintRow(
    planes: Planes,
    mask: LipMask,
    y: number,
    k: YuvCoefficients,
    light: LipLight,
    level: number,
    coat: Coat,
  ) {
    decodeRow(planes, mask, y, k, line);
    coatRow(mask, y, light, level, coat, line);
    encodeRow(planes, mask, y, k, line);
  }

  return {
    run(planes, mask, light, level, coat) {
      if (light.samples === 0) return;
      if (line.red.length < mask.widthPx) line = buildScratch(2 * mask.widthPx);
      const k = yuvCoefficients(planes.matrix, planes.fullRange);
      for (let y = 0; y < mask.heightPx; y += 2) {
        line.u.fill(0);
        line.v.fill(0);
        line.covered.fill(0);
        paintRow(planes, mask, y, k, light, level, coat);
        if (y + 1 < mask.heightPx) paintRow(planes, mask, y + 1, k, light, level, coat);
        writeChroma(planes, mask, y, line);
      }
    },
  };
}
