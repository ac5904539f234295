import { describe, expect, it } from 'vitest';
import {
  borderDistances,
  borderOf,
  cut,
  eroded,
  lipIou,
  paintedShare,
  windowAround,
} from '../../../quality/masks.ts';
import { fillLoops } from '../../../quality/polygon.ts';

const SIDE = 60;
const whole = { xPx: 0, yPx: 0, widthPx: SIDE, heightPx: SIDE };
const square = (left: number, top: number, right: number, bottom: number): Uint8Array =>
  fillLoops([[left, top, right, top, right, bottom, left, bottom]], whole);
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('a filled polygon', () => {
  it('covers border pixels by their share', () => {
    const mask = square(10.25, 10, 20, 20);
    expect(mask[15 * SIDE + 9]).toBe(0);
    expect(mask[15 * SIDE + 10]).toBe(Math.round(0.75 * 255));
    expect(mask[15 * SIDE + 15]).toBe(255);
    expect(mask[15 * SIDE + 20]).toBe(0);
  });

  it('leaves the inner loop open, and only the part within a window', () => {
    const loops = [
      [10, 10, 40, 10, 40, 40, 10, 40],
      [20, 20, 30, 20, 30, 30, 20, 30],
    ];
    const mask = fillLoops(loops, whole);
    expect(mask[25 * SIDE + 25]).toBe(0);
    expect(mask[15 * SIDE + 25]).toBe(255);
    const window = { xPx: 15, yPx: 12, widthPx: 20, heightPx: 20 };
    expect(fillLoops(loops, window)).toEqual(cut(mask, SIDE, window));
  });
});

describe('overlap', () => {
  it('is 1 for the same lips, 1/3 for halves that share a half, 0 apart', () => {
    expect(lipIou(square(10, 10, 20, 20), square(10, 10, 20, 20))).toBe(1);
    expect(lipIou(square(10, 10, 20, 20), square(15, 10, 25, 20))).toBeCloseTo(1 / 3, 6);
    expect(lipIou(square(10, 10, 20, 20), square(40, 10, 50, 20))).toBe(0);
  });
});

describe('border distance', () => {
  it('is what a border was moved by, also by parts of a pixel', () => {
    const truth = borderOf(square(10, 10, 50, 50), SIDE);
    const grown = borderOf(square(8.5, 8.5, 51.5, 51.5), SIDE);
    expect(mean(borderDistances(truth, truth))).toBe(0);
    expect(mean(borderDistances(truth, grown))).toBeCloseTo(1.5, 1);
  });

  it('is the same from either side, and empty where one has no border', () => {
    const one = borderOf(square(10, 10, 30, 30), SIDE);
    const other = borderOf(square(10, 10, 45, 30), SIDE);
    expect(mean(borderDistances(one, other))).toBeCloseTo(mean(borderDistances(other, one)), 10);
    expect(borderDistances(one, borderOf(new Uint8Array(SIDE * SIDE), SIDE))).toEqual([]);
  });
});

describe('paint where none belongs', () => {
  const lips = square(10, 10, 30, 20);
  const teeth = square(10, 20, 30, 30);

  it('is 0 for paint on the lips alone, 1 for paint over everything', () => {
    expect(paintedShare(teeth, lips, lips)).toEqual({ excess: 0, literal: 0, areaPx: 200 });
    expect(paintedShare(teeth, lips, square(10, 10, 30, 30)).excess).toBe(1);
    expect(paintedShare(teeth, lips, square(10, 10, 30, 25)).excess).toBeCloseTo(0.5, 6);
  });

  it('forgives the rightful paint of pixels that lip and teeth share', () => {
    const halves = { lips: square(10, 10, 30, 20.5), teeth: square(10, 20.5, 30, 30) };
    const share = paintedShare(halves.teeth, halves.lips, halves.lips);
    expect(share.excess).toBeLessThan(0.001);
    expect(share.literal).toBeGreaterThan(0.02);
  });

  it('is nothing where there is nothing to keep bare', () => {
    expect(paintedShare(new Uint8Array(SIDE * SIDE), lips, lips).areaPx).toBe(0);
  });
});

it('erodes by a disc, and counts what lies outside as bare', () => {
  const inner = eroded(square(10, 10, 30, 30), SIDE, 250, 3);
  expect(inner.reduce((sum, value) => sum + value, 0)).toBe(14 * 14);
  expect(eroded(square(0, 0, 10, 10), SIDE, 250, 3)[5 * SIDE + 1]).toBe(0);
});

it('keeps a window within the frame', () => {
  const size = { widthPx: SIDE, heightPx: SIDE };
  expect(windowAround([2, 50, 55, 58], size, 5)).toEqual({ xPx: 0, yPx: 45, widthPx: 60, heightPx: 15 });
});
