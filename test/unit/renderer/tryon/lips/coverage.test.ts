import { describe, expect, it } from 'vitest';
import { buildContours, CONTOUR_POINTS, traceContours } from '../../../../../renderer/tryon/lips/contour.ts';
import { buildCoverage, type LipMask } from '../../../../../renderer/tryon/lips/coverage.ts';
import { type LipShape, lipLandmarks } from '../../../../fakes/lips.ts';

const shape: LipShape = { x: 320.3, y: 180.7, radiusX: 60, radiusY: 24 };

function cover(lips: LipShape, widthPx = 640, heightPx = 360): LipMask {
  const contours = buildContours();
  const coverage = buildCoverage();
  traceContours(lipLandmarks(lips), contours);
  coverage.run(contours, widthPx, heightPx);
  return coverage.mask;
}

function area({ alpha, widthPx, heightPx }: LipMask): number {
  let sum = 0;
  for (let i = 0; i < widthPx * heightPx; i++) sum += (alpha[i] as number) / 255;
  return sum;
}

const at = ({ alpha, xPx, yPx, widthPx }: LipMask, x: number, y: number): number =>
  alpha[(y - yPx) * widthPx + (x - xPx)] as number;

describe('lip contours', () => {
  it('pass through every landmark of their ring', () => {
    const contours = buildContours();
    const points = lipLandmarks(shape);
    traceContours(points, contours);
    const steps = CONTOUR_POINTS / 20;
    expect(contours.outer[0]).toBeCloseTo(points[3 * 61] as number, 3);
    expect(contours.outer[2 * 10 * steps]).toBeCloseTo(points[3 * 291] as number, 3);
    expect(contours.outer[2 * 5 * steps + 1]).toBeCloseTo(points[3 * 17 + 1] as number, 3);
  });

  it('bulge between landmarks instead of cutting the corner', () => {
    const mask = cover(shape);
    const ellipse = Math.PI * shape.radiusX * shape.radiusY;
    const polygon = (20 / 2) * Math.sin((2 * Math.PI) / 20) * shape.radiusX * shape.radiusY;
    expect(area(mask)).toBeGreaterThan((ellipse + polygon) / 2);
    expect(area(mask)).toBeLessThan(ellipse * 1.01);
  });

  it('measure width and opening of the mouth', () => {
    const contours = buildContours();
    traceContours(lipLandmarks({ ...shape, openingPx: 12 }), contours);
    expect(contours.mouthWidthPx).toBeCloseTo(120, 3);
    expect(contours.opening).toBeCloseTo(24 / 96, 3);
  });
});

describe('lip coverage', () => {
  it('is whole inside, nothing outside and soft between', () => {
    const mask = cover(shape);
    expect(at(mask, 320, 180)).toBe(255);
    expect(at(mask, 320, 180 + 22)).toBe(255);
    expect(at(mask, mask.xPx, mask.yPx)).toBe(0);
    const edge = Array.from({ length: 6 }, (_, i) => at(mask, 320, 202 + i));
    expect(edge.filter((alpha) => alpha > 0 && alpha < 255).length).toBeGreaterThanOrEqual(2);
    expect(edge).toEqual([...edge].sort((a, b) => b - a));
  });

  it('leaves the open mouth out and keeps a closed one whole', () => {
    expect(at(cover({ ...shape, openingPx: 10 }), 320, 180)).toBe(0);
    expect(at(cover({ ...shape, openingPx: 1 }), 320, 180)).toBe(255);
  });

  it('leaves teeth out that the picture shows where the landmarks close the mouth', () => {
    const contours = buildContours();
    const coverage = buildCoverage();
    traceContours(lipLandmarks({ ...shape, openingPx: 1.2 }), contours);
    coverage.run(contours, 640, 360);
    expect(at(coverage.mask, 320, 180)).toBeGreaterThan(250);
    contours.openSeen = 1;
    coverage.run(contours, 640, 360);
    expect(at(coverage.mask, 320, 180)).toBeLessThan(64);
  });

  it('grows with the mouth, not with the frame', () => {
    const small = area(cover(shape));
    const large = area(cover({ x: 960, y: 540, radiusX: 180, radiusY: 72 }, 1920, 1080));
    expect(large / small).toBeCloseTo(9, 1);
  });

  it('starts on whole chroma blocks and stays in the frame when the mouth does not', () => {
    for (const x of [-10.5, 3, 635, 700]) {
      const mask = cover({ ...shape, x });
      expect(mask.xPx % 2).toBe(0);
      expect(mask.yPx % 2).toBe(0);
      expect(mask.xPx + mask.widthPx).toBeLessThanOrEqual(Math.max(640, mask.xPx));
      expect(mask.xPx).toBeGreaterThanOrEqual(0);
    }
  });

  it('covers nothing when the mouth lies beside the frame', () => {
    expect(area(cover({ ...shape, x: -400 }))).toBe(0);
    expect(area(cover({ ...shape, y: 900 }))).toBe(0);
  });
});
