/** The catalogue file: what the sample promises, and how a bad file is refused. */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadCatalogue, SAMPLE_CATALOGUE } from '../../../../main/catalog/catalogue.ts';
import { type Catalogue, isGtin } from '../../../../main/contract/catalogue.ts';
import { FINISHES } from '../../../../main/contract/finishes.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

const sample = loadCatalogue(SAMPLE_CATALOGUE);

/** Loads the sample after `change` has spoilt a copy of it. */
function loadChanged(change: (catalogue: Catalogue) => void): Catalogue {
  const copy = structuredClone(sample);
  change(copy);
  const folder = tempFolder({ 'catalogue.json': JSON.stringify(copy) });
  return loadCatalogue(join(folder, 'catalogue.json'));
}

test('the sample has at least 24 shades, and at least two of every finish', () => {
  expect(sample.shades.length).toBeGreaterThanOrEqual(24);
  for (const finish of FINISHES) {
    expect(sample.shades.filter((shade) => shade.finish === finish).length, finish).toBeGreaterThanOrEqual(2);
  }
});

test.each(['liner', 'ombre', 'topper'] as const)('the sample has at least two shades with %s', (layer) => {
  expect(sample.shades.filter((shade) => shade[layer] !== undefined).length).toBeGreaterThanOrEqual(2);
});

test('the sample uses no number that a real product could have', () => {
  // GS1 keeps the prefixes 200–299 for numbers within a company.
  for (const { gtin } of sample.shades) expect(gtin).toMatch(/^2\d{12}$/);
});

test("the sample's sheer coats hide less than its mattes", () => {
  const coverages = (finish: string) =>
    sample.shades.filter((s) => s.finish === finish).map((s) => s.coverage);
  expect(Math.max(...coverages('sheer'))).toBeLessThan(Math.min(...coverages('matte')));
});

test('any change of one digit makes a GTIN wrong', () => {
  const gtin = sample.shades[0]?.gtin ?? '';
  expect(isGtin(gtin)).toBe(true);
  fc.assert(
    fc.property(fc.nat(12), fc.integer({ min: 1, max: 9 }), (place, step) => {
      const digit = (Number(gtin[place]) + step) % 10;
      return !isGtin(gtin.slice(0, place) + digit + gtin.slice(place + 1));
    }),
  );
});

test.each<[string, (catalogue: Catalogue) => void, string]>([
  [
    'a colour that is none',
    ({ shades }) => Object.assign(shades[3] ?? {}, { swatch: 'red' }),
    'shades[3].swatch: must be',
  ],
  [
    'an unknown finish',
    ({ shades }) => Object.assign(shades[1] ?? {}, { finish: 'velvet' }),
    'shades[1].finish:',
  ],
  [
    'coverage above 1',
    ({ shades }) => Object.assign(shades[0] ?? {}, { coverage: 1.2 }),
    'shades[0].coverage:',
  ],
  [
    'a liner wider than its range',
    ({ shades }) =>
      Object.assign(shades[2] ?? {}, { liner: { swatch: '#7a4a3c', width: 0.9, softness: 0.2 } }),
    'shades[2].liner.width: must be from 0.05 to 0.6',
  ],
  [
    'a liner without its colour',
    ({ shades }) => Object.assign(shades[2] ?? {}, { liner: { width: 0.2, softness: 0.2 } }),
    'shades[2].liner.swatch:',
  ],
  [
    'an ombre whose colour is none',
    ({ shades }) => Object.assign(shades[1] ?? {}, { ombre: { inner: 'plum', curve: 0.5 } }),
    'shades[1].ombre.inner: must be a colour such as',
  ],
  [
    'an ombre that ends beyond the lip',
    ({ shades }) => Object.assign(shades[1] ?? {}, { ombre: { inner: '#6f1f45', curve: 1.5 } }),
    'shades[1].ombre.curve: must be from 0.1 to 0.9',
  ],
  [
    'a topper without gloss',
    ({ shades }) => Object.assign(shades[1] ?? {}, { topper: { gloss: 0 } }),
    'shades[1].topper.gloss: must be from 0.1 to 1',
  ],
  [
    'a key that no topper has',
    ({ shades }) => Object.assign(shades[1] ?? {}, { topper: { gloss: 1, shine: 1 } }),
    'shades[1].topper.shine: is not a key that is known here',
  ],
  [
    'a wrong check digit',
    ({ shades }) => Object.assign(shades[0] ?? {}, { gtin: '2900401000014' }),
    'shades[0].gtin:',
  ],
  ['a missing language', ({ brand }) => Object.assign(brand, { en: undefined }), 'brand.en:'],
  [
    'a key nobody knows',
    (catalogue) => Object.assign(catalogue, { shade: [] }),
    'shade: is not a key that is known here',
  ],
  ['no shades', ({ shades }) => shades.splice(0), 'shades:'],
])('a catalogue with %s is refused with the key', (_what, change, complaint) => {
  expect(() => loadChanged(change)).toThrow(expect.objectContaining({ code: 'file-invalid' }));
  expect(() => loadChanged(change)).toThrow(complaint);
});

test('a SKU that stands twice is refused, naming both places', () => {
  const twice = ({ shades }: Catalogue) => Object.assign(shades[5] ?? {}, { sku: shades[2]?.sku });
  expect(() => loadChanged(twice)).toThrow(
    `shades[5].sku: ${sample.shades[2]?.sku} is already used by shades[2]`,
  );
});

test('prices with cents are taken as they are', () => {
  const changed = loadChanged(({ shades }) => Object.assign(shades[0]?.price ?? {}, { amount: 19.99 }));
  expect(changed.shades[0]?.price.amount).toBe(19.99);
});

test('a file that is not JSON is refused with the line', () => {
  const folder = tempFolder({ 'catalogue.json': '{\n  "brand": {},\n  "shades": [\n    oops\n  ]\n}' });
  expect(() => loadCatalogue(join(folder, 'catalogue.json'))).toThrow('not JSON from line 4 on');
});

test('a file that is not there is refused with its path', () => {
  const path = join(tempFolder(), 'nowhere.json');
  expect(() => loadCatalogue(path)).toThrow(expect.objectContaining({ code: 'file-unreadable' }));
  expect(() => loadCatalogue(path)).toThrow(path);
});
