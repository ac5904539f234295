import { expect, it } from 'vitest';
import { ciede2000, type Lab, labOfSrgb } from '../../../quality/ciede2000.ts';

/** Rows of the test data that Sharma, Wu and Dalal published with the formula. */
const published: [Lab, Lab, number][] = [
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1.0],
  [[50, 0, 0], [50, -1, 2], 2.3669],
  [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
];

it.each(published)('gives the published difference of %j and %j', (one, other, difference) => {
  expect(ciede2000(one, other)).toBeCloseTo(difference, 4);
  expect(ciede2000(other, one)).toBeCloseTo(difference, 4);
});

it('places sRGB white and red in CIELAB', () => {
  const white = labOfSrgb([255, 255, 255]);
  expect(white[0]).toBeCloseTo(100, 2);
  expect(Math.hypot(white[1], white[2])).toBeLessThan(0.02);
  for (const [i, value] of [53.24, 80.09, 67.2].entries()) {
    expect(labOfSrgb([255, 0, 0])[i as 0 | 1 | 2]).toBeCloseTo(value, 1);
  }
});
