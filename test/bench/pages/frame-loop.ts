/**
 * The loop that both pages share: the camera in a `<video>`, and once per new camera frame, in requestAnimationFrame, a
 * way of painting it. Keeps what each painted frame took for `take`.
 *
 * The official sample asks whether `video.currentTime` has changed. For a camera that is a running clock: it has changed in
 * every animation frame, so the sample detects each camera frame twice. The count of presented frames spares it that.
 */
import type { PageRow } from '../page-rows.ts';

const CAMERA = { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };

async function openVideo(): Promise<HTMLVideoElement> {
  const video = document.querySelector('video') as HTMLVideoElement;
  video.srcObject = await navigator.mediaDevices.getUserMedia({ video: CAMERA, audio: false });
  await video.play();
  return video;
}

/** The canvas that the page shows. */
export function canvasContext(): CanvasRenderingContext2D {
  const canvas = document.querySelector('canvas') as HTMLCanvasElement;
  return canvas.getContext('2d', { alpha: false }) as CanvasRenderingContext2D;
}

/** Runs until the page closes. @param paint draws the video's frame; true when there were lips on it */
export async function runFrameLoop(
  paint: (video: HTMLVideoElement) => boolean | Promise<boolean>,
): Promise<never> {
  const video = await openVideo();
  let rows: PageRow[] = [];
  let newest: VideoFrameCallbackMetadata | undefined;
  let drawn = 0;
  globalThis.bench = {
    painted: 0,
    take() {
      const taken = rows;
      rows = [];
      return { rows: taken, nowMs: performance.now() };
    },
  };
  const note = (_now: number, metadata: VideoFrameCallbackMetadata): void => {
    newest = metadata;
    video.requestVideoFrameCallback(note);
  };
  video.requestVideoFrameCallback(note);
  for (;;) {
    await new Promise(requestAnimationFrame);
    if (newest === undefined || newest.presentedFrames === drawn) continue;
    const { presentedFrames, captureTime = Number.NaN } = newest;
    drawn = presentedFrames;
    const startMs = performance.now();
    if (!(await paint(video))) continue;
    const writtenMs = performance.now();
    globalThis.bench.painted++;
    rows.push({ capturedMs: captureTime, writtenMs, workMs: writtenMs - startMs });
  }
}
