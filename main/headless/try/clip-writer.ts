/**
 * Painted frames out as a clip through ffmpeg: H.264 in MP4 with the frames' own times, which begins to play before it is
 * whole. Whoever writes waits when ffmpeg falls behind.
 */
import type { Writable } from 'node:stream';
import type { ClipFrame, ClipShape } from './clip-reader.ts';
import { tryError } from './errors.ts';
import { type ClipFacts, startFfmpeg } from './ffmpeg.ts';
import { matroskaFrameHeader, matroskaHeader } from './raw-matroska.ts';

export interface ClipWriter {
  /** Resolves when ffmpeg has room for more. */
  write(frame: ClipFrame): Promise<void>;
  /** Resolves when the file is complete. */
  finish(): Promise<void>;
  close(): void;
}

const TAGS = {
  bt709: 'setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709',
  bt601: 'setparams=range=tv:colorspace=smpte170m:color_primaries=smpte170m:color_trc=smpte170m',
};

/** Writes an MP4 to `path`, whatever its ending. Throws `output-unwritable` or `encoder-failed`. */
export function createClip(path: string, shape: ClipShape, facts: ClipFacts): ClipWriter {
  const { num, den } = facts.timeBase;
  const ffmpeg = startFfmpeg(
    [
      ...['-y', '-f', 'matroska', '-i', 'pipe:0'],
      ...['-vf', `${TAGS[facts.matrix]},setsar=${shape.pixelAspect}`],
      // Nearly lossless, so that the shade survives; faster presets cost size, not colour.
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '16', '-pix_fmt', 'yuv420p'],
      ...['-fps_mode', 'passthrough', '-enc_time_base', `${num}:${den}`, '-video_track_timescale', `${den}`],
      ...['-movflags', '+faststart', '-f', 'mp4', path],
    ],
    ['pipe', 'ignore', 'pipe'],
  );
  const input = ffmpeg.child.stdin as Writable;
  // A broken pipe only says that ffmpeg has ended; why, it says itself.
  input.on('error', () => {});
  const failed = ffmpeg.ended.then(
    () => {},
    (cause: Error) => {
      if (/No space left/.test(cause.message)) {
        throw tryError(
          'output-unwritable',
          `The clip cannot be written: the disk is full: free some space, or write elsewhere.`,
          cause,
        );
      }
      throw tryError('encoder-failed', `ffmpeg could not write the clip: ${cause.message}`, cause);
    },
  );
  failed.catch(() => {});
  const send = async (bytes: Buffer) => {
    if (input.write(bytes)) return;
    // Without drain there is only the end; its reason is `failed`, not the broken pipe.
    const drained = new Promise<void>((resolve) => input.once('drain', resolve));
    await Promise.race([drained, failed]);
  };
  let isOpen = false;
  return {
    async write({ planes, ticks }) {
      if (!isOpen) await send(matroskaHeader(shape.widthPx, shape.heightPx));
      isOpen = true;
      const timeUs = Math.round((ticks * num * 1e6) / den);
      await send(matroskaFrameHeader(timeUs, planes.length));
      await send(planes);
    },
    async finish() {
      input.end();
      await failed;
    },
    close: ffmpeg.kill,
  };
}
