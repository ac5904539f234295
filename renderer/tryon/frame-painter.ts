/**
 * One camera frame in, the same frame with painted lips written out, and what the page is told of it. Keeps what is learnt
 * of the visitor from frame to frame, and forgets it when another source begins.
 */
import type { Rotation } from '../../main/contract/camera.ts';
import { readDebug } from './debug-reading.ts';
import { buildFaceFollower } from './face-follower.ts';
import { FrameLog } from './frame-log.ts';
import { buildFrameReader } from './frames/reader.ts';
import type { FrameWriter } from './frames/writer.ts';
import { buildLipPainting } from './lip-painting.ts';
import type { Look } from './look.ts';
import { buildMessageTurn } from './message-turn.ts';
import type { FromTryon, Pulse, Stage } from './messages.ts';
import { PulseMeter } from './pulse.ts';

const DEBUG_EVERY_MS = 66;

export interface FramePainter {
  /** Loads the face models. */
  start(): void;
  /** The next frames are of this source. */
  begin(source: number, rotation: Rotation): void;
  /** Reads, paints and writes one frame, which stays the caller's to close. */
  run(frame: VideoFrame): Promise<void>;
  wear(look: Look | null, change: number): void;
  debug(enabled: boolean): void;
  /** Rows of the frame log since the last call. */
  report(): Float64Array<ArrayBuffer>;
  pulse(): Pulse;
  /** Frees the models and blanks the last picture. */
  stop(): void;
}

export function buildFramePainter(writer: FrameWriter, post: (message: FromTryon) => void): FramePainter {
  const frameReader = buildFrameReader();
  const { planes } = frameReader;
  const painting = buildLipPainting();
  const follower = buildFaceFollower(post);
  const meter = new PulseMeter(planes);
  const log = new FrameLog();
  const takeMessages = buildMessageTurn();
  const stageMs: Record<Stage, number> = { copy: 0, landmarks: 0, lips: 0, light: 0, paint: 0, write: 0 };
  let wearing: Look | null = null;
  let change = 0;
  let announcedChange = 0;
  let debugging = false;
  let lastDebugMs = 0;

  /** Runs the pure stages on the planes at hand. @returns true when lips were painted */
  function paintFace(hasFace: boolean, nowMs: number): boolean {
    const { tracker } = follower;
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

  function record(timestampUs: number, arrivedMs: number, writtenMs: number, worn: number, painted: boolean) {
    const { widthPx, heightPx } = painting.mask;
    log.add(
      timestampUs / 1000,
      arrivedMs,
      writtenMs,
      writtenMs - arrivedMs,
      painted ? 1 : 0,
      worn,
      painted ? widthPx * heightPx : 0,
      stageMs.lips + stageMs.light + stageMs.paint,
    );
  }

  function tellDebug(hasFace: boolean, nowMs: number): void {
    if (!debugging || nowMs - lastDebugMs <= DEBUG_EVERY_MS) return;
    lastDebugMs = nowMs;
    post({ type: 'debug', reading: readDebug(planes, follower.tracker, hasFace, painting, stageMs) });
  }

  return {
    start: follower.start,
    begin(source, rotation) {
      planes.rotation = rotation;
      meter.begin(source, performance.now());
      follower.tracker?.startAnew();
    },
    async run(frame) {
      const arrivedMs = performance.now();
      meter.arrive(arrivedMs);
      await frameReader.read(frame);
      const copiedMs = performance.now();
      const hasFace = follower.run(planes, arrivedMs);
      stageMs.copy = copiedMs - arrivedMs;
      stageMs.landmarks = performance.now() - copiedMs;
      // A shade tapped while the landmarker ran is still worn by this frame.
      await takeMessages();
      const wornChange = change;
      const painted = paintFace(hasFace, arrivedMs);
      const paintedMs = performance.now();
      await writer.write(planes, frame);
      const writtenMs = performance.now();
      stageMs.write = writtenMs - paintedMs;
      if ((painted || wearing === null) && wornChange === change) announce(frame.timestamp, writtenMs);
      meter.write(writtenMs, writtenMs - arrivedMs, hasFace);
      record(frame.timestamp, arrivedMs, writtenMs, wornChange, painted);
      tellDebug(hasFace, writtenMs);
    },
    wear(look, number) {
      wearing = look;
      change = number;
      painting.wear(look);
    },
    debug(enabled) {
      debugging = enabled;
    },
    report: () => log.take(),
    pulse: () => meter.take(performance.now()),
    stop() {
      follower.stop();
      planes.data.fill(0);
    },
  };
}
