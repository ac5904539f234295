/**
 * Writes the shopper to a file: one picture, or a clip that Chromium's fake camera (`.mjpeg`, `.y4m`) or any player (`.mp4`)
 * plays. Node only; the shopper herself is rendered here, frame by frame.
 */
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import sharp, { type Sharp } from 'sharp';
import type { CanonicalMesh } from '../face/canonical-mesh.ts';
import type { Frame } from './camera.ts';
import { endEncoder, startEncoder } from './encoder.ts';
import { frameToRgb } from './frame-rgb.ts';
import { buildShopper, type ShopperState } from './shopper.ts';

/** High enough that lips keep their colour; about 90 kB per frame of 1280 × 720. */
const JPEG_QUALITY = 92;

export interface ClipOptions {
  mesh: CanonicalMesh;
  /** Absolute path; its extension chooses the format. */
  file: string;
  widthPx: number;
  heightPx: number;
  /** Whole frames per second, and how many seconds; ignored for a picture. */
  fps: number;
  seconds: number;
  /** What she does at a time in seconds. */
  stateAt(timeSeconds: number): ShopperState;
  /** Called after each frame. */
  onFrame?(done: number, of: number): void;
}

/** What `writeClip` can write, by extension. */
export const clipExtensions = ['.mjpeg', '.y4m', '.mp4', '.png'] as const;

/**
 * Renders and writes. A failed write leaves what was written so far.
 * @throws RangeError for an extension not in `clipExtensions` or an odd frame size; the file system's error when the file
 * cannot be written; an Error whose message says what to do when an .mp4 is wanted and ffmpeg is missing or fails.
 */
export async function writeClip(options: ClipOptions): Promise<void> {
  const { file, stateAt } = options;
  const format = extname(file).toLowerCase();
  if (!(clipExtensions as readonly string[]).includes(format)) {
    throw new RangeError(`${file} should end in one of ${clipExtensions.join(', ')}.`);
  }
  const shopper = buildShopper(options);
  if (format === '.png') {
    shopper.render(stateAt(0));
    await writeFile(file, await picture(shopper.frame).png().toBuffer());
    return;
  }
  const encoder = format === '.mp4' ? startEncoder(options) : undefined;
  const sink: Writable = encoder?.stdin ?? createWriteStream(file);
  const closed = finished(sink);
  closed.catch(() => {});
  try {
    if (format === '.y4m') sink.write(y4mHeader(options));
    const count = Math.round(options.seconds * options.fps);
    for (let index = 0; index < count && !sink.errored; index++) {
      shopper.render(stateAt(index / options.fps));
      if (!sink.write(await frameBytes(shopper.frame, format)))
        await Promise.race([once(sink, 'drain'), closed]);
      options.onFrame?.(index + 1, count);
    }
    sink.end();
    await closed;
  } catch (cause) {
    if (!encoder) throw cause;
  }
  if (encoder) await endEncoder(encoder);
}

async function frameBytes(frame: Frame, format: string): Promise<Uint8Array> {
  if (format === '.mjpeg') {
    return picture(frame).jpeg({ quality: JPEG_QUALITY, chromaSubsampling: '4:2:0' }).toBuffer();
  }
  const mark = format === '.y4m' ? 'FRAME\n' : '';
  return Buffer.concat([Buffer.from(mark), frame.data]);
}

/** The frame as sharp takes it: sRGB, so that each format applies its own matrix. */
function picture(frame: Frame): Sharp {
  const pixels = frameToRgb(frame);
  return sharp(pixels, { raw: { width: frame.widthPx, height: frame.heightPx, channels: 3 } });
}

/** Chroma is the mean of 2 × 2 pixels, which YUV4MPEG2 calls jpeg siting. */
function y4mHeader({ widthPx, heightPx, fps }: ClipOptions): string {
  return `YUV4MPEG2 W${widthPx} H${heightPx} F${fps}:1 Ip A1:1 C420jpeg XCOLORRANGE=LIMITED\n`;
}
