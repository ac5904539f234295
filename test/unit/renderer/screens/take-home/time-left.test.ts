/** How the time of a code is told as it runs down. */
import { expect, test } from 'vitest';
import { timeLeft } from '../../../../../renderer/screens/take-home/time-left.ts';

const told = (leftMs: number): string | null => {
  const left = timeLeft(leftMs);
  return left && `${left.count} ${left.unit}`;
};

test.each([
  [300_000, '5 minute'],
  [240_001, '5 minute'],
  [240_000, '4 minute'],
  [60_001, '2 minute'],
  [60_000, '1 minute'],
  [50_001, '1 minute'],
  [50_000, '50 second'],
  [40_001, '50 second'],
  [10_000, '10 second'],
  [1, '10 second'],
  [0, null],
  [-5000, null],
])('with %i ms left it says %s', (leftMs, words) => {
  expect(told(leftMs)).toBe(words);
});

test('followed by its own word it says each thing once, down to the end', () => {
  const words: (string | null)[] = [];
  let leftMs = 299_000;
  for (let left = timeLeft(leftMs); left !== null; left = timeLeft(leftMs)) {
    words.push(told(leftMs));
    expect(told(leftMs - left.changesInMs + 1)).toBe(told(leftMs));
    leftMs -= left.changesInMs;
  }
  const seconds = [50, 40, 30, 20, 10].map((count) => `${count} second`);
  expect(words).toEqual([...[5, 4, 3, 2, 1].map((count) => `${count} minute`), ...seconds]);
  expect(leftMs).toBe(0);
});
