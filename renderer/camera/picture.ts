/**
 * The open camera's picture while it is there: owns its track, judges it by the worker's pulses, and asks a camera that
 * changed its size for the wished one. Told `gone`, the track is stopped already.
 */
import type { Rotation } from '../../main/contract/camera.ts';
import type { CameraSettings } from '../../main/contract/page-settings.ts';
import type { Pulse } from '../tryon/messages.ts';
import { buildTimer, type Clock } from './clock.ts';
import { pictureWish } from './open-camera.ts';
import { buildWatch } from './watch.ts';

export interface PictureParts {
  clock: Clock;
  show(track: MediaStreamTrack, rotation: Rotation): number;
  /** How it is, at each pulse. */
  there(state: 'live' | 'black' | 'resized'): void;
  /** It has to be opened again: after a pause if it was lost or frozen. */
  gone(state: 'lost' | 'frozen' | 'resized', loss?: 'lost' | 'frozen'): void;
  /** It has stood for so long that the next trouble is a new one. */
  steady(): void;
}

export interface Picture {
  /** Null while there is none. */
  readonly track: MediaStreamTrack | null;
  take(track: MediaStreamTrack, settings: CameraSettings): void;
  turn(rotation: Rotation): void;
  pulse(pulse: Pulse): void;
  /** Stops the track, if there is one. */
  release(): void;
}

const STEADY_MS = 10_000;
/** For a camera to come back to its size when asked, before it is opened again. */
const RESIZE_MS = 2_000;

export function buildPicture({ clock, show, there, gone, steady }: PictureParts): Picture {
  const watch = buildWatch(clock);
  const steadying = buildTimer(clock);
  const resizing = buildTimer(clock);
  let track: MediaStreamTrack | null = null;
  let wish: MediaTrackConstraints;
  let source = 0;
  /** Once per trouble: a camera that insists on another size is taken as it is. */
  let mayReopen = true;

  function release(): void {
    track?.stop();
    track = null;
    steadying.clear();
    resizing.clear();
  }

  function giveUp(state: 'lost' | 'frozen' | 'resized', loss?: 'lost' | 'frozen'): void {
    release();
    gone(state, loss);
  }

  function resize(used: MediaStreamTrack): void {
    if (resizing.isRunning) return;
    if (!mayReopen) {
      watch.acceptSize();
      return;
    }
    there('resized');
    // Whether it obeys is seen in its frames.
    used.applyConstraints(wish).catch(() => {});
    resizing.start(RESIZE_MS, () => {
      mayReopen = false;
      giveUp('resized');
    });
  }

  return {
    get track() {
      return track;
    },
    take(taken, settings) {
      track = taken;
      wish = pictureWish(settings);
      taken.addEventListener('ended', () => track === taken && giveUp('lost', 'lost'));
      source = show(taken, settings.rotation);
      watch.begin(settings.resolution);
      steadying.start(STEADY_MS, () => {
        mayReopen = true;
        steady();
      });
    },
    turn(rotation) {
      if (track !== null) source = show(track, rotation);
    },
    pulse(pulse) {
      // An older source's pulse may still be on its way.
      if (track === null || pulse.source < source) return;
      const verdict = watch.judge(pulse);
      if (verdict === 'resized') return resize(track);
      // A muted track says itself that nothing comes.
      if (verdict === 'frozen') return giveUp(track.muted ? 'lost' : 'frozen', 'frozen');
      resizing.clear();
      there(verdict);
    },
    release,
  };
}
