/**
 * Every frame of a clip as upright RGBA pictures with square pixels, decoded by the browser: for machines without
 * ffmpeg. Frames come one by one as they are asked for, so a long clip needs no more memory than a short one.
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

/** @throws Error when the file holds no video that this browser can decode */
export async function openClipDecoder(url: string): Promise<ClipDecoder> {
  const source = new UrlSource(new URL(url, location.href), { getRetryDelay: () => null });
  const input = new Input({ formats: ALL_FORMATS, source });
  const track = await input.getPrimaryVideoTrack();
  if (track === null) throw new Error('it holds no video.');
  if (!(await track.canDecode())) throw new Error('this Chromium cannot decode it; install ffmpeg.');
  const { packetCount } = await track.computePacketStats();
  const samples = new VideoSampleSink(track).samples();
  const canvas = new OffscreenCanvas(1, 1);
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new Error('this Chromium has no canvas to read frames from.');
  let startS: number | undefined;
  return {
    frames: packetCount,
    async next() {
      const { value: sample, done } = await samples.next();
      if (done) return null;
      const { displayWidth: widthPx, displayHeight: heightPx, timestamp } = sample;
      if (canvas.width !== widthPx || canvas.height !== heightPx) {
        Object.assign(canvas, { width: widthPx, height: heightPx });
      }
      sample.draw(context, 0, 0, widthPx, heightPx);
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
