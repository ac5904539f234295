import { beforeEach, describe, expect, it } from 'vitest';
import type { FakeCamera } from '../../../fakes/camera/fake-cameras.ts';
import { FakeCameras } from '../../../fakes/camera/fake-cameras.ts';
import { plain, type WatchedCamera, watchedCamera } from '../../../fakes/camera/watched-camera.ts';

const SMALL = { widthPx: 640, heightPx: 480 };

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
  await mirror.pass(1_000);
}

const states = (): string[] => mirror.readings.map(({ state }) => state);

describe('a black picture', () => {
  beforeEach(goLive);

  it('is told after two seconds and ends within one when the light is back; nothing is opened again', async () => {
    only.luma = 0.01;
    await mirror.pass(1_900);
    expect(mirror.state).toBe('live');
    await mirror.pass(1_000);
    expect(mirror.now).toMatchObject({ state: 'black', isDemo: false });
    await mirror.pass(60_000);
    expect(mirror.state).toBe('black');
    only.luma = 0.4;
    expect(await mirror.untilLive(1_000)).toBeLessThanOrEqual(1_000);
    expect(mirror.now.recoveries).toBe(1);
    expect(cameras.tracks).toHaveLength(1);
  });

  it('is not told of a dim shop, nor of a hand that wipes the lens', async () => {
    only.luma = 0.06;
    await mirror.pass(20_000);
    only.luma = 0;
    await mirror.pass(1_400);
    only.luma = 0.3;
    await mirror.pass(5_000);
    expect(states()).not.toContain('black');
  });

  it('does not flicker while the light is between dark and bright', async () => {
    only.luma = 0.01;
    await mirror.pass(3_000);
    for (let i = 0; i < 10; i++) {
      only.luma = i % 2 ? 0.035 : 0.06;
      await mirror.pass(500);
    }
    expect(states().filter((state) => state === 'black')).toHaveLength(1);
    expect(mirror.state).toBe('black');
  });
});

describe('a picture of another size', () => {
  it('is live when the camera never had the wished one', async () => {
    only.size = SMALL;
    await goLive();
    await mirror.pass(20_000);
    expect(new Set(states())).toEqual(new Set(['opening', 'live']));
    expect(cameras.tracks).toHaveLength(1);
  });

  it('comes back when the camera is asked for the wished one', async () => {
    await goLive();
    mirror.track.size = SMALL;
    await mirror.pass(600);
    expect(mirror.state).toBe('resized');
    expect(await mirror.untilLive(1_000)).toBeLessThanOrEqual(1_000);
    expect(cameras.tracks).toHaveLength(1);
    expect(mirror.now.recoveries).toBe(1);
  });

  it('comes back when the camera does not obey and is opened again', async () => {
    await goLive();
    mirror.track.isObedient = false;
    mirror.track.size = SMALL;
    await mirror.pass(600);
    expect(mirror.state).toBe('resized');
    expect(await mirror.untilLive(3_000)).toBeLessThanOrEqual(3_000);
    expect(cameras.tracks).toHaveLength(2);
    expect(cameras.live()).toEqual([mirror.track]);
  });

  it('is taken as it is when the camera insists, and the camera is opened again once only', async () => {
    await goLive();
    only.size = SMALL;
    mirror.track.isObedient = false;
    mirror.track.size = SMALL;
    await mirror.pass(4_000);
    expect(mirror.state).toBe('live');
    mirror.track.size = { widthPx: 800, heightPx: 600 };
    await mirror.pass(60_000);
    expect(mirror.state).toBe('live');
    expect(cameras.tracks).toHaveLength(2);
  });

  it('is mended again when it changes after ten seconds of peace', async () => {
    await goLive();
    for (const opened of [2, 3]) {
      mirror.track.isObedient = false;
      mirror.track.size = SMALL;
      await mirror.pass(4_000);
      expect(mirror.state).toBe('live');
      expect(cameras.tracks).toHaveLength(opened);
      await mirror.pass(11_000);
    }
  });

  it('is forgotten when the camera is lost meanwhile', async () => {
    await goLive();
    mirror.track.isObedient = false;
    mirror.track.size = SMALL;
    await mirror.pass(600);
    cameras.crash();
    await mirror.pass(20_000);
    expect(cameras.tracks).toHaveLength(2);
    expect(mirror.now).toMatchObject({ state: 'live', recoveries: 1 });
  });

  it('is welcome when it is the wished one at last', async () => {
    only.size = SMALL;
    await goLive();
    mirror.track.size = { widthPx: 1280, heightPx: 720 };
    await mirror.pass(5_000);
    expect(states()).not.toContain('resized');
  });
});
