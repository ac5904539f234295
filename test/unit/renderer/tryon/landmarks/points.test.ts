import { describe, expect, it } from 'vitest';
import { ROTATIONS, type Rotation } from '../../../../../main/contract/camera.ts';
import { emptyPoints, LANDMARKS, mapPoints } from '../../../../../renderer/tryon/landmarks/points.ts';

const crop = { xPx: 100, yPx: 40, widthPx: 400, heightPx: 400 };
/** A quarter from the left and a tenth from the top of the upright picture. */
const face = Array.from({ length: LANDMARKS }, () => ({ x: 0.25, y: 0.1, z: -0.05 }));

/** Where that is in the frame of a camera that has to be turned clockwise by as much. */
const places: Record<Rotation, [number, number]> = {
  0: [100 + 0.25 * 400, 40 + 0.1 * 400],
  90: [100 + 0.1 * 400, 40 + 0.75 * 400],
  180: [100 + 0.75 * 400, 40 + 0.9 * 400],
  270: [100 + 0.9 * 400, 40 + 0.25 * 400],
};

describe('mapping points into the frame', () => {
  it.each(ROTATIONS)('finds the place in a frame turned by %i°, and leaves the depth alone', (rotation) => {
    const points = emptyPoints();
    expect(mapPoints(face, crop, rotation, points)).toBe(true);
    const [x, y] = places[rotation];
    expect(points[0]).toBeCloseTo(x, 4);
    expect(points[1]).toBeCloseTo(y, 4);
    expect(points[2]).toBeCloseTo(-20, 4);
  });

  it('takes no face, nor a face with points missing', () => {
    expect(mapPoints(undefined, crop, 0, emptyPoints())).toBe(false);
    expect(mapPoints(face.slice(1), crop, 0, emptyPoints())).toBe(false);
  });
});
