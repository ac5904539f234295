/**
 * Owns the tracker on its face models: loads them when the worker starts and the companion's when there is to be one, and
 * throws them away and loads them anew when they fail. Until they are there no face is found, and frames pass unpainted:
 * the mirror stays a mirror.
 */
import type { Planes } from './frames/planes.ts';
import { loadFaceModels, loadLandmarker } from './landmarks/face-models.ts';
import { buildTracker, type Tracker } from './landmarks/tracker.ts';
import type { FromTryon } from './messages.ts';
import { sentenceOf } from './sentence.ts';

/** Pause before failed face models are loaded again. */
const RELOAD_AFTER_MS = 1000;
/** Models that failed so often, and never ran for long between, may be helped by another worker. */
const MAX_FAILURES = 3;
/** Ten seconds of frames: the next failure is a new trouble. */
const SOUND_FRAMES = 300;

export interface FaceFollower {
  /** Undefined while no models are there. */
  readonly tracker: Tracker | undefined;
  start(): void;
  /** Whether a second face is to be followed; its model is loaded when it is first wanted and freed when it no longer is. */
  accompany(enabled: boolean): void;
  /** Finds the faces of this frame, for the tracker to show. */
  run(planes: Planes, nowMs: number): void;
  stop(): void;
}

export function buildFaceFollower(post: (message: FromTryon) => void): FaceFollower {
  let tracker: Tracker | undefined;
  let isStopped = false;
  let isAccompanied = false;
  let isLoadingCompanion = false;
  let failures = 0;
  let soundFrames = 0;

  async function load(): Promise<void> {
    const started = performance.now();
    try {
      const loaded = buildTracker(await loadFaceModels('VIDEO'));
      if (isStopped) return loaded.close();
      tracker = loaded;
      post({ type: 'ready', loadMs: performance.now() - started });
      heedCompany();
    } catch (cause) {
      fail(cause);
    }
  }

  /** Loads or frees the companion's model, as is now wanted. */
  function heedCompany(): void {
    if (!isAccompanied) tracker?.dismiss();
    else if (tracker && !tracker.companion && !isLoadingCompanion) void loadCompanion();
  }

  /** A companion's model that cannot be loaded costs her shade, not the shopper's. It is tried again when next wanted. */
  async function loadCompanion(): Promise<void> {
    isLoadingCompanion = true;
    try {
      const landmarker = await loadLandmarker('VIDEO');
      if (tracker && isAccompanied && !isStopped) tracker.accompany(landmarker);
      else landmarker.close();
    } catch (cause) {
      post({ type: 'skipped', message: `The companion's face model is not there. ${sentenceOf(cause)}` });
    } finally {
      isLoadingCompanion = false;
    }
  }

  /** The graph of a failed task may not recover: all are thrown away and loaded anew. */
  function fail(cause: unknown): void {
    tracker?.close();
    tracker = undefined;
    post({ type: 'failed', message: sentenceOf(cause) });
    failures = soundFrames < SOUND_FRAMES ? failures + 1 : 1;
    soundFrames = 0;
    if (!isStopped) setTimeout(failures < MAX_FAILURES ? load : giveUp, RELOAD_AFTER_MS);
  }

  /** Outside of the frame loop, which would take it for one bad frame: the page hears it and starts another worker. */
  function giveUp(): never {
    throw new Error(`The face models failed ${failures} times in a row.`);
  }

  return {
    get tracker() {
      return tracker;
    },
    start: () => void load(),
    accompany(enabled) {
      isAccompanied = enabled;
      heedCompany();
    },
    run(planes, nowMs) {
      if (tracker === undefined) return;
      try {
        tracker.run(planes, nowMs);
        soundFrames++;
      } catch (cause) {
        fail(cause);
      }
    },
    stop() {
      isStopped = true;
      tracker?.close();
    },
  };
}
