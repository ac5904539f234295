/** What a painted clip becomes, frame by frame: an MP4, or a folder of pictures; and the folder of its masks. */
import type { Painted } from '../../../renderer/try/api.ts';
import type { ClipShape } from './clip-reader.ts';
import { createClip } from './clip-writer.ts';
import { discard, draftOf, openFrameFolder, place } from './disk.ts';
import type { ClipFacts } from './ffmpeg.ts';
import { spreadMask } from './painted-part.ts';
import { encodeMask, encodePicture } from './picture-file.ts';
import type { Size } from './report.ts';
import type { WithPixels } from './studio.ts';
import { framesFolder } from './tasks.ts';

export interface PaintedFrame {
  /** I420 of a frame that ffmpeg decoded, RGBA of one that the browser decoded; whole. */
  pixels: Buffer;
  timeMs: number;
  /** In the clip's time base; the browser gives none. */
  ticks: number;
  painted: WithPixels<Painted>;
}

/** Frames are added in order; nothing is to be seen of them before `place`, and nothing is left after `discard`. */
export interface ClipResult {
  add(frame: PaintedFrame): Promise<void>;
  place(): Promise<void>;
  /** May be called after `place`. */
  discard(): Promise<void>;
}

export async function clipResult(path: string, shape: ClipShape, facts: ClipFacts): Promise<ClipResult> {
  const draft = await draftOf(path);
  const writer = createClip(draft, shape, facts);
  let lastTicks = -1;
  return {
    add({ ticks, pixels: planes }) {
      // Broken files give two frames the same time, which MP4 cannot.
      lastTicks = Math.max(ticks, lastTicks + 1);
      return writer.write({ planes, ticks: lastTicks });
    },
    async place() {
      await writer.finish();
      await place(draft, path);
    },
    async discard() {
      writer.close();
      await discard(draft);
    },
  };
}

export async function frameResult(out: string, { widthPx, heightPx }: Size): Promise<ClipResult> {
  const folder = await openFrameFolder(framesFolder(out));
  const add = async ({ pixels }: PaintedFrame) =>
    folder.add(await encodePicture({ widthPx, heightPx, pixels, hasAlpha: false, profile: undefined }));
  return { ...folder, add };
}

export async function maskResult(path: string, size: Size): Promise<ClipResult> {
  const folder = await openFrameFolder(path);
  const add = async ({ painted: { coverage, part } }: PaintedFrame) =>
    folder.add(await encodeMask(spreadMask(coverage, part, size), size.widthPx, size.heightPx));
  return { ...folder, add };
}
