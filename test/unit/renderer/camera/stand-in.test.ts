/** The demo shopper is told of when she is seen, not when she is asked for; and she comes again when she could not come. */
import { beforeEach, expect, it } from 'vitest';
import { FakeCameras } from '../../../fakes/camera/fake-cameras.ts';
import { plain, type WatchedCamera, watchedCamera } from '../../../fakes/camera/watched-camera.ts';

let cameras: FakeCameras;
let mirror: WatchedCamera;

beforeEach(() => {
  cameras = new FakeCameras();
  mirror = watchedCamera(cameras);
});

it('is not said to be there before her first frame: until then the last picture may be of somebody else', async () => {
  const drawn = Promise.withResolvers<void>();
  cameras.drawDemo = () => drawn.promise;
  mirror.camera.start(plain);
  await mirror.pass(2_000);
  expect(cameras.demos).toHaveLength(1);
  expect(mirror.now.isDemo).toBe(false);
  drawn.resolve();
  await mirror.pass(10);
  expect(mirror.now.isDemo).toBe(true);
});

it('comes again three seconds after she could not go on', async () => {
  mirror.camera.start(plain);
  await mirror.pass(1_000);
  expect(mirror.now.isDemo).toBe(true);
  cameras.failDemo();
  await mirror.pass(10);
  expect(mirror.now.isDemo).toBe(false);
  expect(cameras.demos.map(({ readyState }) => readyState)).toEqual(['ended']);
  await mirror.pass(3_000);
  expect(mirror.now.isDemo).toBe(true);
  expect(cameras.demos.map(({ readyState }) => readyState)).toEqual(['ended', 'live']);
});

it('says nothing more once the camera has taken her place', async () => {
  mirror.camera.start(plain);
  await mirror.pass(1_000);
  const failLate = cameras.failDemo;
  cameras.plug('Counter Cam');
  expect(await mirror.untilLive(2_000)).toBeLessThan(2_000);
  failLate();
  await mirror.pass(5_000);
  expect(mirror.now).toMatchObject({ state: 'live', isDemo: false });
  expect(cameras.demos).toHaveLength(1);
});
