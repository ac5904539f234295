/**
 * Planes, lip mask, light and coat in; the same planes with painted lips out. All colour work is in linear light:
 * painted = L·E·R(ρ)·shading + gloss, see "Colour" in ARCHITECTURE.md. Luma with zero coverage and chroma blocks
 * that no covered pixel touches are not written. Row by row in three short passes over scratch lines that stay in cache.
 */
import { decodeCode, ENCODE_LAST, encodeTable, tableIndex } from '../colour/transfer.ts';
import { type YuvCoefficients, yuvCoefficients } from '../colour/yuv.ts';
import type { Planes } from '../frames/planes.ts';
import type { LipLight } from '../light/lip-light.ts';
import type { LipMask } from '../lips/coverage.ts';
import type { Coat } from './coat.ts';
import { coatRow, emptyTerms, setTerms } from './coat-row.ts';
import type { LipAnchor } from './lip-anchor.ts';
import { buildShine } from './shine.ts';

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
  /**
   * @param level linear luminance of a white diffuser at the face
   * @param anchor of this frame where the coat is anchored to the lips, else of any
   */
  run(planes: Planes, mask: LipMask, light: LipLight, level: number, coat: Coat, anchor: LipAnchor): void;
}

/** About 65 ns per lip pixel, with highlights 115, with flakes 140; the cost does not depend on the frame's size. */
export function buildPainter(): Painter {
  const shine = buildShine();
  const terms = emptyTerms();
  let line = buildScratch(0);
  let isShining = false;

  function paintRow(
    planes: Planes,
    mask: LipMask,
    y: number,
    k: YuvCoefficients,
    coat: Coat,
    anchor: LipAnchor,
  ) {
    decodeRow(planes, mask, y, k, line);
    coatRow(mask, y, terms, coat, anchor.surface.across, line);
    if (isShining) shine.addTo(line, mask, y, coat, anchor);
    encodeRow(planes, mask, y, k, line);
  }

  return {
    run(planes, mask, light, level, coat, anchor) {
      if (light.samples === 0) return;
      if (line.red.length < mask.widthPx) line = buildScratch(2 * mask.widthPx);
      const k = yuvCoefficients(planes.matrix, planes.fullRange);
      setTerms(terms, light, level, coat);
      isShining = coat.hasHighlight || coat.flakes !== null;
      if (isShining) shine.prepare(planes, mask, light, level, coat, anchor);
      for (let y = 0; y < mask.heightPx; y += 2) {
        line.u.fill(0);
        line.v.fill(0);
        line.covered.fill(0);
        paintRow(planes, mask, y, k, coat, anchor);
        if (y + 1 < mask.heightPx) paintRow(planes, mask, y + 1, k, coat, anchor);
        writeChroma(planes, mask, y, line);
      }
    },
  };
}
