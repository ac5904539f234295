/**
 * Pixels of one part of a face in, their median luminance and chroma ratios out. Clipped pixels count for the luminance,
 * which they bound from below, but not for the chroma. The samples are owned here.
 */
import { luminance } from '../colour/transfer.ts';
import type { Planes } from '../frames/planes.ts';
import { CLIPPED, readPixel, WHOLE } from './pixel.ts';

/** Unclipped samples under which the chroma of a patch is not told. */
const MIN_SAMPLES = 4;

/** ln(R/G) of a patch whose red is clipped everywhere: that of light skin. */
const CLIPPED_RED = 0.5;

/** Sorts the first `count` values in place; insertion, because there are a few dozen and nothing may be allocated. */
function sortFirst(values: Float32Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const value = values[i] as number;
    let at = i - 1;
    for (; at >= 0 && (values[at] as number) > value; at--) values[at + 1] = values[at] as number;
    values[at + 1] = value;
  }
}

export class Patch {
  /** Median linear luminance; 0 when nothing was added. */
  luminance = 0;
  /** Median of ln(R/G) and of ln(B/G); only meaningful when `isTold`. */
  redOverGreen = 0;
  blueOverGreen = 0;
  isTold = false;
  private readonly pixel = new Float32Array(3);
  private readonly luminances: Float32Array;
  private readonly reds: Float32Array;
  private readonly blues: Float32Array;
  private count = 0;
  private redCount = 0;
  private blueCount = 0;

  constructor(capacity: number) {
    this.luminances = new Float32Array(capacity);
    this.reds = new Float32Array(capacity);
    this.blues = new Float32Array(capacity);
  }

  clear(): void {
    this.count = 0;
    this.redCount = 0;
    this.blueCount = 0;
  }

  /** Adds the pixel at a whole column and row. */
  add(planes: Planes, column: number, row: number): void {
    const told = readPixel(planes, column, row, this.pixel, 0);
    const red = this.pixel[0] as number;
    const green = this.pixel[1] as number;
    const blue = this.pixel[2] as number;
    this.luminances[this.count++] = luminance(red, green, blue);
    if (told === CLIPPED) return;
    this.blues[this.blueCount++] = blue / green;
    if (told === WHOLE) this.reds[this.redCount++] = red / green;
  }

  /** Works out the medians of what was added since `clear`. */
  finish(): void {
    sortFirst(this.luminances, this.count);
    this.luminance = this.count > 0 ? (this.luminances[this.count >> 1] as number) : 0;
    this.isTold = this.blueCount >= MIN_SAMPLES;
    if (!this.isTold) return;
    sortFirst(this.blues, this.blueCount);
    this.blueOverGreen = Math.log(this.blues[this.blueCount >> 1] as number);
    // Where warm light clips the red of most pixels it is at least that of the others.
    sortFirst(this.reds, this.redCount);
    this.redOverGreen = this.redCount > 0 ? Math.log(this.reds[this.redCount >> 1] as number) : CLIPPED_RED;
  }
}
