import { beforeEach, describe, expect, it } from 'vitest';
import { buildTracker, type Tracker } from '../../../../../renderer/tryon/landmarks/tracker.ts';
import { buildFakeWorld, type FakeWorld } from '../../../../fakes/face-models.ts';
import { fillEllipse, plainFrame } from '../../../../fakes/lips.ts';

const FRAME = { widthPx: 1280, heightPx: 720 };
const SKIN = [210, 170, 150] as const;
const planes = plainFrame(FRAME.widthPx, FRAME.heightPx, SKIN);

let world: FakeWorld;
let tracker: Tracker;
let nowMs: number;

beforeEach(() => {
  world = buildFakeWorld(FRAME);
  tracker = buildTracker(world.models);
  world.crop = () => tracker.crop;
  nowMs = 1000;
});

/** Runs frames at 30 per second. @returns whether each may be painted */
function run(frames: number, shown = planes): boolean[] {
  return Array.from({ length: frames }, () => {
    nowMs += 33;
    return tracker.run(shown, nowMs);
  });
}

const face = { x: 640, y: 360, heightPx: 300 };

describe('following one face', () => {
  it('paints from the second frame that agrees, with points in frame pixels', () => {
    world.faces = [face];
    expect(run(4)).toEqual([false, true, true, true]);
    expect(tracker.points[3 * 10]).toBeCloseTo(640, 0);
    expect(tracker.points[3 * 10 + 1]).toBeCloseTo(210, 0);
  });

  it('holds its crop while she moves a little and moves it before she leaves it', () => {
    world.faces = [face];
    run(3);
    const held = { ...tracker.crop };
    world.faces = [{ ...face, x: 660 }];
    run(5);
    expect(tracker.crop).toEqual(held);
    world.faces = [{ ...face, x: 780 }];
    expect(run(5).every(Boolean)).toBe(true);
    expect(tracker.crop.xPx).toBeGreaterThan(held.xPx + 80);
  });

  it('grows its crop when she comes nearer', () => {
    world.faces = [face];
    run(3);
    const { widthPx } = tracker.crop;
    world.faces = [{ ...face, heightPx: 440 }];
    run(3);
    expect(tracker.crop.widthPx).toBeGreaterThan(widthPx * 1.3);
  });

  it('stops in the very frame in which she is gone, and finds her again', () => {
    world.faces = [face];
    run(5);
    const { visitor } = tracker;
    world.faces = [];
    expect(run(40).some(Boolean)).toBe(false);
    world.faces = [face];
    expect(run(30).at(-1)).toBe(true);
    expect(tracker.visitor).toBeGreaterThan(visitor);
  });

  it('gives the landmarker rising time stamps, whatever the clock does', () => {
    world.faces = [face];
    for (const at of [1000, 1000, 999, 1000.4, 1033]) tracker.run(planes, at);
    expect(world.stamps.length).toBeGreaterThanOrEqual(5);
    expect(world.stamps).toEqual([...new Set(world.stamps)].sort((a, b) => a - b));
  });
});

describe('starting anew', () => {
  it('looks for a face in the very next frame, and counts her as another visitor', () => {
    world.faces = [face];
    run(5);
    const { visitor } = tracker;
    tracker.startAnew();
    world.faces = [{ ...face, x: 300 }];
    expect(run(3)).toEqual([false, true, true]);
    expect(tracker.points[3 * 10]).toBeCloseTo(300, 0);
    expect(tracker.visitor).toBeGreaterThan(visitor);
  });

  it('happens by itself when the frames come in another size', () => {
    world.faces = [face];
    run(5);
    const { visitor } = tracker;
    const small = buildFakeWorld({ widthPx: 640, heightPx: 360 });
    small.crop = () => tracker.crop;
    small.faces = [{ x: 200, y: 180, heightPx: 150 }];
    Object.assign(world.models.landmarker, small.models.landmarker);
    Object.assign(world.models.detector, small.models.detector);
    expect(run(3, plainFrame(640, 360, SKIN))).toEqual([false, true, true]);
    expect(tracker.points[3 * 10]).toBeCloseTo(200, 0);
    expect(tracker.visitor).toBeGreaterThan(visitor);
  });

  it('never repeats the number of a visitor, not even in another tracker', () => {
    world.faces = [face];
    run(3);
    const { visitor } = tracker;
    tracker = buildTracker(world.models);
    run(3);
    expect(tracker.visitor).toBeGreaterThan(visitor);
  });

  it('keeps the landmarker’s time stamps rising', () => {
    world.faces = [face];
    tracker.run(planes, 1000);
    tracker.startAnew();
    tracker.run(planes, 1000);
    expect(world.stamps).toEqual([...new Set(world.stamps)].sort((a, b) => a - b));
  });
});

