import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeCamera } from '../../../fakes/camera/fake-cameras.ts';
import { FakeCameras } from '../../../fakes/camera/fake-cameras.ts';
import { plain, type WatchedCamera, watchedCamera } from '../../../fakes/camera/watched-camera.ts';

/** The promise: the picture is back this long after the camera. */
const PROMISE_MS = 5_000;

let cameras: FakeCameras;
let only: FakeCamera;
let mirror: WatchedCamera;

beforeEach(() => {
  cameras = new FakeCameras();
  only = cameras.plug('Counter Cam');
  mirror = watchedCamera(cameras);
});

async function goLive(): Promise<void> {
  mirror.camera.start(plain);
  expect(await mirror.untilLive(1_000)).toBeLessThan(1_000);
}

/** The camera is well again from now on. */
async function expectBack(limitMs = PROMISE_MS): Promise<void> {
  expect(await mirror.untilLive(limitMs)).toBeLessThanOrEqual(limitMs);
  expect(cameras.live()).toEqual([mirror.track]);
  expect(cameras.demos.filter(({ readyState }) => readyState === 'live')).toEqual([]);
}

describe('a camera that is not to be had', () => {
  it('is missing, the demo shopper stands in at once, and its plug brings the picture', async () => {
    cameras.unplug(only);
    mirror.camera.start(plain);
    expect(mirror.state).toBe('opening');
    await mirror.pass(200);
    expect(mirror.now).toEqual({ state: 'missing', isDemo: true, connected: 0, recoveries: 0 });
    await mirror.pass(300_000);
    cameras.plug('Counter Cam');
    await expectBack(1_000);
    expect(mirror.now).toEqual({ state: 'live', isDemo: false, connected: 1, recoveries: 1 });
  });

  it('is denied until somebody allows it', async () => {
    cameras.permit('denied');
    mirror.camera.start(plain);
    await mirror.pass(300_000);
    expect(mirror.now).toMatchObject({ state: 'denied', isDemo: true });
    cameras.permit('granted');
    await expectBack(1_000);
  });

  it('is denied when the permission is taken back while it is in use', async () => {
    await goLive();
    cameras.permit('denied');
    await mirror.pass(1_500);
    expect(mirror.state).toBe('denied');
    cameras.permit('granted');
    await expectBack(1_000);
  });

  it('is asked for again every few seconds when the system refuses, for no event tells of the end', async () => {
    cameras.isRefused = true;
    mirror.camera.start(plain);
    await mirror.pass(70_000);
    expect(mirror.state).toBe('denied');
    cameras.isRefused = false;
    await expectBack();
  });

  it('puts one question at a time to whoever is asked, however long the answer takes', async () => {
    cameras.permission = 'prompt';
    mirror.camera.start(plain);
    await mirror.pass(600_000);
    expect(mirror.now).toMatchObject({ state: 'opening', isDemo: true });
    cameras.plug('Another');
    await mirror.pass(1_000);
    expect(cameras.asks).toBe(1);
    cameras.permit('granted');
    await expectBack(1_000);
  });

  it('does not repeat a question that was waved away but every half minute, nor for another camera', async () => {
    cameras.permission = 'prompt';
    cameras.isRefused = true;
    mirror.camera.start(plain);
    await mirror.pass(1_000);
    cameras.plug('Another');
    await mirror.pass(28_000);
    expect(mirror.state).toBe('denied');
    expect(cameras.asks).toBe(1);
    cameras.isRefused = false;
    cameras.permit('granted');
    await expectBack(1_000);
  });

  it('is busy until the other program lets it go', async () => {
    only.isBusy = true;
    mirror.camera.start(plain);
    await mirror.pass(120_000);
    expect(mirror.now).toMatchObject({ state: 'busy', isDemo: true });
    only.isBusy = false;
    await expectBack();
  });

  it('has failed when nobody answers, and is used when the answer comes at last', async () => {
    cameras.hang();
    mirror.camera.start(plain);
    await mirror.pass(3_500);
    expect(mirror.now).toMatchObject({ state: 'opening', isDemo: true });
    await mirror.pass(6_000);
    expect(mirror.state).toBe('failed');
    await mirror.pass(600_000);
    expect(cameras.asks).toBeLessThan(25);
    cameras.resume();
    await expectBack(1_000);
  });

  it('is asked for again when an ask got lost for ever', async () => {
    cameras.lostAsks = 2;
    mirror.camera.start(plain);
    expect(await mirror.untilLive(60_000)).toBeLessThan(20_000);
    expect(cameras.live()).toHaveLength(1);
  });

  it('is frozen when it opens and gives no frame, and the demo shopper stays meanwhile', async () => {
    only.isSilent = true;
    mirror.camera.start(plain);
    await mirror.pass(60_000);
    expect(mirror.now).toMatchObject({ state: 'frozen', isDemo: true });
    expect(mirror.shown.every(({ track }) => cameras.demos.includes(track))).toBe(true);
    only.isSilent = false;
    await expectBack();
  });
});

