/** What the camera's supervisor takes from the browser; tests put doubles in its place. */
import type { CameraEdges } from './camera.ts';
import type { Clock } from './clock.ts';
import { startDemoShopper } from './demo-shopper.ts';

const clock: Clock = {
  nowMs: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/**
 * Resolves when the track gave a frame, rejects when it ended without. The frame is closed; a track may have several
 * readers, so the worker's comes after this one. Never settles for a camera that says it is live and gives nothing,
 * until that track is stopped.
 */
async function firstFrame(track: MediaStreamTrack): Promise<void> {
  const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 1 }).readable.getReader();
  const { value } = await reader.read();
  value?.close();
  await reader.cancel();
  if (value === undefined) throw new DOMException('The camera ended before its first frame.', 'AbortError');
}

export function browserEdges(): CameraEdges {
  return {
    media: navigator.mediaDevices,
    permissions: navigator.permissions,
    clock,
    firstFrame,
    startDemo: startDemoShopper,
  };
}
