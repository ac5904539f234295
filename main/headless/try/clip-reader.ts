/**
 * Clip files in through ffmpeg: every frame as upright I420 with its time. ffmpeg waits while nobody asks for frames, so a
 * clip of any length takes the memory of a few.
 */
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { tryError } from './errors.ts';
import { type ClipFacts, lastWords, startFfmpeg } from './ffmpeg.ts';
import type { Size } from './report.ts';

export interface ClipFrame {
  /** I420, limited range, tight, in the facts' `matrix`. */
  planes: Buffer;
  /** In the clip's own time base. */
  ticks: number;
}

/** Width over height of one pixel, such as `15/16`; `0/1` when the file does not say. */
type PixelAspect = string;

/** How the frames look. */
export interface ClipShape extends Size {
  pixelAspect: PixelAspect;
}

export interface ClipReader {
  shape: ClipShape;
  frames: AsyncIterable<ClipFrame>;
  /** Ends ffmpeg; may be called at any time. */
  close(): void;
}

/** So many frames keep their bytes while newer ones are read. */
const FRAMES_VALID = 4;

/** Even sides (4:2:0 has no others: an odd size loses its last row or column) and the painter's colours. */
function filtersFor({ sourceMatrix, matrix }: ClipFacts): string {
  const colours = `scale=in_color_matrix=${sourceMatrix}:out_color_matrix=${matrix}:out_range=tv`;
  return `${colours},crop=trunc(iw/2)*2:trunc(ih/2)*2,format=yuv420p`;
}

/** Starts decoding. Throws `unreadable`, here or while frames are read, when the clip is damaged. */
export async function openClip(path: string, facts: ClipFacts): Promise<ClipReader> {
  const { num, den } = facts.timeBase;
  const ffmpeg = startFfmpeg(
    [
      ...['-xerror', '-i', path, '-map', '0:V:0', '-fps_mode', 'passthrough'],
      ...['-enc_time_base', `${num}:${den}`, '-vf', filtersFor(facts), '-c:v', 'rawvideo'],
      // The frames to one pipe, their times to another, line by line.
      ...['-f', 'tee', '[f=rawvideo]pipe\\:1|[f=framecrc:flush_packets=1]pipe\\:3'],
    ],
    ['ignore', 'pipe', 'pipe', 'pipe'],
  );
  const damaged = (cause: Error, done: number) =>
    tryError('unreadable', `it is damaged after ${done} frames (${lastWords(cause.message, path)})`, cause);
  const lines = createInterface({ input: ffmpeg.child.stdio[3] as Readable })[Symbol.asyncIterator]();
  const shape = await readShape(lines);
  if (shape === undefined) {
    const cause = await ffmpeg.ended.then(
      () => new Error('it holds no frame'),
      (error: Error) => error,
    );
    throw damaged(cause, 0);
  }
  return {
    shape,
    close: ffmpeg.kill,
    frames: (async function* () {
      let done = 0;
      const bytes = (shape.widthPx * shape.heightPx * 3) / 2;
      for await (const planes of cutFrames(ffmpeg.child.stdout as Readable, bytes)) {
        yield { planes, ticks: await readTicks(lines) };
        done++;
      }
      await ffmpeg.ended.catch((cause: Error) => {
        throw damaged(cause, done);
      });
    })(),
  };
}

/** From the header lines `#dimensions 0: 640x480` and `#sar 0: 1/1`. */
async function readShape(lines: AsyncIterator<string>): Promise<ClipShape | undefined> {
  let size = { widthPx: 0, heightPx: 0 };
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    const [, width, height] = /^#dimensions 0: (\d+)x(\d+)/.exec(line.value) ?? [];
    if (width !== undefined) size = { widthPx: Number(width), heightPx: Number(height) };
    const [, pixelAspect] = /^#sar 0: (\d+\/\d+)/.exec(line.value) ?? [];
    if (pixelAspect !== undefined) return { ...size, pixelAspect };
  }
  return undefined;
}

/** From the next frame's line: stream, decoding time, showing time, duration, bytes, checksum. */
async function readTicks(lines: AsyncIterator<string>): Promise<number> {
  for (let line = await lines.next(); !line.done; line = await lines.next()) {
    if (!line.value.startsWith('#')) return Number(line.value.split(',')[2]);
  }
  throw tryError('unreadable', 'its frames have no times');
}

/**
 * Cuts the stream into frames. A frame's bytes are used again for the fourth after it: fresh ones would cost more in
 * garbage collection than the copying.
 */
async function* cutFrames(stream: Readable, frameBytes: number): AsyncGenerator<Buffer> {
  const frames = Array.from({ length: FRAMES_VALID }, () => Buffer.allocUnsafe(frameBytes));
  let count = 0;
  let filled = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; ) {
      const frame = frames[count % FRAMES_VALID] as Buffer;
      const copied = chunk.copy(frame, filled, at);
      at += copied;
      filled += copied;
      if (filled < frameBytes) continue;
      filled = 0;
      count++;
      yield frame;
    }
  }
}
