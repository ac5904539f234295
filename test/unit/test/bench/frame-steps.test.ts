/** Which frames of the camera count as dropped. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countSteps, droppedRatio, STEP_MS } from '../../../bench/frame-steps.ts';

const camera = (frames: number): number[] => Array.from({ length: frames }, (_, i) => 1000 + i * STEP_MS);

test('an even camera without gaps drops nothing', () => {
  expect(countSteps(camera(300))).toEqual({ painted: 300, missing: 0 });
});

test('each frame left out is one missing step', () => {
  const painted = camera(30).filter((_, i) => i !== 7 && i !== 8 && i !== 20);
  expect(countSteps(painted)).toEqual({ painted: 27, missing: 3 });
  expect(droppedRatio(countSteps(painted))).toBeCloseTo(0.1);
});

test('every second frame painted is half of them dropped', () => {
  const painted = camera(301).filter((_, i) => i % 2 === 0);
  expect(droppedRatio(countSteps(painted))).toBeCloseTo(0.5, 1);
});

test('an early frame followed by a late one is jitter, though they lie more than 1.5 steps apart', () => {
  const times = camera(20);
  times[10] = (times[10] as number) - 10;
  times[11] = (times[11] as number) + 10;
  expect((times[11] as number) - (times[10] as number)).toBeGreaterThan(1.5 * STEP_MS);
  expect(countSteps(times).missing).toBe(0);
});

test('jitter of a fifth of a step hides no gap and invents none', () => {
  const jitter = fc.array(fc.double({ min: -STEP_MS / 5, max: STEP_MS / 5, noNaN: true }), {
    minLength: 60,
    maxLength: 60,
  });
  fc.assert(
    fc.property(jitter, fc.constantFrom(0, 1, 2, 3), (offsets, left) => {
      const times = camera(60).map((time, i) => time + (offsets[i] as number));
      const painted = times.filter((_, i) => i < 30 || i >= 30 + left);
      expect(countSteps(painted).missing).toBe(left);
    }),
  );
});

test('a camera that runs at 29.5 frames a second drops nothing', () => {
  const times = Array.from({ length: 900 }, (_, i) => (i * 1000) / 29.5);
  expect(countSteps(times).missing).toBe(0);
});

test('without frames there is no share', () => {
  expect(droppedRatio(countSteps([]))).toBeNaN();
});
