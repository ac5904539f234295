/**
 * Planes and a grid of blocks in, the colour of each block out as logarithms of ratios: a = ln(R′/G′), b = ln(G′/B′) and
 * l = ln(Y′). A shadow, a turn of the head or the camera's exposure moves l and leaves a and b nearly where they are.
 */
import { yuvCoefficients } from '../colour/yuv.ts';
import type { Planes } from '../frames/planes.ts';
import type { BlockGrid } from './lip-cells.ts';

/** Added to each code before its logarithm, so that the noise of dark pixels is not blown up. */
const FLOOR = 8;
/** The table of logarithms: quarter codes from 0 to 255 + FLOOR. */
const PARTS = 4;
const LAST = (255 + FLOOR) * PARTS;
const table = Float32Array.from({ length: LAST + 1 }, (_, i) => Math.log(Math.max(1, i / PARTS)));

/** Logarithm of a code 0..255. */
export const lnCode = (code: number): number =>
  table[code <= 0 ? FLOOR * PARTS : code >= 255 ? LAST : ((code + FLOOR) * PARTS + 0.5) | 0] as number;

export interface BlockColours {
  a: Float32Array;
  b: Float32Array;
  l: Float32Array;
  run(planes: Planes, grid: BlockGrid): void;
}

/** Means of three neighbours (1 2 1) along a line: half of the noise of dark pixels' hues goes, edges keep their block. */
function smooth(a: Float32Array, b: Float32Array, first: number, step: number, count: number): void {
  let aBefore = a[first] as number;
  let bBefore = b[first] as number;
  for (let i = 0, at = first; i < count - 1; i++, at += step) {
    const aHere = a[at] as number;
    const bHere = b[at] as number;
    a[at] = 0.25 * (aBefore + (a[at + step] as number)) + 0.5 * aHere;
    b[at] = 0.25 * (bBefore + (b[at + step] as number)) + 0.5 * bHere;
    aBefore = aHere;
    bBefore = bHere;
  }
}

/** About 25 ns a block: four luma samples and one of chroma, from the block's middle. */
export function buildBlockColours(): BlockColours {
  const stage: BlockColours = {
    a: new Float32Array(0),
    b: new Float32Array(0),
    l: new Float32Array(0),
    run(planes, grid) {
      const blocks = grid.columns * grid.rows;
      if (stage.a.length < blocks) {
        const length = Math.ceil(blocks * 1.5);
        stage.a = new Float32Array(length);
        stage.b = new Float32Array(length);
        stage.l = new Float32Array(length);
      }
      const { a, b, l } = stage;
      const { data, yStride, chromaStep } = planes;
      const k = yuvCoefficients(planes.matrix, planes.fullRange);
      const middle = (grid.sidePx >> 1) & ~1;
      const quarter = Math.max(1, grid.sidePx >> 1);
      for (let row = 0, at = 0; row < grid.rows; row++) {
        const y = grid.yPx + row * grid.sidePx;
        const line = planes.yOffset + y * yStride + grid.xPx + (grid.sidePx >> 2) * (yStride + 1);
        const chromaLine = ((y + middle) >> 1) * planes.chromaStride;
        for (let column = 0; column < grid.columns; column++, at++) {
          const x = column * grid.sidePx;
          const first = line + x;
          const below = first + quarter * yStride;
          const sum =
            (data[first] as number) +
            (data[first + quarter] as number) +
            (data[below] as number) +
            (data[below + quarter] as number);
          const chroma = chromaLine + ((grid.xPx + x + middle) >> 1) * chromaStep;
          const u = (data[planes.uOffset + chroma] as number) - 128;
          const v = (data[planes.vOffset + chroma] as number) - 128;
          const luma = k.yScale * (0.25 * sum - k.yOffset);
          const green = lnCode(luma + k.gU * u + k.gV * v);
          a[at] = lnCode(luma + k.rV * v) - green;
          b[at] = green - lnCode(luma + k.bU * u);
          l[at] = lnCode(luma);
        }
      }
      for (let row = 0; row < grid.rows; row++) smooth(a, b, row * grid.columns, 1, grid.columns);
      for (let column = 0; column < grid.columns; column++) smooth(a, b, column, grid.columns, grid.rows);
    },
  };
  return stage;
}
