/**
 * Every frame of a clip as an upright RGBA picture with the file's own pixels, decoded by the browser: for machines
 * without ffmpeg. Frames come one by one as they are asked for, so a long clip needs no more memory than a short one.
 */
import { ALL_FORMATS, Input, UrlSource, VideoSampleSink } from 'mediabunny';

export interface ClipPicture {
  rgba: ArrayBuffer;
  widthPx: number;
  heightPx: number;
  /** Since the clip's beginning. */
  timeMs: number;
}

export interface ClipDecoder {
  frames: number;
  /** @returns null after the last frame */
  next(): Promise<ClipPicture | null>;
  close(): Promise<void>;
}

/** A decoder that stops so long before the end has met damage. */
const MISSING_S = 0.2;

/** @throws Error when the file holds no video that this browser can decode */
export async function openClipDecoder(url: string): Promise<ClipDecoder> {
  const source = new UrlSource(new URL(url, location.href), { getRetryDelay: () => null });
  const input = new Input({ formats: ALL_FORMATS, source });
  const track = await input.getPrimaryVideoTrack().catch((cause: Error) => {
    throw new Error(`this Chromium cannot read it (${cause.message}) Install ffmpeg.`, { cause });
  });
  if (track === null) throw new Error('it holds no video.');
  if (!(await track.canDecode())) throw new Error('this Chromium cannot decode it. Install ffmpeg.');
  const { packetCount } = await track.computePacketStats();
  const samples = new VideoSampleSink(track).samples();
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error('this Chromium has no canvas to read frames from.');
  const endS = await track.computeDuration();
  let startS: number | undefined;
  let decodedS = 0;
  return {
    frames: packetCount,
    async next() {
      const { value: sample, done } = await samples.next();
      if (done) {
        if (endS - decodedS < MISSING_S) return null;
        throw new Error(`it is damaged: only ${decodedS.toFixed(1)} of ${endS.toFixed(1)} s can be decoded.`);
      }
      const { visibleRect, rotation, timestamp } = sample;
      const { width, height } = visibleRect;
      const [widthPx, heightPx] = rotation % 180 === 90 ? [height, width] : [width, height];
      if (canvas.width !== widthPx || canvas.height !== heightPx) {
        Object.assign(canvas, { width: widthPx, height: heightPx });
      }
      sample.draw(context, 0, 0, widthPx, heightPx);
      decodedS = timestamp + sample.duration;
      sample.close();
      startS ??= timestamp;
      const rgba = context.getImageData(0, 0, widthPx, heightPx).data.buffer;
      return { rgba, widthPx, heightPx, timeMs: (timestamp - startS) * 1000 };
    },
    async close() {
      await samples.return();
      input.dispose();
    },
  };
}
