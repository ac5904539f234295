/**
 * Where painted frames appear: a generated track in the video element, or a canvas where the browser makes no such tracks.
 * A worker takes its end of either for good, so every worker is given a fresh one in place of the one before.
 */
import type { FrameOutput } from '../tryon/messages.ts';

export interface TryonScreen {
  video: HTMLVideoElement;
  /** Copies of it are drawn on, in its place; it stays hidden itself. */
  canvas: HTMLCanvasElement;
}

export interface PaintedPicture {
  /** A fresh output. */
  renew(): { output: FrameOutput; transfer: Transferable[] };
  clear(): void;
}

/**
 * The tracks change within one stream: given another stream, a video element is blank until the next frame (40–320 ms
 * measured), while within a stream the last picture stands.
 */
function buildTrackPicture(video: HTMLVideoElement): PaintedPicture {
  const stream = new MediaStream();
  const drop = (track: MediaStreamTrack): void => {
    stream.removeTrack(track);
    track.stop();
  };
  return {
    renew() {
      const generator = new MediaStreamTrackGenerator({ kind: 'video' });
      const before = stream.getTracks();
      stream.addTrack(generator);
      before.forEach(drop);
      video.srcObject ??= stream;
      return { output: { track: generator.writable }, transfer: [generator.writable] };
    },
    clear() {
      stream.getTracks().forEach(drop);
      video.srcObject = null;
    },
  };
}

/**
 * A canvas goes to a worker once in its life. The page's own element stays where the page has it; the copies stand before
 * it and are unknown to the page, which therefore never moves or removes them one by one.
 */
function buildCanvasPicture({ video, canvas }: TryonScreen): PaintedPicture {
  let shown: HTMLCanvasElement | undefined;
  video.hidden = true;
  return {
    renew() {
      const fresh = canvas.cloneNode() as HTMLCanvasElement;
      fresh.hidden = false;
      const offscreen = fresh.transferControlToOffscreen();
      shown?.remove();
      canvas.before(fresh);
      shown = fresh;
      return { output: { canvas: offscreen }, transfer: [offscreen] };
    },
    clear() {
      shown?.remove();
    },
  };
}

export const buildPaintedPicture = (screen: TryonScreen): PaintedPicture =>
  'MediaStreamTrackGenerator' in globalThis ? buildTrackPicture(screen.video) : buildCanvasPicture(screen);
