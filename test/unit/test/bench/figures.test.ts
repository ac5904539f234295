/** From painted frames to the figures that are compared. */
import { expect, test } from 'vitest';
import { medianFigures, type PaintedFrame, summarise } from '../../../bench/figures.ts';
import { STEP_MS } from '../../../bench/frame-steps.ts';

const frame = (step: number, workMs: number): PaintedFrame => ({
  cameraMs: step * STEP_MS,
  writtenMs: step * STEP_MS + 5 + workMs,
  workMs,
  latencyMs: 5 + workMs,
});

test('one missing frame of four', () => {
  const figures = summarise([frame(0, 8), frame(1, 8), frame(3, 8)], 4 * STEP_MS, 90);
  expect(figures.fps).toBeCloseTo(22.5);
  expect(figures.droppedRatio).toBeCloseTo(0.25);
  expect(figures.intervalP95Ms).toBeCloseTo(STEP_MS * 1.95);
  expect(figures.workP50Ms).toBe(8);
  expect(figures.latencyP95Ms).toBe(13);
  expect(figures.cpuMsPerFrame).toBe(30);
});

test('a round without painted frames has no figures but a rate of nothing', () => {
  const figures = summarise([], 1000, 500);
  expect(figures.fps).toBe(0);
  expect(figures.droppedRatio).toBeNaN();
  expect(figures.workP50Ms).toBeNaN();
});

test('rounds are summed up by each figure’s own median', () => {
  const rounds = [10, 30, 20].map((workMs) => summarise([frame(0, workMs)], 100 * workMs, workMs));
  const { workP50Ms, fps } = medianFigures(rounds);
  expect(workP50Ms).toBe(20);
  expect(fps).toBeCloseTo(0.5);
});
