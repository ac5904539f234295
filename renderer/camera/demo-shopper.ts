/**
 * The synthetic shopper as a camera: a worker renders her, a generated track carries her frames.
 */
import type { StartDemoShopper } from './demo-shopper.worker.ts';

export interface DemoShopper {
  track: MediaStreamTrack;
  /** Ends the track and the worker. She is started anew by another call of `startDemoShopper`. */
  stop(): void;
}

/** @param failed called when she cannot be drawn, or not any more */
export function startDemoShopper(failed: () => void): DemoShopper {
  const generator = new MediaStreamTrackGenerator({ kind: 'video' });
  const worker = new Worker(new URL('./demo-shopper.worker.ts', import.meta.url), { type: 'module' });
  worker.onerror = ({ message }) => {
    console.warn(message);
    failed();
  };
  const message: StartDemoShopper = { frames: generator.writable };
  worker.postMessage(message, [generator.writable]);
  return {
    track: generator,
    stop() {
      worker.terminate();
      generator.stop();
    },
  };
}
