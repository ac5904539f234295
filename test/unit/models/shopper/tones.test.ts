import { beforeAll, describe, expect, it } from 'vitest';
import { luminance } from '../../../../models/shopper/colour.ts';
import type { Shopper } from '../../../../models/shopper/shopper.ts';
import { complexionOf } from '../../../../models/shopper/tones.ts';
import { area, meanLuminance, near, openStudio, plain } from './studio.ts';

describe('ten skin tones', () => {
  const skins: number[] = [];
  const lips: number[] = [];
  const areas: number[] = [];

  beforeAll(() => {
    const shopper: Shopper = openStudio();
    for (let tone = 1; tone <= 10; tone++) {
      shopper.render({ ...plain, tone });
      skins.push(meanLuminance(shopper, near(shopper, 50, 10)));
      const [red, green, blue] = shopper.truth.lipAlbedo;
      lips.push(luminance(red, green, blue));
      areas.push(area(shopper.truth.lips));
    }
  });

  it('darken from 1 to 10, but for 3, whose swatch is a little lighter than that of 2', () => {
    for (const [lighter, darker] of [
      [1, 2],
      [3, 4],
      [4, 5],
      [5, 6],
      [6, 7],
      [7, 8],
      [8, 9],
      [9, 10],
    ]) {
      expect(skins[lighter - 1], `tone ${lighter}`).toBeGreaterThan(skins[darker - 1]);
    }
    expect(skins[0] / skins[9]).toBeGreaterThan(8);
  });

  it('have lips whose albedo a lip can have, darker with every tone', () => {
    for (let tone = 2; tone <= 10; tone++) expect(lips[tone - 1]).toBeLessThan(lips[tone - 2]);
    expect(lips[0]).toBeLessThan(0.4);
    expect(lips[9]).toBeGreaterThan(0.025);
    expect(lips[4]).toBeGreaterThan(0.12);
    expect(lips[4]).toBeLessThan(0.28);
  });

  it('have lips darker than the skin when light, and not darker when deep', () => {
    const skinAlbedo = (tone: number) => luminance(...complexionOf(tone).skin);
    for (const tone of [1, 2, 3, 4, 5, 6]) expect(lips[tone - 1]).toBeLessThan(skinAlbedo(tone));
    for (const tone of [9, 10]) expect(lips[tone - 1]).toBeGreaterThan(skinAlbedo(tone));
  });

  it('share one mouth', () => {
    for (const value of areas) expect(value).toBe(areas[0]);
  });

  it('are ten', () => {
    expect(() => complexionOf(0)).toThrow(RangeError);
    expect(() => complexionOf(11)).toThrow(RangeError);
    expect(() => complexionOf(2.5)).toThrow(RangeError);
  });
});
