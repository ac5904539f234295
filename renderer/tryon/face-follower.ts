/**
 * Owns the face models and the tracker on them: loads them when the worker starts, and throws them away and loads them
 * anew when they fail. Until they are there no face is found, and frames pass unpainted: the mirror stays a mirror.
 */
import type { Planes } from './frames/planes.ts';
import { type FaceModels, loadFaceModels } from './landmarks/face-models.ts';
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
  /** @returns true when the face in the tracker's points may be painted */
  run(planes: Planes, nowMs: number): boolean;
  stop(): void;
}

export function buildFaceFollower(post: (message: FromTryon) => void): FaceFollower {
  let models: FaceModels | undefined;
  let tracker: Tracker | undefined;
  let isStopped = false;
  let failures = 0;
  let soundFrames = 0;

  async function load(): Promise<void> {
    const started = performance.now();
    try {
      models = await loadFaceModels('VIDEO');
      if (isStopped) return models.close();
      tracker = buildTracker(models);
      post({ type: 'ready', loadMs: performance.now() - started });
    } catch (cause) {
      fail(cause);
    }
  }

  /** The graph of a failed task may not recover: both are thrown away and loaded anew. */
  function fail(cause: unknown): void {
    tracker = undefined;
    try {
      models?.close();
    } catch {
      // A task that failed may refuse to close; it is unreachable either way.
    }
    models = undefined;
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
    run(planes, nowMs) {
      if (tracker === undefined) return false;
      try {
        const hasFace = tracker.run(planes, nowMs);
        soundFrames++;
        return hasFace;
      } catch (cause) {
        fail(cause);
        return false;
      }
    },
    stop() {
      isStopped = true;
      models?.close();
    },
  };
}
