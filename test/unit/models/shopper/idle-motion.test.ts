import { describe, expect, it } from 'vitest';
import { idleMotion } from '../../../../models/shopper/idle-motion.ts';

const minute = Array.from({ length: 60 * 30 }, (_, i) => idleMotion(i / 30));
const spread = (values: number[]) => Math.max(...values) - Math.min(...values);

describe('idle motion', () => {
  it('stays within what a shopper at a mirror does', () => {
    for (const state of minute) {
      expect(Math.abs(state.yawDeg)).toBeLessThanOrEqual(18);
      expect(Math.abs(state.pitchDeg)).toBeLessThanOrEqual(8);
      expect(Math.abs(state.smile)).toBeLessThanOrEqual(1);
      expect(state.mouthOpen).toBeGreaterThanOrEqual(0);
      expect(state.mouthOpen).toBeLessThanOrEqual(1);
      expect(state.eyesOpen).toBeGreaterThanOrEqual(0);
      expect(state.eyesOpen).toBeLessThanOrEqual(1);
    }
  });

  it('turns, blinks, talks and smiles within a minute', () => {
    expect(spread(minute.map((state) => state.yawDeg))).toBeGreaterThan(12);
    expect(Math.min(...minute.map((state) => state.eyesOpen))).toBeLessThan(0.2);
    expect(Math.max(...minute.map((state) => state.mouthOpen))).toBeGreaterThan(0.1);
    expect(Math.max(...minute.map((state) => state.smile))).toBeGreaterThan(0.5);
  });

  it('never jumps', () => {
    for (let i = 1; i < minute.length; i++) {
      expect(Math.abs(minute[i].yawDeg - minute[i - 1].yawDeg)).toBeLessThan(2);
      expect(Math.abs(minute[i].mouthOpen - minute[i - 1].mouthOpen)).toBeLessThan(0.12);
    }
  });

  it('is the same for the same time and seed, and another for another seed', () => {
    expect(idleMotion(12.3, 4)).toEqual(idleMotion(12.3, 4));
    expect(idleMotion(12.3, 4)).not.toEqual(idleMotion(12.3, 5));
  });
});
