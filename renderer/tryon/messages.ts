/**
 * Everything that passes between the page and the try-on worker. Plain data only; streams and canvases are transferred.
 */
import type { Calibration } from '../../main/contract/calibration.ts';
import type { Rotation } from '../../main/contract/camera.ts';
import type { LightReading } from '../../main/contract/light.ts';
import type { Wearer } from '../../main/contract/wearers.ts';
import type { Look } from './look.ts';
import type { ShownTally } from './shown-meter.ts';

export type { ShownTally } from './shown-meter.ts';

/** Where painted frames go: into a generated track, or onto a canvas where the browser makes none. */
export type FrameOutput = { track: WritableStream<VideoFrame> } | { canvas: OffscreenCanvas };

export type ToTryon =
  /** Loads the face models; once in a worker's life. */
  | { type: 'start'; output: FrameOutput }
  /** Frames of another camera, in place of those before, whose stream is cancelled. `source` comes back in `pulse`. */
  | { type: 'source'; frames: ReadableStream<VideoFrame>; rotation: Rotation; source: number }
  | { type: 'wear'; look: Look | null; change: number; wearer: Wearer }
  /** Whether the person beside the shopper wears a shade of her own. */
  | { type: 'companion'; enabled: boolean }
  /** What is known of this mirror's camera and light; null where it was never calibrated. */
  | { type: 'calibrate'; calibration: Calibration | null }
  | { type: 'debug'; enabled: boolean }
  | { type: 'report' }
  | { type: 'stop' };

/** Stages timed in every frame, in order. `copy` … `write` is the work of a frame. */
export const STAGES = ['copy', 'landmarks', 'lips', 'light', 'paint', 'write'] as const;
export type Stage = (typeof STAGES)[number];

/** One row of the frame log. Times in ms on the worker's own clock; `faces` are those that were painted. */
export const LOG_FIELDS = [
  'timestampMs',
  'arrivedMs',
  'writtenMs',
  'workMs',
  'painted',
  'change',
  'lipPixels',
  'paintMs',
  'faces',
] as const;

export interface DebugReading {
  /** 478 × (x, y, z) in frame pixels, or null without a face. */
  points: Float32Array | null;
  coverage: { alpha: Uint8Array; xPx: number; yPx: number; widthPx: number; heightPx: number } | null;
  crop: { xPx: number; yPx: number; sidePx: number };
  frame: { widthPx: number; heightPx: number };
  stageMs: Record<Stage, number>;
  level: number;
}

/** How the frames of a source come, told twice a second whether they come or not. */
export interface Pulse {
  source: number;
  /** Since the newest frame arrived; null before the source's first. */
  frameAgeMs: number | null;
  /** Size of the newest frame as the camera delivers it; 0 × 0 before the first. */
  widthPx: number;
  heightPx: number;
  /** Mean luma of the newest frame, 0 (black) .. 1 (white), from a few hundred samples. */
  luma: number;
  /** Over the last two seconds: frames a second, median work of one, share with a face (0..1). */
  fps: number;
  workMs: number;
  faceShare: number;
  /** Faces in the newest frame whose lips may be painted, 0..2, whether they wear a shade or none. */
  faces: number;
  /** The light on the shopper's face, settled; null while there is none. */
  light: LightReading | null;
}

export type FromTryon =
  /** The models are loaded; until now frames passed through unpainted. */
  | { type: 'ready'; loadMs: number }
  /** A frame with lips painted was written, the first after `wear` number `change`; `atMs` since the Unix epoch. */
  | { type: 'worn'; change: number; atMs: number; timestampUs: number }
  | { type: 'pulse'; pulse: Pulse }
  /** Ten times a second while her lips are painted, and when the shade changes. */
  | { type: 'shown'; wearer: Wearer; tally: ShownTally }
  /** The shopper left and her companion stays: what each of them wore is now the other's. */
  | { type: 'handed-over' }
  | { type: 'debug'; reading: DebugReading }
  /** Rows of LOG_FIELDS, oldest first, since the last report. */
  | { type: 'report'; rows: Float64Array }
  /** A frame could not be read or written and was left out, at most once a second; or the companion cannot be followed. */
  | { type: 'skipped'; message: string }
  /** The face models failed; they are loaded anew, and `ready` follows. */
  | { type: 'failed'; message: string };
