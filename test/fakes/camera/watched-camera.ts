/** The real supervisor in front of fake cameras, with a stand-in for the worker that tells how the shown frames come. */
import { vi } from 'vitest';
import type { Rotation } from '../../../main/contract/camera.ts';
import type { CameraSettings } from '../../../main/contract/page-settings.ts';
import { buildCamera, type Camera } from '../../../renderer/camera/camera.ts';
import type { CameraReading } from '../../../renderer/camera/camera-reading.ts';
import type { Pulse } from '../../../renderer/tryon/messages.ts';
import { FakeCameras } from './fake-cameras.ts';
import type { FakeTrack } from './fake-track.ts';

export interface WatchedCamera {
  cameras: FakeCameras;
  camera: Camera;
  /** Every reading told, oldest first. */
  readings: CameraReading[];
  /** Every track shown, oldest first. */
  shown: { track: FakeTrack; rotation: Rotation; atMs: number }[];
  readonly now: CameraReading;
  readonly state: CameraReading['state'];
  /** The track on the glass. */
  readonly track: FakeTrack;
  pass(ms: number): Promise<void>;
  /** Lets time pass until it is live, at most `limitMs`. @returns how long it took, or Infinity */
  untilLive(limitMs: number): Promise<number>;
}

export const plain: CameraSettings = { resolution: '1280x720', rotation: 0 };

const PULSE_MS = 500;
const STEP_MS = 50;

/** Not started yet. */
export function watchedCamera(cameras = new FakeCameras()): WatchedCamera {
  // Each refusal is told to the console, and here they are what is wanted.
  vi.spyOn(console, 'warn').mockReturnValue();
  const { clock } = cameras;
  const readings: CameraReading[] = [];
  const shown: WatchedCamera['shown'] = [];
  const camera = buildCamera(cameras.edges, {
    show: (track, rotation) =>
      shown.push({ track: track as unknown as FakeTrack, rotation, atMs: clock.nowMs() }),
    tell: (reading) => readings.push(reading),
  });
  const beat = (): void => {
    const newest = shown.at(-1);
    if (newest !== undefined) camera.pulse(pulseOf(newest, shown.length, cameras));
    clock.after(PULSE_MS, beat);
  };
  beat();
  const now = (): CameraReading => readings.at(-1) as CameraReading;
  return {
    cameras,
    camera,
    readings,
    shown,
    get now() {
      return now();
    },
    get state() {
      return now().state;
    },
    get track() {
      return shown.at(-1)?.track as FakeTrack;
    },
    pass: (ms) => clock.pass(ms),
    async untilLive(limitMs) {
      for (let waitedMs = 0; waitedMs <= limitMs; waitedMs += STEP_MS) {
        await clock.pass(waitedMs === 0 ? 0 : STEP_MS);
        if (now().state === 'live' && !now().isDemo) return waitedMs;
      }
      return Number.POSITIVE_INFINITY;
    },
  };
}

function pulseOf(
  { track, atMs }: WatchedCamera['shown'][0],
  source: number,
  { clock, connected, demos }: FakeCameras,
): Pulse {
  const isDemo = demos.includes(track);
  const { lastFrameMs } = track;
  const hasFrame = isDemo || (lastFrameMs !== null && lastFrameMs >= atMs);
  return {
    source,
    frameAgeMs: isDemo ? 10 : hasFrame ? clock.nowMs() - (lastFrameMs ?? 0) : null,
    widthPx: hasFrame ? track.size.widthPx : 0,
    heightPx: hasFrame ? track.size.heightPx : 0,
    luma: connected.find(({ id }) => id === track.deviceId)?.luma ?? 0.4,
    fps: 10,
    workMs: 12,
    faceShare: 1,
    faces: 1,
    light: null,
  };
}
