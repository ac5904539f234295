/** Coordinates over the lips: where a pixel lies along and across them. */
import { expect, it } from 'vitest';
import { buildContours, traceContours } from '../../../../../renderer/tryon/lips/contour.ts';
import { buildCoverage } from '../../../../../renderer/tryon/lips/coverage.ts';
import { emptyFacing, findFacing } from '../../../../../renderer/tryon/lips/facing.ts';
import { buildLipSurface } from '../../../../../renderer/tryon/lips/surface.ts';
import { renderScene } from '../paint/painted-shopper.ts';

const { points } = renderScene({ mouthOpen: 0.3 });
const contours = buildContours();
const coverage = buildCoverage();
const { surface, run } = buildLipSurface();
traceContours(points, contours);
coverage.run(contours, 640, 360);
run(contours, coverage.mask);

/** Coordinates at a share of the way from one landmark to another. */
function at(from: number, to: number, share: number) {
  const { xPx, yPx, widthPx } = coverage.mask;
  const place = (axis: number) =>
    Math.floor((points[3 * from + axis] as number) * (1 - share) + (points[3 * to + axis] as number) * share);
  const index = (place(1) - yPx) * widthPx + place(0) - xPx;
  return { along: surface.along[index] as number, across: surface.across[index] as number };
}

it('runs from the outline to the inner edge, on both lips', () => {
  for (const [outer, inner] of [
    [17, 14],
    [0, 13],
    [84, 87],
    [267, 312],
  ] as const) {
    const [first, middle, last] = [0.1, 0.5, 0.9].map((share) => at(outer, inner, share).across);
    expect(first).toBeLessThan(64);
    expect(Math.abs((middle as number) - 128)).toBeLessThan(28);
    expect(last).toBeGreaterThan(190);
  }
});

it('runs from commissure to commissure, the upper lip behind the lower', () => {
  expect(Math.abs(at(17, 14, 0.5).along - 128)).toBeLessThan(6);
  expect(Math.abs(at(0, 13, 0.5).along - 384)).toBeLessThan(6);
  expect(at(91, 88, 0.5).along).toBeLessThan(at(17, 14, 0.5).along);
  expect(at(40, 80, 0.5).along).toBeLessThan(at(0, 13, 0.5).along);
});

it('reaches every covered pixel of the lips', () => {
  const { alpha, widthPx, heightPx } = coverage.mask;
  let covered = 0;
  let missed = 0;
  for (let i = 0; i < widthPx * heightPx; i++) {
    if (alpha[i] === 0) continue;
    covered++;
    if (surface.along[i] === 0 && surface.across[i] === 0) missed++;
  }
  expect(missed).toBeLessThan(0.01 * covered);
});

it('tells how the arch of the teeth turns the lips, and how the head is turned', () => {
  const facing = emptyFacing();
  for (const yawDeg of [0, 25]) {
    findFacing(renderScene({ yawDeg }).points, facing);
    const [left, middle, right] = [40, 128, 216].map((step) => facing.turn[step] as number);
    expect(left).toBeLessThan(-0.5);
    expect(Math.abs(middle as number)).toBeLessThan(0.15);
    expect(right).toBeGreaterThan(0.5);
    expect((Math.asin(facing.axes[6] as number) * 180) / Math.PI).toBeCloseTo(yawDeg, -1);
  }
});