describe('looking for a face', () => {
  it('searches an empty frame at most twice a second, in the whole and in four tiles', () => {
    run(60);
    expect(world.looks).toBeGreaterThanOrEqual(3 * 5);
    expect(world.looks).toBeLessThanOrEqual(5 * 5);
  });

  it('takes the nearest of two', () => {
    world.faces = [{ x: 300, y: 360, heightPx: 150 }, face];
    run(4);
    expect(tracker.points[3 * 10]).toBeCloseTo(640, 0);
  });

  it('lets someone nearer take over, but not at the first glance', () => {
    world.faces = [face];
    run(4);
    world.faces = [face, { x: 200, y: 360, heightPx: 520 }];
    run(50);
    expect(tracker.points[3 * 10]).toBeCloseTo(640, 0);
    run(60);
    expect(tracker.points[3 * 10]).toBeCloseTo(200, 0);
  });
});

describe('a gap', () => {
  /** Lips with a dark line between them, where the fake mesh of `face` has its mouth. */
  const pictured = (x: number) => {
    const shown = plainFrame(FRAME.widthPx, FRAME.heightPx, SKIN);
    fillEllipse(shown, x, 435, 39, 12, [180, 85, 85]);
    fillEllipse(shown, x, 435, 36, 2, [70, 30, 30]);
    return shown;
  };
  const here = pictured(640);
  const hidden = { ...face, isHidden: true };

  it('of two frames is bridged, and she is painted on as before', () => {
    world.faces = [face];
    run(5, here);
    const { visitor } = tracker;
    world.faces = [hidden];
    expect(run(2, here)).toEqual([true, true]);
    world.faces = [face];
    expect(run(3, here)).toEqual([true, true, true]);
    expect(tracker.visitor).toBe(visitor);
  });

  it('of three frames ends her paint with the third, and trust is earned anew', () => {
    world.faces = [face];
    run(5, here);
    world.faces = [hidden];
    expect(run(3, here)).toEqual([true, true, false]);
    world.faces = [face];
    expect(run(2, here)).toEqual([false, true]);
  });

  it('is bridged where the picture has carried the lips', () => {
    world.faces = [face];
    run(5, here);
    world.faces = [hidden];
    expect(run(1, pictured(652))).toEqual([true]);
    expect(tracker.points[3 * 13]).toBeCloseTo(652, 0);
    expect(run(1, pictured(660))).toEqual([true]);
    expect(tracker.points[3 * 13]).toBeCloseTo(660, 0);
  });

  it('is not bridged when the lips are gone from the picture', () => {
    world.faces = [face];
    run(5, here);
    world.faces = [hidden];
    expect(run(2)).toEqual([false, false]);
  });

  it('is not bridged for a face that was not yet trusted', () => {
    world.faces = [face];
    run(1, here);
    world.faces = [hidden];
    expect(run(2, here)).toEqual([false, false]);
  });

  it('does not let a mesh elsewhere inherit the trust', () => {
    world.faces = [face];
    run(5, here);
    world.faces = [hidden];
    run(1, here);
    world.faces = [{ ...face, x: 740 }];
    run(1, here);
    expect(tracker.points[3 * 13]).toBeCloseTo(640, 0);
    expect(run(3, here)).toEqual([false, false, true]);
  });
});

describe('doubt', () => {
  it('keeps off a mesh whose mouth is not where the detector sees one', () => {
    world.faces = [{ ...face, mouthOffset: -0.4 }];
    expect(run(20).some(Boolean)).toBe(false);
  });

  it('keeps off an unsure find whose lips are no redder than its cheeks', () => {
    world.faces = [{ ...face, score: 0.58 }];
    expect(run(20).some(Boolean)).toBe(false);
  });

  it('keeps off a face whose mouth lies outside the frame', () => {
    world.faces = [{ x: 20, y: 360, heightPx: 400 }];
    expect(run(20).some(Boolean)).toBe(false);
  });

  it('keeps off a face of which little more than the mouth is in the frame, red as its lips may be', () => {
    const mouth = plainFrame(FRAME.widthPx, FRAME.heightPx, SKIN);
    fillEllipse(mouth, 640, 550, 200, 70, [190, 80, 80]);
    const whole = { x: 640, y: 466, heightPx: 340 };
    world.faces = [whole];
    expect(run(6, mouth).at(-1)).toBe(true);
    world.faces = [{ x: 640, y: 200, heightPx: 1400 }];
    tracker = buildTracker(world.models);
    expect(run(20, mouth).some(Boolean)).toBe(false);
  });
});
