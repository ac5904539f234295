import { expect, it } from 'vitest';
import { hash } from '../../../../models/shopper/random.ts';
import { textureKept } from '../../../quality/texture.ts';

const SIDE = 60;
const relief = Uint8Array.from({ length: SIDE * SIDE }, (_, i) => 100 + 20 * hash(i, 0, 1));
const lips = new Uint8Array(SIDE * SIDE).fill(255);
const kept = (painted: Uint8Array, mask = lips) => textureKept(relief, painted, mask, SIDE, 100);

it('is whole under a paint that only darkens, and under one that adds a slow shade', () => {
  expect(kept(relief.map((luma) => luma - 40))).toBeCloseTo(1, 6);
  expect(kept(relief.map((luma, i) => luma - 40 + (i % SIDE) / 2))).toBeGreaterThan(0.98);
});

it('is gone under a paint with a relief of its own', () => {
  expect(Math.abs(kept(Uint8Array.from(relief, (_, i) => 80 + 20 * hash(i, 0, 2))))).toBeLessThan(0.1);
});

it('is not known where no lip is sure', () => {
  expect(kept(relief, new Uint8Array(SIDE * SIDE))).toBeNaN();
});
