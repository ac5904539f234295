import { describe, expect, it } from 'vitest';
import { emptyLipLight } from '../../../../../renderer/tryon/light/lip-light.ts';
import { buildSettled } from '../../../../../renderer/tryon/steady/settle.ts';

const FRAME_MS = 33;
const reading = (shade: number) => ({ ...emptyLipLight(), shade, samples: 100 });

describe('settling', () => {
  it('starts a new visitor from her own first reading', () => {
    const settled = buildSettled();
    settled.run(reading(0.1), 0.6, 1, 0);
    expect(settled.light.shade).toBe(0.1);
    expect(settled.level).toBeCloseTo(0.6, 6);
    settled.run(reading(0.3), 0.9, 2, FRAME_MS);
    expect(settled.light.shade).toBeCloseTo(0.3, 6);
    expect(settled.level).toBeCloseTo(0.9, 6);
  });

  it('follows a lamp or exposure that brightens lips and scene alike within half a second, and never beyond it', () => {
    const settled = buildSettled();
    const levels: number[] = [];
    settled.run(reading(0.1), 0.6, 1, 0);
    for (let ms = FRAME_MS; ms <= 500; ms += FRAME_MS) {
      settled.run(reading(0.2), 1.2, 1, ms);
      levels.push(settled.level);
    }
    expect(levels[0]).toBeLessThan(0.8);
    expect(levels.at(-1)).toBeGreaterThan(1.15);
    expect(Math.max(...levels)).toBeLessThanOrEqual(1.2);
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
  });

  it('passes on slowly what only the witnesses think otherwise, while the lips look as before', () => {
    const settled = buildSettled();
    settled.run(reading(0.1), 0.6, 1, 0);
    for (let ms = FRAME_MS; ms < 530; ms += FRAME_MS) settled.run(reading(0.1), 1.2, 1, ms);
    expect(settled.level).toBeLessThan(0.75);
    for (let ms = 530; ms < 9000; ms += FRAME_MS) settled.run(reading(0.1), 1.2, 1, ms);
    expect(settled.level).toBeCloseTo(1.2, 1);
  });

  it('is hardly moved by one reading that is far off', () => {
    const settled = buildSettled();
    settled.run(reading(0.1), 0.6, 1, 0);
    settled.run(reading(0.1), 30, 1, FRAME_MS);
    settled.tint(new Float32Array([4, 0.1, 0.1]), 1, 2 * FRAME_MS);
    expect(settled.level).toBeCloseTo(0.6, 1);
    expect(settled.light.illuminant[0]).toBeCloseTo(1, 1);
  });

  it('follows the colour of a light that jumped at once, and otherwise over seconds', () => {
    const blueAfter = (isSudden: boolean): number => {
      const settled = buildSettled();
      settled.run(reading(0.1), 0.6, 1, 0);
      for (let ms = FRAME_MS; ms <= 500; ms += FRAME_MS) {
        settled.tint(new Float32Array([1.1, 1, 0.6]), 1, ms, isSudden);
        settled.run(reading(0.1), 0.6, 1, ms);
      }
      return settled.light.illuminant[2] as number;
    };
    expect(blueAfter(true)).toBeLessThan(0.62);
    expect(blueAfter(false)).toBeGreaterThan(0.9);
  });

  it('keeps what it knew through frames that show no lips', () => {
    const settled = buildSettled();
    settled.run(reading(0.1), 0.6, 1, 0);
    settled.run({ ...reading(0), samples: 0 }, 0.1, 1, FRAME_MS);
    expect(settled.light.shade).toBeCloseTo(0.1, 6);
    expect(settled.level).toBeCloseTo(0.6, 6);
  });
});
