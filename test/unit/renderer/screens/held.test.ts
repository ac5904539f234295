/** When a flickering reading is believed. */
import { expect, test } from 'vitest';
import { Held } from '../../../../renderer/screens/held.ts';

/** What is held after each of the readings, which come every 500 ms. */
function heldOver(readings: boolean[]): boolean[] {
  const held = new Held(false, (next) => (next ? 1000 : 2000));
  return readings.map((reading, i) => held.take(reading, 5000 + 500 * i));
}

test('a new value is believed when it has stood for its own time, and not before', () => {
  expect(heldOver([true, true, true, true])).toEqual([false, false, true, true]);
  expect(heldOver([true, true, true, false, false, false, false, false])).toEqual([
    ...[false, false, true],
    ...[true, true, true, true, false],
  ]);
});

test('a flicker either way changes nothing, and its time does not add up', () => {
  expect(heldOver([true, true, false, true, true, false])).toEqual(Array(6).fill(false));
  expect(heldOver([true, true, true, false, false, true, false, false, false]).slice(2)).toEqual(
    Array(7).fill(true),
  );
});
