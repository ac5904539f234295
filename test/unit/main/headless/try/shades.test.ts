/** Shades by SKU, their near misses, and the look they make. */
import { expect, test } from 'vitest';
import { loadCatalogue, SAMPLE_CATALOGUE } from '../../../../../main/catalog/catalogue.ts';
import { editDistance, findShade, listShades, lookOf } from '../../../../../main/headless/try/shades.ts';

const catalogue = loadCatalogue(SAMPLE_CATALOGUE);

test('a SKU is found whatever its case', () => {
  expect(findShade(catalogue, 'va-m04').sku).toBe('VA-M04');
});

test('an unknown SKU is answered with the nearest ones, by number or by name', () => {
  expect(() => findShade(catalogue, 'VA-M0')).toThrow(/no shade VA-M0\. Near it: VA-M01 /);
  expect(() => findShade(catalogue, 'cherry sirup')).toThrow(/Near it: VA-G04 \(Cherry Syrup\)/);
});

test.each([
  ['', '', 0],
  ['VA-M04', 'VA-M04', 0],
  ['VA-M04', 'VA-M05', 1],
  ['VA-M04', 'VAM04', 1],
  ['kitten', 'sitting', 3],
  ['', 'abc', 3],
])('from "%s" to "%s" it takes %i letters', (from, to, letters) => {
  expect(editDistance(from, to)).toBe(letters);
  expect(editDistance(to, from)).toBe(letters);
});

test('the list names every shade with its finish, swatch and both names', () => {
  const lines = listShades(catalogue, false).split('\n');
  expect(lines).toHaveLength(catalogue.shades.length);
  for (const [i, { sku, finish, swatch, name }] of catalogue.shades.entries()) {
    for (const part of [sku, finish, swatch, name.en, name['zh-CN']]) expect(lines[i]).toContain(part);
  }
});

test('a terminal sees the colour itself', () => {
  const opera = { ...catalogue, shades: [findShade(catalogue, 'VA-M04')] };
  expect(listShades(opera, true)).toContain('\x1b[48;2;176;18;31m');
});

test('the look takes the shade’s own finish unless another is asked for', () => {
  const shade = findShade(catalogue, 'VA-M04');
  expect(lookOf(shade, undefined, 0.5)).toEqual({
    sku: 'VA-M04',
    swatch: [176, 18, 31],
    coverage: shade.coverage,
    finish: 'matte',
    intensity: 0.5,
  });
  expect(lookOf(shade, 'gloss', 1).finish).toBe('gloss');
});
