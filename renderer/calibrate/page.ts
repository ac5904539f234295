/**
 * The page behind `npm run calibrate`: opens the camera as the mirror does, waits until its exposure has settled, and
 * hands its frames to the server as they are. It does nothing by itself; the command calls it (see api.ts).
 */
import type { CameraSettings } from '../../main/contract/page-settings.ts';
import { openCamera, problemOf } from '../camera/open-camera.ts';
import { type CalibratePage, type Capture, type CapturedFrames, FRAMES_PATH } from './api.ts';

/** What automatic exposure and white balance of webcams take at most, by the frames' own clock. */
const SETTLE_MS = 2_500;
/** A camera that gives no frame for so long gives none. */
const PATIENCE_MS = 15_000;

type Described = Omit<CapturedFrames, 'label' | 'frames'>;

async function capture(camera: CameraSettings, frames: number): Promise<Capture> {
  let track: MediaStreamTrack | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new DOMException('The camera gives no frames.', 'AbortError')), PATIENCE_MS);
  });
  try {
    const opened = openCamera(navigator.mediaDevices, { settings: camera, lastId: undefined });
    track = await Promise.race([opened, late]);
    const { pieces, described } = await Promise.race([readFrames(track, frames), late]);
    const headers = { 'content-type': 'application/octet-stream' };
    const response = await fetch(FRAMES_PATH, { method: 'PUT', headers, body: new Blob(pieces) });
    if (!response.ok)
      throw new Error(`The frames could not be handed over (${response.status}): start again.`);
    return { ...described, label: track.label, frames };
  } catch (cause) {
    if (cause instanceof DOMException) return { problem: problemOf(cause) };
    throw cause;
  } finally {
    track?.stop();
  }
}

/** Every frame is closed; the reader ends with the track. */
async function readFrames(track: MediaStreamTrack, count: number) {
  const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let described: Described | undefined;
  let settledUs = Number.POSITIVE_INFINITY;
  while (described === undefined || pieces.length < count) {
    const { value: frame } = await reader.read();
    if (frame === undefined) throw new DOMException('The camera went away.', 'AbortError');
    try {
      settledUs = Math.min(settledUs, frame.timestamp + SETTLE_MS * 1000);
      if (frame.timestamp < settledUs) continue;
      described ??= describe(frame);
      pieces.push(await copyOf(frame, described));
    } finally {
      frame.close();
    }
  }
  void reader.cancel();
  return { pieces, described };
}

function describe({ format, visibleRect, colorSpace }: VideoFrame): Described {
  const { width: widthPx, height: heightPx } = visibleRect as DOMRectReadOnly;
  const { matrix, fullRange } = colorSpace;
  const kept = format === 'I420' || format === 'NV12' ? format : 'RGBA';
  return { format: kept, widthPx, heightPx, matrix: matrix ?? null, fullRange: fullRange ?? null };
}

async function copyOf(
  frame: VideoFrame,
  { format, widthPx, heightPx }: Described,
): Promise<Uint8Array<ArrayBuffer>> {
  const rect = frame.visibleRect as DOMRectReadOnly;
  if (rect.width !== widthPx || rect.height !== heightPx) {
    throw new DOMException('The camera changed its size.', 'AbortError');
  }
  const luma = widthPx * heightPx;
  const wide = (widthPx + 1) >> 1;
  const chroma = wide * ((heightPx + 1) >> 1);
  const bytes = new Uint8Array(format === 'RGBA' ? 4 * luma : luma + 2 * chroma);
  if (format === 'RGBA') {
    await frame.copyTo(bytes, { rect, format: 'RGBA' });
    return bytes;
  }
  const isPlanar = format === 'I420';
  const layout = [
    { offset: 0, stride: widthPx },
    { offset: luma, stride: isPlanar ? wide : 2 * wide },
    ...(isPlanar ? [{ offset: luma + chroma, stride: wide }] : []),
  ];
  await frame.copyTo(bytes, { rect, layout });
  return bytes;
}

const api: CalibratePage = { capture };
Object.assign(window, { vermilionCalibrate: api });
