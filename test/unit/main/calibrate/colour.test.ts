/** The numbers that everything else leans on: colours, their differences, and what is known of the cards. */
import { expect, test } from 'vitest';
import { PAPER_ALBEDO } from '../../../../main/calibrate/card.ts';
import { ciede2000 } from '../../../../main/calibrate/ciede2000.ts';
import { classic24 } from '../../../../main/calibrate/classic24.ts';
import {
  hexOfLinear,
  type Lab,
  labOfLinear,
  linearOfHex,
  type Triple,
} from '../../../../main/calibrate/colour.ts';
import { printedChart } from '../../../../main/calibrate/printed-chart.ts';

test.each<[Lab, Lab, number]>([
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, -1, 2], [50, 0, 0], 2.3669],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
  [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
])('CIEDE2000 gives what its authors published for %j and %j', (first, second, difference) => {
  expect(ciede2000(first, second)).toBeCloseTo(difference, 4);
  expect(ciede2000(second, first)).toBeCloseTo(difference, 4);
});

test('red is Lab 53.24, 80.09, 67.20', () => {
  for (const [i, value] of [53.24, 80.09, 67.2].entries()) {
    expect(labOfLinear([1, 0, 0])[i as 0 | 1 | 2]).toBeCloseTo(value, 1);
  }
});

test('white is Lab 100, 0, 0', () => {
  const [lightness, a, b] = labOfLinear([1, 1, 1]);
  expect([lightness, a, b].map((value) => Math.round(10 * value) / 10 + 0)).toEqual([100, 0, 0]);
});

test('a colour comes back from hexadecimal as it went in', () => {
  expect(hexOfLinear(linearOfHex('#b3202c'))).toBe('#b3202c');
});

test('the 24-patch card has the sRGB codes that its Lab values are commonly translated to', () => {
  const codes = ['#735143', '#c79381', '#5b7a9c', '#5a6c40', '#8280b0', '#5cbeac'];
  const colours = classic24.patches
    .slice(0, 6)
    .map(({ colour }) => colour.map((value) => value * PAPER_ALBEDO));
  expect(colours.map((colour) => hexOfLinear(colour as Triple))).toEqual(codes);
});

test('the printed chart has neutrals from light to dark, and no two colours alike', () => {
  const { patches } = printedChart;
  expect(patches.length).toBeGreaterThanOrEqual(24);
  const neutrals = patches.slice(0, 7).map(({ colour }) => colour[1]);
  expect(neutrals).toEqual([...neutrals].sort((a, b) => b - a));
  const labs = patches.map(({ colour }) => labOfLinear(colour));
  const nearest = labs.flatMap((lab, i) => labs.slice(i + 1).map((other) => ciede2000(lab, other)));
  expect(Math.min(...nearest)).toBeGreaterThan(3);
});
