/**
 * The demo shopper in place of a camera that stays away: she comes after a while, not for a blink, and goes when the
 * camera is back. Owns her while she is there.
 */
import { buildTimer, type Clock } from './clock.ts';
import type { DemoShopper } from './demo-shopper.ts';

export interface StandIn {
  /** The camera is away from now on; she comes in three seconds, unless she is there or on her way. */
  announce(): void;
  /** She comes now. */
  appear(): void;
  leave(): void;
}

/** A camera that comes back from a short trouble takes 1 to 2 s: until then its last picture stands. */
const PATIENCE_MS = 3_000;

/** @param appeared called with her track each time she comes; it stays hers to stop */
export function buildStandIn(
  clock: Clock,
  startDemo: () => DemoShopper,
  appeared: (track: MediaStreamTrack) => void,
): StandIn {
  const patience = buildTimer(clock);
  let demo: DemoShopper | null = null;
  function appear(): void {
    patience.clear();
    if (demo !== null) return;
    demo = startDemo();
    appeared(demo.track);
  }
  return {
    announce() {
      if (demo === null && !patience.isRunning) patience.start(PATIENCE_MS, appear);
    },
    appear,
    leave() {
      patience.clear();
      demo?.stop();
      demo = null;
    },
  };
}
