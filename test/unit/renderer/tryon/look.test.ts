/** How a shade of the catalogue becomes what the painter wears. */
import { expect, it } from 'vitest';
import type { Shade } from '../../../../main/contract/catalogue.ts';
import { lookOf, readSwatch } from '../../../../renderer/tryon/look.ts';

const shade: Shade = {
  sku: 'VA-T01',
  gtin: '2900401000013',
  name: { 'zh-CN': '甲', en: 'A' },
  family: 'red',
  finish: 'vinyl',
  swatch: '#b0121f',
  coverage: 0.9,
  price: { amount: 1, currency: 'CNY' },
};

it('reads a swatch as its three channels', () => {
  expect(readSwatch('#b0121f')).toEqual([176, 18, 31]);
});

it('carries every layer of the shade, its colours read', () => {
  const layered = lookOf(
    {
      ...shade,
      liner: { swatch: '#400000', width: 0.2, softness: 0.4 },
      ombre: { inner: '#00ff00', curve: 0.5 },
      topper: { gloss: 0.7 },
    },
    0.6,
  );
  expect(layered).toEqual({
    sku: 'VA-T01',
    swatch: [176, 18, 31],
    coverage: 0.9,
    finish: 'vinyl',
    intensity: 0.6,
    liner: { swatch: [64, 0, 0], width: 0.2, softness: 0.4 },
    ombre: { inner: [0, 255, 0], curve: 0.5 },
    topper: { gloss: 0.7 },
  });
});

it('has no layers where the shade has none, and another finish where one is asked for', () => {
  const plain = lookOf(shade, 1, 'matte');
  expect(plain.finish).toBe('matte');
  expect([plain.liner, plain.ombre, plain.topper]).toEqual([undefined, undefined, undefined]);
});
