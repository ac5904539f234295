/** Whatever befalls the cameras, in whatever order: the picture comes back, and no camera is ever open twice or for nothing. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { CameraSettings } from '../../../../main/contract/page-settings.ts';
import { type FakeCamera, FakeCameras } from '../../../fakes/camera/fake-cameras.ts';
import { plain, type WatchedCamera, watchedCamera } from '../../../fakes/camera/watched-camera.ts';

const PROMISE_MS = 5_000;

interface World {
  cameras: FakeCameras;
  mirror: WatchedCamera;
  first: FakeCamera;
  second: FakeCamera;
}

/** Each may come at any time and any number of times. */
const faults = {
  unplug: ({ cameras, first }) => cameras.connected.includes(first) && cameras.unplug(first),
  plug: ({ cameras, first }) => plugAgain(cameras, first),
  unplugSecond: ({ cameras, second }) => cameras.connected.includes(second) && cameras.unplug(second),
  plugSecond: ({ cameras, second }) => plugAgain(cameras, second),
  hang: ({ cameras }) => cameras.hang(),
  resume: ({ cameras }) => cameras.resume(),
  crash: ({ cameras }) => cameras.crash(),
  silence: ({ first }) => set(first, { isSilent: true }),
  occupy: ({ first }) => set(first, { isBusy: true }),
  vacate: ({ first }) => set(first, { isBusy: false }),
  deny: ({ cameras }) => cameras.permit('denied'),
  ask: ({ cameras }) => cameras.permit('prompt'),
  allow: ({ cameras }) => cameras.permit('granted'),
  refuse: ({ cameras }) => set(cameras, { isRefused: true }),
  cover: ({ first }) => set(first, { luma: 0 }),
  uncover: ({ first }) => set(first, { luma: 0.4 }),
  shrink: ({ cameras }) => cameras.live().forEach(shrink),
  turn: ({ mirror }) => mirror.camera.change({ ...plain, rotation: 90 }),
  sharpen: ({ mirror }) => mirror.camera.change({ ...plain, resolution: '1920x1080' }),
  nameFirst: ({ mirror }) => mirror.camera.change({ ...plain, name: 'first' }),
  nameSecond: ({ mirror }) => mirror.camera.change({ ...plain, name: 'second' }),
  restart: ({ mirror }) => mirror.camera.start(plain),
} satisfies Record<string, (world: World) => unknown>;

const set = <T extends object>(target: T, changes: Partial<T>): T => Object.assign(target, changes);

function plugAgain(cameras: FakeCameras, camera: FakeCamera): void {
  if (cameras.connected.includes(camera)) return;
  cameras.plug(camera.label);
  // The same camera, with what the test knows of it.
  cameras.connected[cameras.connected.length - 1] = camera;
}

function shrink(track: { isObedient: boolean; size: object }, i: number): void {
  set(track, { isObedient: i % 2 === 0, size: { widthPx: 640, heightPx: 480 } });
}

/** Both cameras are there and well, and the browser has said so. */
function mend(world: World): void {
  const { cameras, first, second } = world;
  set(cameras, { isRefused: false });
  for (const camera of [first, second]) {
    set(camera, { isBusy: false, isSilent: false, luma: 0.4 });
    plugAgain(cameras, camera);
  }
  cameras.resume();
  cameras.permit('granted');
}

const step = fc.record({
  fault: fc.constantFrom(...(Object.keys(faults) as (keyof typeof faults)[])),
  thenMs: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 12_000 })),
});

function buildWorld(): World {
  const cameras = new FakeCameras();
  const first = cameras.plug('First');
  const second = cameras.plug('Second');
  const mirror = watchedCamera(cameras);
  const settings: CameraSettings = plain;
  mirror.camera.start(settings);
  cameras.clock.atRest = () => expect(cameras.live().length).toBeLessThanOrEqual(1);
  return { cameras, mirror, first, second };
}

it('is live five seconds after all is well and stays so, holds one camera at most, and none after the stop', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const world = buildWorld();
      const { cameras, mirror } = world;
      for (const { fault, thenMs } of steps) {
        faults[fault](world);
        await mirror.pass(thenMs);
      }
      mend(world);
      await mirror.pass(PROMISE_MS);
      const { length } = mirror.readings;
      expect(mirror.now).toMatchObject({ state: 'live', isDemo: false, connected: 2 });
      await mirror.pass(20_000);
      expect(mirror.readings).toHaveLength(length);
      expect(cameras.live()).toEqual([mirror.track]);
      mirror.camera.stop();
      await mirror.pass(20_000);
      const open = [...cameras.live(), ...cameras.demos.filter(({ readyState }) => readyState === 'live')];
      expect(open).toEqual([]);
    }),
    { numRuns: 300 },
  );
}, 60_000);
