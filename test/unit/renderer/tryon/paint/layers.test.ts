/** Base, ombre, liner and stain over each other, from the outline of the lips to their inner edge. */
import { describe, expect, it } from 'vitest';
import type { Look } from '../../../../../renderer/tryon/look.ts';
import type { Rgb } from '../../../../fakes/lips.ts';
import { between, renderScene, wear } from './painted-shopper.ts';

const scene = renderScene();
const nude: Look = { sku: 'TEST', swatch: [190, 130, 110], coverage: 0.9, finish: 'satin', intensity: 1 };
/** Middle of the lower lip: 17 on the outline, 14 at the inner edge. */
const lower = (look: Look, share: number): Rgb => between(scene, wear(scene, look), 17, 14, share);
const upper = (look: Look, share: number): Rgb => between(scene, wear(scene, look), 0, 13, share);
const apart = (one: Rgb, other: Rgb): number =>
  Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2]);

describe('an ombre', () => {
  const bitten: Look = { ...nude, ombre: { inner: [170, 10, 40], curve: 0.5 } };
  const inner: Look = { ...nude, swatch: [170, 10, 40], coverage: 0.96 };

  it.each([
    ['lower', lower],
    ['upper', upper],
  ] as const)(
    'wears its own shade at the inner edge and the base’s at the outline of the %s lip',
    (_lip, at) => {
      expect(apart(at(bitten, 0.9), at(inner, 0.9))).toBeLessThan(12);
      expect(apart(at(bitten, 0.12), at(nude, 0.12))).toBeLessThan(20);
      expect(apart(at(bitten, 0.9), at(nude, 0.9))).toBeGreaterThan(60);
    },
  );

  it('meets the base further in the higher its curve', () => {
    const redness = (curve: number) => {
      const [red, green] = lower({ ...nude, ombre: { inner: [170, 10, 40], curve } }, 0.55);
      return red - green;
    };
    expect(redness(0.2)).toBeGreaterThan(redness(0.5) + 10);
    expect(redness(0.5)).toBeGreaterThan(redness(0.9) + 10);
  });
});

describe('a liner', () => {
  const lined = (width: number, softness: number): Look => ({
    ...nude,
    liner: { swatch: [70, 20, 20], width, softness },
  });

  it('darkens the outline and leaves the middle as it is', () => {
    expect(apart(lower(lined(0.2, 0), 0.1), lower(nude, 0.1))).toBeGreaterThan(50);
    expect(apart(lower(lined(0.2, 0), 0.5), lower(nude, 0.5))).toBeLessThan(3);
  });

  it('reaches further in the wider and the softer it is', () => {
    const dark = (look: Look) => -lower(look, 0.35)[0];
    expect(dark(lined(0.4, 0))).toBeGreaterThan(dark(lined(0.2, 0)) + 20);
    expect(dark(lined(0.2, 1))).toBeGreaterThan(dark(lined(0.2, 0)) + 10);
  });

  it('hides less the lower the intensity', () => {
    const half = lower({ ...lined(0.2, 0), intensity: 0.5 }, 0.1);
    expect(half[0]).toBeGreaterThan(lower(lined(0.2, 0), 0.1)[0] + 10);
  });
});

it('a stain is stronger towards the mouth', () => {
  const stain: Look = { ...nude, swatch: [160, 10, 40], coverage: 0.45, finish: 'stain' };
  const bare: Look = { ...stain, intensity: 0 };
  const tint = (share: number) => {
    const [red, green] = lower(stain, share);
    const [bareRed, bareGreen] = lower(bare, share);
    return green / red / (bareGreen / bareRed);
  };
  expect(tint(0.85)).toBeLessThan(tint(0.15) - 0.08);
});