describe('a camera that goes wrong in use', () => {
  beforeEach(goLive);

  it('is lost when it ends, then missing, and back when it is plugged in', async () => {
    cameras.unplug(only);
    expect(mirror.now).toMatchObject({ state: 'lost', isDemo: false });
    await mirror.pass(1_500);
    expect(mirror.now).toMatchObject({ state: 'missing', isDemo: false, connected: 0 });
    await mirror.pass(2_000);
    expect(mirror.now.isDemo).toBe(true);
    await mirror.pass(120_000);
    cameras.plug('Counter Cam');
    await expectBack(1_000);
  });

  it('comes back from a crash of the capture process before the demo shopper would', async () => {
    cameras.crash();
    expect(mirror.state).toBe('lost');
    await expectBack();
    expect(cameras.demos).toEqual([]);
    expect(mirror.now.recoveries).toBe(1);
  });

  it('is asked for more slowly when it crashes again and again, until it has stood for ten seconds', async () => {
    const backMs: number[] = [];
    for (const livedMs of [9_000, 9_000, 9_000, 11_000]) {
      await mirror.pass(livedMs);
      cameras.crash();
      backMs.push(Math.floor((await mirror.untilLive(5_000)) / 1_000));
    }
    expect(backMs).toEqual([1, 2, 2, 1]);
  });

  it('is frozen after two seconds without a frame, though its track says it is live', async () => {
    cameras.hang();
    await mirror.pass(1_900);
    expect(mirror.state).toBe('live');
    await mirror.pass(1_300);
    expect(mirror.now).toMatchObject({ state: 'frozen', isDemo: false });
    expect(cameras.live()).toEqual([]);
    await mirror.pass(3_100);
    expect(mirror.now).toMatchObject({ state: 'frozen', isDemo: true });
    await mirror.pass(8_000);
    expect(mirror.state).toBe('failed');
    await mirror.pass(120_000);
    cameras.resume();
    await expectBack(1_000);
  });

  it('is lost when its track is muted and no frame comes', async () => {
    mirror.track.muted = true;
    cameras.hang();
    await mirror.pass(3_200);
    expect(mirror.state).toBe('lost');
  });

  it('is opened again when it got stuck, a second after it was let go', async () => {
    mirror.track.isStuck = true;
    await expectBackAfterTrouble('frozen');
    expect(mirror.shown).toHaveLength(2);
  });

  it('is not frozen when a busy worker tells of an old frame once', async () => {
    const pulse = {
      widthPx: 1280,
      heightPx: 720,
      luma: 0.4,
      fps: 10,
      workMs: 12,
      faceShare: 1,
      faces: 1,
      light: null,
    };
    mirror.camera.pulse({ ...pulse, source: 1, frameAgeMs: 3_000 });
    await mirror.pass(5_000);
    expect(mirror.readings.some(({ state }) => state === 'frozen')).toBe(false);
  });

  it('is not judged by pulses of the source before it', async () => {
    const pulse = {
      widthPx: 1280,
      heightPx: 720,
      luma: 0.4,
      fps: 0,
      workMs: 0,
      faceShare: 0,
      faces: 0,
      light: null,
    };
    for (let i = 0; i < 5; i++) mirror.camera.pulse({ ...pulse, source: 0, frameAgeMs: 60_000 });
    expect(mirror.state).toBe('live');
  });
});

async function expectBackAfterTrouble(state: string): Promise<void> {
  const before = mirror.readings.length;
  await mirror.pass(3_500);
  await expectBack(1_500);
  expect(mirror.readings.slice(before).map((reading) => reading.state)).toContain(state);
}
