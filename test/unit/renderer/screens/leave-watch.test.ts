/** When a shopper counts as gone: by her face where a camera sees, by her touch where none does. */
import { expect, test } from 'vitest';
import { LeaveWatch } from '../../../../renderer/screens/leave-watch.ts';

const SEEN = { isCameraLive: true, hasFace: true, hasCode: false };
const EMPTY = { isCameraLive: true, hasFace: false, hasCode: false };
const BLIND = { isCameraLive: false, hasFace: true, hasCode: false };

test('twenty seconds without a face or a touch, and she has left', () => {
  const watch = new LeaveWatch(0);
  expect(watch.hasLeft(SEEN, 60_000)).toBe(false);
  expect(watch.hasLeft(EMPTY, 79_000)).toBe(false);
  expect(watch.hasLeft(EMPTY, 80_000)).toBe(true);
});

test('with a code on the screen it is sixty seconds without a face, and ninety without a touch where no camera sees', () => {
  const watch = new LeaveWatch(0);
  expect(watch.hasLeft({ ...SEEN, hasCode: true }, 10_000)).toBe(false);
  expect(watch.hasLeft({ ...EMPTY, hasCode: true }, 69_000)).toBe(false);
  expect(watch.hasLeft({ ...EMPTY, hasCode: true }, 70_000)).toBe(true);
  expect(watch.hasLeft({ ...BLIND, hasCode: true }, 89_000)).toBe(false);
  expect(watch.hasLeft({ ...BLIND, hasCode: true }, 90_000)).toBe(true);
});

test('who looks aside or touches the shades is still there', () => {
  const watch = new LeaveWatch(0);
  watch.hasLeft(SEEN, 10_000);
  watch.touch(25_000);
  expect(watch.hasLeft(EMPTY, 44_000)).toBe(false);
  expect(watch.hasLeft(SEEN, 44_500)).toBe(false);
  expect(watch.hasLeft(EMPTY, 64_000)).toBe(false);
  expect(watch.hasLeft(EMPTY, 65_000)).toBe(true);
});

test('where no camera sees her only her touch tells, after ninety seconds; the demo shopper’s face does not', () => {
  const watch = new LeaveWatch(0);
  expect(watch.hasLeft(BLIND, 89_000)).toBe(false);
  expect(watch.hasLeft(BLIND, 90_000)).toBe(true);
});

test('a camera that comes back is given its twenty seconds to see somebody', () => {
  const watch = new LeaveWatch(0);
  watch.hasLeft(BLIND, 80_000);
  expect(watch.hasLeft(EMPTY, 81_000)).toBe(false);
  expect(watch.hasLeft(EMPTY, 99_000)).toBe(false);
  expect(watch.hasLeft(EMPTY, 100_000)).toBe(true);
});
