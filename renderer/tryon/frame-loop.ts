/**
 * The loop of the try-on worker: one camera frame in flight, the newest wins, every frame closed on every path.
 * Until the face models are loaded, and whenever they fail, frames pass unpainted: the mirror stays a mirror.
 */
import { FrameLog } from './frame-log.ts';
import { buildFrameReader } from './frames/reader.ts';
import type { FrameWriter } from './frames/writer.ts';
import { type FaceModels, loadFaceModels } from './landmarks/face-models.ts';
import { buildTracker, type Tracker } from './landmarks/tracker.ts';
import { buildLipPainting } from './lip-painting.ts';
import type { Look } from './look.ts';
import { buildMessageTurn } from './message-turn.ts';
import type { FromTryon, Stage } from './messages.ts';

/** Pause before failed face models are loaded again. */
const RELOAD_AFTER_MS = 1000;
const DEBUG_EVERY_MS = 66;
const TELL_SKIPS_EVERY_MS = 1000;

const sentenceOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

export interface FrameLoop {
  wear(look: Look | null, change: number): void;
  debug(enabled: boolean): void;
  report(): void;
  stop(): Promise<void>;
}

export function buildFrameLoop(
  frames: ReadableStream<VideoFrame>,
  writer: FrameWriter,
  post: (message: FromTryon, transfer?: Transferable[]) => void,
): FrameLoop {
  const reader = frames.getReader();
  const frameReader = buildFrameReader();
  const { planes } = frameReader;
  const painting = buildLipPainting();
  const log = new FrameLog();
  const takeMessages = buildMessageTurn();
  const stageMs: Record<Stage, number> = { copy: 0, landmarks: 0, lips: 0, light: 0, paint: 0, write: 0 };
  let models: FaceModels | undefined;
  let tracker: Tracker | undefined;
  let isStopped = false;
  let wearing: Look | null = null;
  let change = 0;
  let announcedChange = 0;
  let facePresent = false;
  let debugging = false;
  let lastDebugMs = 0;
  let lastSkipMs = Number.NEGATIVE_INFINITY;

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

  /** A frame was left out. Told at most once a second: a camera that breaks every frame must not flood the page. */
  function skip(cause: unknown): void {
    const now = performance.now();
    if (isStopped || now - lastSkipMs < TELL_SKIPS_EVERY_MS) return;
    lastSkipMs = now;
    post({ type: 'skipped', message: sentenceOf(cause) });
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
    if (!isStopped) setTimeout(load, RELOAD_AFTER_MS);
  }

  function locate(nowMs: number): boolean {
    if (tracker === undefined) return false;
    try {
      return tracker.run(planes, nowMs);
    } catch (cause) {
      fail(cause);
      return false;
    }
  }

  /** Finds her in the planes at hand. @returns true when her lips may be painted */
  function findFace(nowMs: number): boolean {
    const start = performance.now();
    const hasFace = locate(nowMs);
    stageMs.landmarks = performance.now() - start;
    facePresent = hasFace;
    return hasFace;
  }

  /** Runs the pure stages on the planes at hand. @returns true when lips were painted */
  function paintFrame(hasFace: boolean, nowMs: number): boolean {
    if (!hasFace || tracker === undefined) {
      stageMs.lips = stageMs.light = stageMs.paint = 0;
      return false;
    }
    const located = performance.now();
    painting.cover(planes, tracker.points);
    const covered = performance.now();
    painting.measure(planes, tracker.points, tracker.visitor, nowMs);
    const measured = performance.now();
    const painted = painting.paint(planes);
    stageMs.lips = covered - located;
    stageMs.light = measured - covered;
    stageMs.paint = performance.now() - measured;
    return painted;
  }

  function announce(timestampUs: number, writtenMs: number): void {
    if (announcedChange === change) return;
    announcedChange = change;
    post({ type: 'worn', change, atMs: performance.timeOrigin + writtenMs, timestampUs });
  }

  async function handle(frame: VideoFrame): Promise<void> {
    const arrivedMs = performance.now();
    await frameReader.read(frame);
    const copiedMs = performance.now();
    stageMs.copy = copiedMs - arrivedMs;
    const hasFace = findFace(arrivedMs);
    // A shade tapped while the landmarker ran is still worn by this frame.
    await takeMessages();
    const wornChange = change;
    const painted = paintFrame(hasFace, arrivedMs);
    const paintedMs = performance.now();
    await writer.write(planes, frame);
    const writtenMs = performance.now();
    stageMs.write = writtenMs - paintedMs;
    if ((painted || wearing === null) && wornChange === change) announce(frame.timestamp, writtenMs);
    const { widthPx, heightPx } = painting.mask;
    log.add(
      frame.timestamp / 1000,
      arrivedMs,
      writtenMs,
      writtenMs - arrivedMs,
      painted ? 1 : 0,
      wornChange,
      painted ? widthPx * heightPx : 0,
      stageMs.lips + stageMs.light + stageMs.paint,
    );
    if (debugging && writtenMs - lastDebugMs > DEBUG_EVERY_MS) {
      lastDebugMs = writtenMs;
      postDebug();
    }
  }

  function postDebug(): void {
    const { mask } = painting;
    const hasFace = facePresent && tracker !== undefined;
    const crop = tracker?.crop;
    post({
      type: 'debug',
      reading: {
        points: hasFace && tracker ? tracker.points.slice() : null,
        coverage: hasFace ? { ...mask, alpha: mask.alpha.slice(0, mask.widthPx * mask.heightPx) } : null,
        crop: { xPx: crop?.xPx ?? 0, yPx: crop?.yPx ?? 0, sidePx: crop?.widthPx ?? 0 },
        frame: { widthPx: planes.widthPx, heightPx: planes.heightPx },
        stageMs: { ...stageMs },
        level: painting.level,
      },
    });
  }

  async function loop(): Promise<void> {
    for (;;) {
      const { value: frame, done } = await reader.read();
      if (done) return;
      try {
        await handle(frame);
      } catch (cause) {
        // One broken frame is left out; the next may be sound.
        skip(cause);
      } finally {
        frame.close();
      }
    }
  }

  void load();
  const running = loop().catch((cause: unknown) => {
    if (!isStopped) post({ type: 'failed', message: sentenceOf(cause) });
  });

  return {
    wear(look, number) {
      wearing = look;
      change = number;
      painting.wear(look);
    },
    debug(enabled) {
      debugging = enabled;
    },
    report() {
      const rows = log.take();
      post({ type: 'report', rows }, [rows.buffer]);
    },
    async stop() {
      isStopped = true;
      await reader.cancel();
      await running;
      models?.close();
      planes.data.fill(0);
    },
  };
}
