/**
 * The times of the frames in, how their source does out: the pulse that the worker tells the page twice a second.
 * A frame costs two writes into rings; everything else is worked out when a pulse is due.
 */

import type { LightReading } from '../../main/contract/light.ts';
import { yuvCoefficients } from './colour/yuv.ts';
import type { Planes } from './frames/planes.ts';

const WINDOW_MS = 2000;
/** Two seconds at 120 frames a second, and some to spare. */
const CAPACITY = 256;
/** A source younger than this is too young to tell how many frames a second it gives. */
const YOUNGEST_MS = 500;
/** Samples of the luma along each side of the frame. */
const SAMPLES_A_SIDE = 20;

/** Mean luma, 0 (black) .. 1 (white), of 400 pixels spread over the frame; about 2 µs. */
export function meanLuma({ data, yOffset, yStride, widthPx, heightPx, matrix, fullRange }: Planes): number {
  const black = yuvCoefficients(matrix, fullRange).yOffset;
  const scale = yuvCoefficients(matrix, fullRange).yScale;
  let sum = 0;
  for (let row = 0; row < SAMPLES_A_SIDE; row++) {
    const line = yOffset + Math.floor(((row + 0.5) * heightPx) / SAMPLES_A_SIDE) * yStride;
    for (let column = 0; column < SAMPLES_A_SIDE; column++) {
      sum += data[line + Math.floor(((column + 0.5) * widthPx) / SAMPLES_A_SIDE)] as number;
    }
  }
  const mean = (scale * (sum / SAMPLES_A_SIDE ** 2 - black)) / 255;
  return Math.min(1, Math.max(0, mean));
}

export class PulseMeter {
  private readonly planes: Planes;
  private readonly writtenMs = new Float64Array(CAPACITY);
  private readonly workMs = new Float64Array(CAPACITY);
  private readonly hasFace = new Uint8Array(CAPACITY);
  /** Work of the frames in the window, to be sorted. */
  private readonly sorted = new Float64Array(CAPACITY);
  private written = 0;
  private source = 0;
  private beganMs = 0;
  private newestMs = Number.NaN;
  private newestFaces = 0;

  /** @param planes of the newest frame */
  constructor(planes: Planes) {
    this.planes = planes;
  }

  begin(source: number, nowMs: number): void {
    this.source = source;
    this.beganMs = nowMs;
    this.newestMs = Number.NaN;
    this.written = 0;
    this.newestFaces = 0;
  }

  arrive(nowMs: number): void {
    this.newestMs = nowMs;
  }

  /** @param faces whose lips may be painted */
  write(nowMs: number, workMs: number, faces: number): void {
    const at = this.written % CAPACITY;
    this.writtenMs[at] = nowMs;
    this.workMs[at] = workMs;
    this.hasFace[at] = faces > 0 ? 1 : 0;
    this.newestFaces = faces;
    this.written++;
  }

  /** The pulse as messages.ts describes it; source 0 before the first. @param light on the shopper's face */
  take(nowMs: number, light: LightReading | null) {
    const windowMs = Math.min(WINDOW_MS, Math.max(YOUNGEST_MS, nowMs - this.beganMs));
    let count = 0;
    let framesWithFace = 0;
    for (let frame = Math.max(0, this.written - CAPACITY); frame < this.written; frame++) {
      const at = frame % CAPACITY;
      if (nowMs - (this.writtenMs[at] as number) > windowMs) continue;
      this.sorted[count] = this.workMs[at] as number;
      framesWithFace += this.hasFace[at] as number;
      count++;
    }
    this.sorted.subarray(0, count).sort();
    const hasFrame = !Number.isNaN(this.newestMs);
    return {
      source: this.source,
      frameAgeMs: hasFrame ? nowMs - this.newestMs : null,
      widthPx: hasFrame ? this.planes.widthPx : 0,
      heightPx: hasFrame ? this.planes.heightPx : 0,
      luma: hasFrame ? meanLuma(this.planes) : 0,
      fps: (1000 * count) / windowMs,
      workMs: count > 0 ? (this.sorted[count >> 1] as number) : 0,
      faceShare: count > 0 ? framesWithFace / count : 0,
      faces: this.newestFaces,
      light,
    };
  }
}
