/** When the worker gives itself up: a frame that never comes back, or frames of which none gets through. */
import { expect, it } from 'vitest';
import { StuckWatch } from '../../../../renderer/tryon/stuck-watch.ts';

const FLOWING = { frameAgeMs: 20, fps: 30 };
const FRUITLESS = { frameAgeMs: 20, fps: 0 };

it('lets a loop be that takes frame after frame', () => {
  const watch = new StuckWatch();
  for (let pulse = 1; pulse <= 50; pulse++) expect(watch.judge(30 * pulse, FLOWING)).toBeNull();
});

it('gives up a frame that is in flight at five pulses in a row', () => {
  const watch = new StuckWatch();
  for (let pulse = 1; pulse < 5; pulse++) expect(watch.judge(7, FLOWING)).toBeNull();
  expect(watch.judge(7, FLOWING)).toContain('never came back');
});

it('gives up when frames arrive at five pulses in a row and none was written', () => {
  const watch = new StuckWatch();
  for (let pulse = 1; pulse < 5; pulse++) expect(watch.judge(0, FRUITLESS)).toBeNull();
  expect(watch.judge(0, FRUITLESS)).toContain('none of them');
});

it('waits for a camera that gives nothing: that is the camera’s trouble', () => {
  const watch = new StuckWatch();
  for (let pulse = 1; pulse <= 20; pulse++) {
    expect(watch.judge(0, { frameAgeMs: pulse < 4 ? null : 500 * pulse, fps: 0 })).toBeNull();
  }
});
