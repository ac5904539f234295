import { describe, expect, it } from 'vitest';
import { lipRings } from '../../../../../models/topology/lips.ts';
import { buildContours, traceContours } from '../../../../../renderer/tryon/lips/contour.ts';
import { buildCoverage } from '../../../../../renderer/tryon/lips/coverage.ts';
import { buildFarSide } from '../../../../../renderer/tryon/lips/far-side.ts';
import { lipLandmarks } from '../../../../fakes/lips.ts';

const RADIUS_PX = 80;

/** Lips around an arch of teeth, turned about its axis: x, y and depth of every ring as the landmarker gives them. */
function turnedLips(yawDeg: number): Float32Array {
  const points = lipLandmarks({ x: 320, y: 180, radiusX: RADIUS_PX, radiusY: 30 });
  const yaw = (yawDeg * Math.PI) / 180;
  for (const ring of lipRings) {
    for (const [i, landmark] of ring.entries()) {
      const angle = Math.PI - (i / ring.length) * 2 * Math.PI;
      const across = RADIUS_PX * Math.cos(angle);
      const depth = (0.45 * across ** 2) / RADIUS_PX;
      points[3 * landmark] = 320 + across * Math.cos(yaw) - depth * Math.sin(yaw);
      points[3 * landmark + 1] = 180 + 30 * Math.sin(angle);
      points[3 * landmark + 2] = depth * Math.cos(yaw) + across * Math.sin(yaw);
    }
  }
  return points;
}

/** Coverage before and after, by how many pixels from the left end of the mask. */
function fade(yawDeg: number) {
  const contours = buildContours();
  const coverage = buildCoverage();
  const points = turnedLips(yawDeg);
  traceContours(points, contours);
  coverage.run(contours, 640, 360);
  const { mask } = coverage;
  const before = mask.alpha.slice();
  buildFarSide().run(points, contours, mask);
  return { before, after: mask.alpha, mask };
}

/** Share of coverage kept in the left and in the right third of the mask. */
function kept(yawDeg: number): [left: number, right: number] {
  const { before, after, mask } = fade(yawDeg);
  const third = mask.widthPx / 3;
  const sum = (alpha: Uint8Array, from: number, to: number): number => {
    let total = 0;
    for (let y = 0; y < mask.heightPx; y++) {
      for (let x = Math.ceil(from); x < to; x++) total += alpha[y * mask.widthPx + x] as number;
    }
    return total;
  };
  return [
    sum(after, 0, third) / sum(before, 0, third),
    sum(after, 2 * third, mask.widthPx) / sum(before, 2 * third, mask.widthPx),
  ];
}

describe('the far side of the lips', () => {
  it('is whole from the front and turned by 20°', () => {
    for (const yawDeg of [0, 20, -20]) expect(kept(yawDeg)).toEqual([1, 1]);
  });

  it('fades in profile, on the side that turns away only', () => {
    const [left, right] = kept(60);
    const [otherLeft, otherRight] = kept(-60);
    expect(Math.min(left, right)).toBeLessThan(0.98);
    expect(Math.max(left, right)).toBe(1);
    expect(otherLeft < otherRight).toBe(left > right);
  });

  it('fades softly: no step of more than a third between neighbouring pixels', () => {
    const { before, after, mask } = fade(60);
    const row = (mask.heightPx >> 1) * mask.widthPx;
    for (let x = 1; x < mask.widthPx; x++) {
      const was = before[row + x] === 255 && before[row + x - 1] === 255;
      if (was) expect(Math.abs((after[row + x] as number) - (after[row + x - 1] as number))).toBeLessThan(85);
    }
  });
});
