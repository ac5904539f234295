/**
 * One camera frame in, the same frame with painted lips written out, and what the page is told of it. Keeps what is learnt
 * of each of the two from frame to frame, and forgets it when another source begins.
 */
import type { Calibration } from '../../main/contract/calibration.ts';
import type { Rotation } from '../../main/contract/camera.ts';
import type { Wearer } from '../../main/contract/wearers.ts';
import { readDebug } from './debug-reading.ts';
import { buildFaceFollower } from './face-follower.ts';
import { FrameLog } from './frame-log.ts';
import { buildFrameReader } from './frames/reader.ts';
import type { FrameWriter } from './frames/writer.ts';
import type { Look } from './look.ts';
import { buildMessageTurn } from './message-turn.ts';
import type { FromTryon, Pulse, Stage } from './messages.ts';
import { PulseMeter } from './pulse.ts';
import { ShownMeter } from './shown-meter.ts';
import { buildWornPainting, type WornPainting } from './worn-painting.ts';

const DEBUG_EVERY_MS = 66;

export interface FramePainter {
  /** Loads the face models. */
  start(): void;
  /** The next frames are of this source. */
  begin(source: number, rotation: Rotation): void;
  /** Reads, paints and writes one frame, which stays the caller's to close. */
  run(frame: VideoFrame): Promise<void>;
  wear(look: Look | null, change: number, wearer: Wearer): void;
  /** Whether a second face is followed and painted. */
  accompany(enabled: boolean): void;
  /** What is known of this mirror's camera and light; null where it was never calibrated. */
  calibrate(calibration: Calibration | null): void;
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
  const worn: Record<Wearer, WornPainting> = {
    shopper: buildWornPainting(),
    companion: buildWornPainting(),
  };
  const shown: Record<Wearer, ShownMeter> = {
    shopper: new ShownMeter((tally) => post({ type: 'shown', wearer: 'shopper', tally })),
    companion: new ShownMeter((tally) => post({ type: 'shown', wearer: 'companion', tally })),
  };
  const follower = buildFaceFollower(post);
  const meter = new PulseMeter(planes);
  const log = new FrameLog();
  const takeMessages = buildMessageTurn();
  const stageMs: Record<Stage, number> = { copy: 0, landmarks: 0, lips: 0, light: 0, paint: 0, write: 0 };
  let debugging = false;
  let lastDebugMs = 0;
  let handOvers = 0;

  /** She who stays goes on in her own shade; the page is told, so that the next tap is hers. */
  function heedHandOver(): void {
    const now = follower.tracker?.handOvers ?? 0;
    if (now > handOvers) {
      [worn.shopper, worn.companion] = [worn.companion, worn.shopper];
      post({ type: 'handed-over' });
    }
    handOvers = now;
  }

  /** Runs the pure stages on the planes at hand. @returns how many pairs of lips were painted */
  function paintFaces(nowMs: number): number {
    stageMs.lips = stageMs.light = stageMs.paint = 0;
    const { tracker } = follower;
    const hers = worn.shopper.run(planes, tracker?.shopper, nowMs, stageMs);
    const others = worn.companion.run(planes, tracker?.companion, nowMs, stageMs);
    return (hers ? 1 : 0) + (others ? 1 : 0);
  }

  function countFaces(): number {
    const { tracker } = follower;
    return (tracker?.shopper.isSeen ? 1 : 0) + (tracker?.companion?.isSeen ? 1 : 0);
  }

  function announce(worn: WornPainting, timestampUs: number, writtenMs: number): void {
    if (!worn.takeNews()) return;
    post({ type: 'worn', change: worn.change, atMs: performance.timeOrigin + writtenMs, timestampUs });
  }

  function measureShown(wearer: Wearer, writtenMs: number): void {
    const { look, isShown, reading } = worn[wearer];
    shown[wearer].add(writtenMs, look, isShown, reading);
  }

  function record(
    timestampUs: number,
    arrivedMs: number,
    writtenMs: number,
    change: number,
    painted: number,
  ) {
    log.add(
      timestampUs / 1000,
      arrivedMs,
      writtenMs,
      writtenMs - arrivedMs,
      painted > 0 ? 1 : 0,
      change,
      worn.shopper.lipPixels + worn.companion.lipPixels,
      stageMs.lips + stageMs.light + stageMs.paint,
      painted,
    );
  }

  function tellDebug(nowMs: number): void {
    if (!debugging || nowMs - lastDebugMs <= DEBUG_EVERY_MS) return;
    lastDebugMs = nowMs;
    post({ type: 'debug', reading: readDebug(planes, follower.tracker, worn.shopper.painting, stageMs) });
  }

  return {
    start: follower.start,
    begin(source, rotation) {
      planes.rotation = rotation;
      meter.begin(source, performance.now());
      shown.shopper.cut();
      shown.companion.cut();
      follower.tracker?.startAnew();
    },
    async run(frame) {
      const arrivedMs = performance.now();
      meter.arrive(arrivedMs);
      await frameReader.read(frame);
      const copiedMs = performance.now();
      follower.run(planes, arrivedMs);
      stageMs.copy = copiedMs - arrivedMs;
      stageMs.landmarks = performance.now() - copiedMs;
      // A shade tapped while the landmarkers ran is still worn by this frame.
      await takeMessages();
      heedHandOver();
      const change = Math.max(worn.shopper.change, worn.companion.change);
      const painted = paintFaces(arrivedMs);
      const faces = countFaces();
      const paintedMs = performance.now();
      await writer.write(planes, frame);
      const writtenMs = performance.now();
      stageMs.write = writtenMs - paintedMs;
      announce(worn.shopper, frame.timestamp, writtenMs);
      announce(worn.companion, frame.timestamp, writtenMs);
      measureShown('shopper', writtenMs);
      measureShown('companion', writtenMs);
      meter.write(writtenMs, writtenMs - arrivedMs, faces);
      record(frame.timestamp, arrivedMs, writtenMs, change, painted);
      tellDebug(writtenMs);
    },
    wear: (look, change, wearer) => worn[wearer].wear(look, change),
    accompany: follower.accompany,
    calibrate(calibration) {
      worn.shopper.painting.calibrate(calibration);
      worn.companion.painting.calibrate(calibration);
    },
    debug(enabled) {
      debugging = enabled;
    },
    report: () => log.take(),
    pulse: () => meter.take(performance.now(), worn.shopper.reading),
    stop() {
      follower.stop();
      planes.data.fill(0);
    },
  };
}
