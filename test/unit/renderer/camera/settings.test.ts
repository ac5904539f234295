import { beforeEach, describe, expect, it } from 'vitest';
import { FakeCameras } from '../../../fakes/camera/fake-cameras.ts';
import { plain, type WatchedCamera, watchedCamera } from '../../../fakes/camera/watched-camera.ts';

let cameras: FakeCameras;
let mirror: WatchedCamera;

beforeEach(() => {
  cameras = new FakeCameras();
  mirror = watchedCamera(cameras);
});

async function expectLive(label: string): Promise<void> {
  expect(await mirror.untilLive(2_000)).toBeLessThanOrEqual(2_000);
  expect(mirror.track.label).toBe(label);
  expect(cameras.live()).toEqual([mirror.track]);
}

describe('several cameras', () => {
  it('uses the one whose name contains the wished part, though names are unknown before the first is open', async () => {
    cameras.plug('Laptop Cam');
    cameras.plug('HD Pro Webcam C920 (046d:082d)');
    mirror.camera.start({ ...plain, name: 'c920' });
    await expectLive('HD Pro Webcam C920 (046d:082d)');
    expect(mirror.now.connected).toBe(2);
  });

  it('is missing while none bears the wished name, and uses it when it comes', async () => {
    const laptop = cameras.plug('Laptop Cam');
    mirror.camera.start({ ...plain, name: 'C920' });
    await mirror.pass(60_000);
    expect(mirror.now).toMatchObject({ state: 'missing', connected: 1 });
    expect(cameras.live()).toEqual([]);
    const wished = cameras.plug('C920');
    await expectLive('C920');
    cameras.unplug(wished);
    await mirror.pass(60_000);
    expect(mirror.state).toBe('missing');
    cameras.unplug(laptop);
    expect(cameras.live()).toEqual([]);
  });

  it('keeps the one in use when a second is plugged in, and counts both', async () => {
    cameras.plug('First');
    mirror.camera.start(plain);
    await expectLive('First');
    cameras.plug('Second');
    await mirror.pass(10_000);
    expect(mirror.track.label).toBe('First');
    expect(mirror.now.connected).toBe(2);
    expect(cameras.tracks).toHaveLength(1);
  });

  it('keeps the one in use over a crash, though another is the first of the list', async () => {
    const first = cameras.plug('First');
    cameras.plug('Second');
    cameras.unplug(first);
    mirror.camera.start(plain);
    await expectLive('Second');
    cameras.connected.unshift(first);
    cameras.crash();
    await mirror.pass(1_000);
    await expectLive('Second');
  });

  it('uses the other when the one in use is unplugged', async () => {
    const first = cameras.plug('First');
    cameras.plug('Second');
    mirror.camera.start(plain);
    await expectLive('First');
    cameras.unplug(first);
    await expectLive('Second');
    expect(mirror.now).toMatchObject({ connected: 1, recoveries: 1 });
    expect(cameras.demos).toEqual([]);
  });

  it('changes to the one that bears the whole name when it comes', async () => {
    cameras.plug('C920e');
    mirror.camera.start({ ...plain, name: 'C920' });
    await expectLive('C920e');
    cameras.plug('C920');
    await mirror.pass(50);
    await expectLive('C920');
    expect(mirror.now.recoveries).toBe(0);
  });
});

describe('settings that change', () => {
  beforeEach(async () => {
    cameras.plug('First');
    cameras.plug('Second');
    mirror.camera.start(plain);
    await expectLive('First');
  });

  it('turns the picture without opening the camera again', async () => {
    mirror.camera.change({ ...plain, rotation: 90 });
    await mirror.pass(5_000);
    expect(mirror.shown.map(({ rotation }) => rotation)).toEqual([0, 90]);
    expect(cameras.tracks).toHaveLength(1);
    expect(mirror.state).toBe('live');
  });

  it('opens the camera again for another resolution', async () => {
    mirror.camera.change({ ...plain, resolution: '1920x1080' });
    expect(mirror.state).toBe('opening');
    await expectLive('First');
    expect(mirror.track.size).toEqual({ widthPx: 1920, heightPx: 1080 });
    expect(mirror.now.recoveries).toBe(0);
  });

  it('changes the camera only when the name does not fit the one in use', async () => {
    mirror.camera.change({ ...plain, name: 'first' });
    await mirror.pass(2_000);
    expect(cameras.tracks).toHaveLength(1);
    mirror.camera.change({ ...plain, name: 'second' });
    await expectLive('Second');
    mirror.camera.change(plain);
    await mirror.pass(2_000);
    expect(mirror.track.label).toBe('Second');
    expect(cameras.tracks).toHaveLength(2);
  });

  it('drops what an ask with the old settings brings', async () => {
    mirror.camera.change({ ...plain, name: 'second' });
    await mirror.pass(30);
    mirror.camera.change({ ...plain, name: 'first', rotation: 180 });
    await expectLive('First');
    await mirror.pass(5_000);
    expect(cameras.live()).toEqual([mirror.track]);
    expect(mirror.shown.at(-1)?.rotation).toBe(180);
  });

  it('never turns the demo shopper', async () => {
    mirror.camera.change({ ...plain, rotation: 270 });
    for (const camera of [...cameras.connected]) cameras.unplug(camera);
    await mirror.pass(5_000);
    expect(mirror.now.isDemo).toBe(true);
    expect(mirror.shown.at(-1)?.rotation).toBe(0);
    cameras.plug('First');
    await expectLive('First');
    expect(mirror.shown.at(-1)?.rotation).toBe(270);
  });
});

describe('a stop', () => {
  beforeEach(() => {
    cameras.plug('First');
  });

  async function expectNothingOpen(): Promise<void> {
    const { length } = mirror.readings;
    cameras.plug('Late');
    cameras.permit('granted');
    cameras.resume();
    mirror.camera.change({ ...plain, resolution: '1920x1080' });
    await mirror.pass(60_000);
    expect([...cameras.live(), ...cameras.demos.filter(({ readyState }) => readyState === 'live')]).toEqual(
      [],
    );
    expect(mirror.readings).toHaveLength(length);
  }

  it('closes the camera in use', async () => {
    mirror.camera.start(plain);
    await expectLive('First');
    mirror.camera.stop();
    await expectNothingOpen();
  });

  it('closes what an ask on its way brings, whenever it comes in between', async () => {
    for (const afterMs of [0, 60, 119, 121, 200]) {
      mirror.camera.start(plain);
      await mirror.pass(afterMs);
      mirror.camera.stop();
      await mirror.pass(1_000);
      expect(cameras.live(), `${afterMs} ms`).toEqual([]);
    }
    await expectNothingOpen();
  });

  it('ends a hung ask, and the demo shopper too', async () => {
    cameras.hang();
    mirror.camera.start(plain);
    await mirror.pass(20_000);
    mirror.camera.stop();
    await expectNothingOpen();
  });

  it('may be followed by another start, and needs none before it', async () => {
    mirror.camera.stop();
    mirror.camera.start(plain);
    mirror.camera.stop();
    mirror.camera.stop();
    mirror.camera.start(plain);
    await expectLive('First');
  });
});
