/**
 * The demo shopper in place of a camera that stays away: she comes after a while, not for a blink, and goes when the
 * camera is back. Owns her while she is there.
 */
import { buildTimer, type Clock } from './clock.ts';
import type { DemoShopper } from './demo-shopper.ts';

export interface StandInParts {
  clock: Clock;
  /** @param failed called when she cannot go on */
  startDemo(failed: () => void): DemoShopper;
  /** Resolves when a frame of the track came. */
  firstFrame(track: MediaStreamTrack): Promise<void>;
  /** Her track, before its first frame; it stays hers to stop. */
  shown(track: MediaStreamTrack): void;
  /** Whether it is she who is seen. */
  seen(isSeen: boolean): void;
}

export interface StandIn {
  /** The camera is away from now on; she comes in three seconds, unless she is there or on her way. */
  announce(): void;
  /** She comes now. */
  appear(): void;
  leave(): void;
}

/** A camera that comes back from a short trouble takes 1 to 2 s: until then its last picture stands. */
const PATIENCE_MS = 3_000;

export function buildStandIn({ clock, startDemo, firstFrame, shown, seen }: StandInParts): StandIn {
  const patience = buildTimer(clock);
  let demo: DemoShopper | null = null;

  function leave(): void {
    patience.clear();
    demo?.stop();
    demo = null;
  }

  function appear(): void {
    patience.clear();
    if (demo !== null) return;
    const coming = startDemo(() => demo === coming && retry());
    demo = coming;
    shown(coming.track);
    // Until she is drawn the glass holds the last picture, which may be of somebody who has left: it is not hers.
    firstFrame(coming.track).then(
      () => demo === coming && seen(true),
      () => demo === coming && retry(),
    );
  }

  /** What she is drawn from could not be had: the service may be away for a moment. */
  function retry(): void {
    leave();
    seen(false);
    patience.start(PATIENCE_MS, appear);
  }

  return {
    announce() {
      if (demo === null && !patience.isRunning) patience.start(PATIENCE_MS, appear);
    },
    appear,
    leave,
  };
}
