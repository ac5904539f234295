/** The statistics that the benchmark prints. */
import { expect, test } from 'vitest';
import { fitLine, median, percentile, ratio } from '../../../bench/stats.ts';

test('a percentile lies between the values around it, whatever their order', () => {
  expect(percentile([40, 10, 30, 20], 0.5)).toBe(25);
  expect(percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 0.95)).toBeCloseTo(10.5);
  expect(percentile([7], 0.95)).toBe(7);
  expect(median([3, 1, 2])).toBe(2);
});

test('numbers are sorted as numbers', () => {
  expect(median([100, 9, 20])).toBe(20);
});

test('nothing has no percentile', () => {
  expect(percentile([], 0.5)).toBeNaN();
});

test('nothing over nothing is no ratio, something over nothing is without bounds', () => {
  expect(ratio(3, 4)).toBe(0.75);
  expect(ratio(0, 4)).toBe(0);
  expect(ratio(0, 0)).toBeNaN();
  expect(ratio(0.1, 0)).toBe(Number.POSITIVE_INFINITY);
});

test('a straight line has its slope and no margin', () => {
  const { slope, margin } = fitLine([
    [0, 5],
    [1, 7],
    [2, 9],
    [3, 11],
  ]);
  expect(slope).toBeCloseTo(2);
  expect(margin).toBeCloseTo(0);
});

test('the margin of a scattered line is that of a textbook', () => {
  // Slope 0.6, residual 2.4 over 3 degrees of freedom, spread of x 10, t = 3.18.
  const { slope, margin } = fitLine([
    [1, 2],
    [2, 4],
    [3, 5],
    [4, 4],
    [5, 5],
  ]);
  expect(slope).toBeCloseTo(0.6);
  expect(margin).toBeCloseTo(3.18 * Math.sqrt(2.4 / 3 / 10), 3);
});

test('two points make a line of which nothing is sure', () => {
  expect(
    fitLine([
      [0, 0],
      [1, 1],
    ]).margin,
  ).toBeNaN();
});
