/** Two faces in front of one mirror: who is followed as whom, and that it stays so. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { FaceTrack } from '../../../../../renderer/tryon/landmarks/face-track.ts';
import { buildTracker, type Tracker } from '../../../../../renderer/tryon/landmarks/tracker.ts';
import { buildFakeWorld, type FakeWorld, type WorldFace } from '../../../../fakes/face-models.ts';
import { plainFrame } from '../../../../fakes/lips.ts';

const FRAME = { widthPx: 1280, heightPx: 720 };
const planes = plainFrame(FRAME.widthPx, FRAME.heightPx, [210, 170, 150]);
const near = { x: 420, y: 360, heightPx: 300 };
const beside = { x: 860, y: 380, heightPx: 260 };

let world: FakeWorld;
let tracker: Tracker;
let nowMs: number;

beforeEach(() => {
  world = buildFakeWorld(FRAME);
  tracker = buildTracker(world.models);
  const first = tracker.shopper;
  world.crop = () => first.crop;
  nowMs = 1000;
  const { landmarkerFor } = world;
  let second: FaceTrack | undefined;
  const landmarker = landmarkerFor(() => second?.crop ?? first.crop);
  tracker.accompany(landmarker);
  second = tracker.companion;
});

/** Where each is painted (x of the face's middle), or null. */
function seen(): [shopper: number | null, companion: number | null] {
  const x = (track: FaceTrack | undefined) =>
    track?.isSeen ? Math.round(track.points[3 * 10] as number) : null;
  return [x(tracker.shopper), x(tracker.companion)];
}

function run(frames: number, shown?: (frame: number) => WorldFace[]) {
  return Array.from({ length: frames }, (_, frame) => {
    nowMs += 33;
    if (shown) world.faces = shown(frame);
    tracker.run(planes, nowMs);
    return seen();
  });
}

const last = <Item>(items: Item[]): Item => items.at(-1) as Item;

describe('two faces', () => {
  it('are followed as the shopper, who is nearest, and her companion', () => {
    world.faces = [beside, near];
    expect(last(run(4))).toEqual([near.x, beside.x]);
    expect(tracker.companion?.visitor).not.toBe(tracker.visitor);
  });

  it('find a place each when the second comes later', () => {
    world.faces = [near];
    expect(last(run(30))).toEqual([near.x, null]);
    world.faces = [near, beside];
    expect(last(run(30))).toEqual([near.x, beside.x]);
  });

  it('leave out whoever stands far behind them', () => {
    world.faces = [near, { ...beside, heightPx: 90 }];
    expect(last(run(60))).toEqual([near.x, null]);
  });

  it('keep their places when the companion comes nearer than the shopper', () => {
    world.faces = [near, beside];
    run(10);
    const { visitor } = tracker;
    const steps = run(200, (frame) => [near, { ...beside, heightPx: 260 + Math.min(160, 2 * frame) }]);
    expect(last(steps)).toEqual([near.x, beside.x]);
    expect(tracker.visitor).toBe(visitor);
  });

  it('never share a face, whichever of them is hidden', () => {
    world.faces = [near, beside];
    run(10);
    for (const hidden of [0, 1]) {
      const steps = run(40, () => [near, beside].filter((_, i) => i !== hidden));
      expect(steps.filter(([a, b]) => a !== null && a === b)).toEqual([]);
      run(40, () => [near, beside]);
    }
    expect(seen()).toEqual([near.x, beside.x]);
  });
});

describe('two faces that cross', () => {
  /** The shopper walks to the right behind her companion, who walks to the left; where they overlap, only the front is seen. */
  const walk = (frame: number): WorldFace[] => {
    const back = { ...near, x: 420 + 8 * Math.min(frame, 60) };
    const front = { ...beside, x: 860 - 8 * Math.min(frame, 60), heightPx: 320 };
    return Math.abs(back.x - front.x) < 150 ? [front] : [back, front];
  };

  it('are still who they were on the other side', () => {
    world.faces = [near, beside];
    run(10);
    expect(last(run(120, walk))).toEqual([900, 380]);
  });

  it('are never both painted on one face, nor is anyone painted where another is', () => {
    world.faces = [near, beside];
    run(10);
    const steps = run(120, walk);
    expect(steps.filter(([a, b]) => a !== null && b !== null && Math.abs(a - b) < 80)).toEqual([]);
  });
});

describe('one of two who leaves', () => {
  it('comes back into her own place within three seconds', () => {
    world.faces = [near, beside];
    run(10);
    const away = run(60, () => [beside]);
    expect(last(away)).toEqual([null, beside.x]);
    expect(last(run(30, () => [near, beside]))).toEqual([near.x, beside.x]);
  });

  it('leaves her place to her companion when she stays away', () => {
    world.faces = [near, beside];
    run(10);
    expect(last(run(120, () => [beside]))).toEqual([beside.x, null]);
    expect(last(run(30, () => [near, beside]))).toEqual([beside.x, near.x]);
  });

  it('finds everyone in their places after a moment in which the camera saw nobody', () => {
    const taller = { ...beside, heightPx: 330 };
    world.faces = [near];
    run(10);
    run(30, () => [near, taller]);
    run(20, () => []);
    expect(last(run(30, () => [near, taller]))).toEqual([near.x, beside.x]);
  });
});

describe('a companion who is no longer wanted', () => {
  it('is not followed, and her task is closed', () => {
    world.faces = [near, beside];
    run(10);
    tracker.dismiss();
    expect(last(run(10))).toEqual([near.x, null]);
    expect(world.closed).toBe(1);
  });

  it('takes her shopper’s task with her when she has become the shopper', () => {
    world.faces = [near, beside];
    run(10);
    run(120, () => [beside]);
    tracker.dismiss();
    expect(world.closed).toBe(1);
    expect(last(run(10))).toEqual([beside.x, null]);
  });
});

it('is not replaced by a passer-by behind her when the shopper leaves', () => {
  const passing = { x: 1220, y: 120, heightPx: 70 };
  world.faces = [beside, near];
  run(60);
  world.faces = [beside, passing];
  expect(last(run(200))).toEqual([beside.x, null]);
  expect(tracker.handOvers).toBe(1);
});
