/**
 * Reads a region of a frame's planes into a small upright RGBA picture for the face models, averaging when it shrinks.
 * The picture and its tap tables are owned here and reused. In whole numbers throughout: a 256² picture costs about
 * 0.6 ms, two thirds of what floats cost.
 */

import { type YuvCoefficients, yuvCoefficients } from '../colour/yuv.ts';
import type { Planes } from '../frames/planes.ts';
import { buildAxis, layOutAxis } from './taps.ts';
import { turnOf } from './turn.ts';

/** A rectangle in frame pixels; may reach over the frame's edge, which then repeats. */
export interface Region {
  xPx: number;
  yPx: number;
  widthPx: number;
  heightPx: number;
}

/** Fixed point: a sum of samples has 14 bits after the point (see taps.ts); colours are mixed with 14 as well. */
const COLOUR_BITS = 14;

const toByte = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : value);

export interface Sampler {
  /** RGBA, alpha always 255; valid until the next run. */
  readonly picture: Uint8ClampedArray<ArrayBuffer>;
  /** Size of the upright picture. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Samples the region as it lies in the frame, line by line, and writes each line where the upright picture has it. */
  run(planes: Planes, region: Region): void;
}

export function buildSampler({ widthPx, heightPx }: { widthPx: number; heightPx: number }): Sampler {
  const picture = new Uint8ClampedArray(widthPx * heightPx * 4);
  const pixels = new Uint32Array(picture.buffer);
  const longSidePx = Math.max(widthPx, heightPx);
  const columns = buildAxis(longSidePx);
  const rows = buildAxis(longSidePx);
  const luma = new Int32Array(longSidePx);
  /** Samples of a line of the region: the picture's width, or its height when it lies on its side. */
  let lineLength = widthPx;

  /** Adds the 2 × 2 samples at one pair of row taps and one pair of column taps to every column of `luma`. */
  function addPair(planes: Planes, rowTap: number, columnTap: number): void {
    const { data } = planes;
    const { position, weight, taps } = columns;
    const length = lineLength;
    const line = planes.yOffset + (rows.position[rowTap] as number) * planes.yStride;
    const below = planes.yOffset + (rows.position[rowTap + 1] as number) * planes.yStride;
    const upper = rows.weight[rowTap] as number;
    const lower = rows.weight[rowTap + 1] as number;
    for (let column = 0, at = columnTap; column < length; column++, at += taps) {
      const left = position[at] as number;
      const right = position[at + 1] as number;
      const weightLeft = weight[at] as number;
      const weightRight = weight[at + 1] as number;
      const sum =
        upper * (weightLeft * (data[line + left] as number) + weightRight * (data[line + right] as number)) +
        lower * (weightLeft * (data[below + left] as number) + weightRight * (data[below + right] as number));
      luma[column] = (luma[column] as number) + sum;
    }
  }

  function averageRow(planes: Planes, row: number): void {
    luma.fill(0, 0, lineLength);
    for (let rowTap = 0; rowTap < rows.taps; rowTap += 2) {
      for (let columnTap = 0; columnTap < columns.taps; columnTap += 2) {
        addPair(planes, row * rows.taps + rowTap, columnTap);
      }
    }
  }

  /**
   * Writes one line from `luma` (14 fraction bits) and the nearest chroma.
   * @param first pixel of the picture that the line begins at
   * @param step to the pixel of its next sample
   */
  function writeRow(planes: Planes, row: number, k: YuvCoefficients, first: number, step: number): void {
    const { data, uOffset, vOffset, chromaStep } = planes;
    const { chroma } = columns;
    const length = lineLength;
    const one = 1 << COLOUR_BITS;
    const scale = Math.round(k.yScale * (one >> 6));
    const rV = Math.round(k.rV * one);
    const gU = Math.round(k.gU * one);
    const gV = Math.round(k.gV * one);
    const bU = Math.round(k.bU * one);
    const black = k.yOffset << 6;
    const chromaLine = (rows.chroma[row] as number) * planes.chromaStride;
    for (let column = 0, out = first; column < length; column++, out += step) {
      const at = chromaLine + (chroma[column] as number) * chromaStep;
      const u = (data[uOffset + at] as number) - 128;
      const v = (data[vOffset + at] as number) - 128;
      const y = scale * (((luma[column] as number) >> 8) - black) + (one >> 1);
      const r = toByte((y + rV * v) >> COLOUR_BITS);
      const g = toByte((y + gU * u + gV * v) >> COLOUR_BITS);
      const b = toByte((y + bU * u) >> COLOUR_BITS);
      pixels[out] = 0xff000000 | (b << 16) | (g << 8) | r;
    }
  }

  return {
    picture,
    widthPx,
    heightPx,
    run(planes, region) {
      const turn = turnOf(planes.rotation);
      lineLength = turn.isSideways ? heightPx : widthPx;
      const lines = turn.isSideways ? widthPx : heightPx;
      layOutAxis(columns, lineLength, region.xPx, region.widthPx, planes.widthPx);
      layOutAxis(rows, lines, region.yPx, region.heightPx, planes.heightPx);
      const k = yuvCoefficients(planes.matrix, planes.fullRange);
      const { uX, uY, vX, vY } = turn;
      // One sample further along the frame's line, and one line further down, in pixels of the picture.
      const step = uX + uY * widthPx;
      const lineStep = vX + vY * widthPx;
      // A whole number for certain: minus zero would make the pixel loop count in floats.
      let first = (turn.u0 * (1 - lineLength) * step + turn.v0 * (1 - lines) * lineStep) | 0;
      for (let row = 0; row < lines; row++, first += lineStep) {
        averageRow(planes, row);
        writeRow(planes, row, k, first, step);
      }
    },
  };
}
