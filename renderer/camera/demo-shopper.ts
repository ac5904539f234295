/**
 * The synthetic shopper as a camera: a worker renders her, a generated track carries her frames.
 */
import type { StartDemoShopper } from './demo-shopper.worker.ts';

/** @returns a live track; `stop` ends the track and the worker */
export function startDemoShopper(): { track: MediaStreamTrack; stop(): void } {
  const generator = new MediaStreamTrackGenerator({ kind: 'video' });
  const worker = new Worker(new URL('./demo-shopper.worker.ts', import.meta.url), { type: 'module' });
  const message: StartDemoShopper = { frames: generator.writable };
  worker.postMessage(message, [generator.writable]);
  return {
    track: generator,
    stop() {
      generator.stop();
      worker.terminate();
    },
  };
}
