import { describe, expect, it } from 'vitest';
import { emptyPlanes } from '../../../../renderer/tryon/frames/planes.ts';
import { meanLuma, PulseMeter } from '../../../../renderer/tryon/pulse.ts';
import { plainFrame } from '../../../fakes/lips.ts';

function grey(luma: number, fullRange: boolean) {
  const planes = plainFrame(640, 360, [0, 0, 0]);
  planes.data.fill(luma, 0, 640 * 360);
  planes.fullRange = fullRange;
  return planes;
}

describe('the mean luma', () => {
  it.each([
    { luma: 16, fullRange: false, mean: 0 },
    { luma: 235, fullRange: false, mean: 1 },
    { luma: 0, fullRange: true, mean: 0 },
    { luma: 255, fullRange: true, mean: 1 },
    { luma: 128, fullRange: true, mean: 128 / 255 },
  ])('of codes $luma, full range $fullRange, is $mean', ({ luma, fullRange, mean }) => {
    expect(meanLuma(grey(luma, fullRange))).toBeCloseTo(mean, 6);
  });

  it('stays within 0 and 1 where codes leave the range', () => {
    expect(meanLuma(grey(3, false))).toBe(0);
    expect(meanLuma(grey(250, false))).toBe(1);
  });

  it('sees a checked frame as half as bright', () => {
    const planes = grey(0, true);
    for (let row = 0; row < 360; row++) planes.data.fill(row % 2 === 0 ? 255 : 0, row * 640, row * 640 + 320);
    for (let row = 0; row < 360; row++)
      planes.data.fill(row % 2 === 0 ? 0 : 255, row * 640 + 320, row * 640 + 640);
    expect(meanLuma(planes)).toBeCloseTo(0.5, 1);
  });
});

const EVERY_MS = 40;

/** Frames at 25 a second from `fromMs` on. */
function play(meter: PulseMeter, fromMs: number, frames: number, workMs: (frame: number) => number): number {
  let nowMs = fromMs;
  for (let frame = 0; frame < frames; frame++) {
    nowMs = fromMs + frame * EVERY_MS;
    meter.arrive(nowMs);
    meter.write(nowMs, workMs(frame), frame % 4 === 0 ? 0 : 1);
  }
  return nowMs;
}

describe('the pulse', () => {
  it('tells a source that has given nothing yet', () => {
    const meter = new PulseMeter(emptyPlanes());
    meter.begin(3, 1000);
    const { source, frameAgeMs, widthPx, heightPx, luma, fps, workMs, faceShare } = meter.take(1700, null);
    expect(source).toBe(3);
    expect(frameAgeMs).toBeNull();
    expect([widthPx, heightPx, luma, fps, workMs, faceShare]).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('tells frames a second, median work and share with a face over the last two seconds', () => {
    const meter = new PulseMeter(grey(128, true));
    meter.begin(1, 0);
    // One frame in five is slow, and the first seconds are slower still.
    const lastMs = play(meter, 0, 200, (frame) => (frame < 100 ? 90 : frame % 5 === 0 ? 60 : 12));
    const pulse = meter.take(lastMs + 10, null);
    expect(pulse.frameAgeMs).toBe(10);
    expect([pulse.widthPx, pulse.heightPx]).toEqual([640, 360]);
    expect(pulse.fps).toBeCloseTo(25, 0);
    expect(pulse.workMs).toBe(12);
    expect(pulse.faceShare).toBeCloseTo(0.75, 1);
  });

  it('tells the rate of a source that is younger than two seconds', () => {
    const meter = new PulseMeter(grey(128, true));
    meter.begin(1, 5000);
    const lastMs = play(meter, 5000, 20, () => 10);
    expect(meter.take(lastMs, null).fps).toBeCloseTo(25, -1);
  });

  it('tells of frames that stopped by their age, and of no rate after two seconds', () => {
    const meter = new PulseMeter(grey(128, true));
    meter.begin(1, 0);
    const lastMs = play(meter, 0, 50, () => 10);
    const pulse = meter.take(lastMs + 2500, null);
    expect(pulse.frameAgeMs).toBe(2500);
    expect(pulse.fps).toBe(0);
  });

  it('forgets the frames of the source before', () => {
    const meter = new PulseMeter(grey(128, true));
    meter.begin(1, 0);
    const lastMs = play(meter, 0, 50, () => 10);
    meter.begin(2, lastMs);
    const pulse = meter.take(lastMs + 100, null);
    expect([pulse.source, pulse.frameAgeMs, pulse.fps]).toEqual([2, null, 0]);
  });
});

it('tells the faces of the newest frame and the light on the shopper’s', () => {
  const meter = new PulseMeter(grey(128, true));
  meter.begin(1, 0);
  for (const [at, faces] of [0, 1, 2].entries()) meter.write(EVERY_MS * at, 10, faces);
  expect(meter.take(100, 'backlit')).toMatchObject({ faces: 2, light: 'backlit' });
  meter.begin(2, 200);
  expect(meter.take(300, null)).toMatchObject({ faces: 0, light: null });
});
