/**
 * ffmpeg as the encoder of .mp4 clips: takes raw I420 frames on its standard input. Whoever starts it ends it.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { text } from 'node:stream/consumers';

export type Encoder = ChildProcessByStdio<Writable, null, Readable> & { complaints: Promise<string> };

export interface EncoderOptions {
  file: string;
  widthPx: number;
  heightPx: number;
  fps: number;
}

/** Starts ffmpeg; that it is missing shows in `endEncoder`. Overwrites the file. */
export function startEncoder({ file, widthPx, heightPx, fps }: EncoderOptions): Encoder {
  const colour = [
    '-colorspace',
    'bt709',
    '-color_primaries',
    'bt709',
    '-color_trc',
    'bt709',
    '-color_range',
    'tv',
  ];
  const input = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'yuv420p',
    '-s',
    `${widthPx}x${heightPx}`,
    '-r',
    String(fps),
    '-i',
    '-',
  ];
  const output = [
    '-c:v',
    'libx264',
    '-crf',
    '14',
    '-preset',
    'fast',
    '-movflags',
    '+faststart',
    ...colour,
    file,
  ];
  const child = spawn('ffmpeg', ['-v', 'error', '-y', ...input, ...output], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  child.on('error', () => {});
  return Object.assign(child, { complaints: text(child.stderr).catch(() => '') });
}

/**
 * Waits until the file is complete.
 * @throws Error whose message says what to do when ffmpeg is missing or stopped with an error.
 */
export async function endEncoder(encoder: Encoder): Promise<void> {
  if (encoder.pid === undefined) {
    throw new Error('There is no ffmpeg to write an .mp4 with: install it, or name a .mjpeg or .y4m file.');
  }
  if (encoder.exitCode === null && encoder.signalCode === null) await once(encoder, 'close');
  if (encoder.exitCode !== 0)
    throw new Error(`ffmpeg could not write the clip: ${(await encoder.complaints).trim()}`);
}
