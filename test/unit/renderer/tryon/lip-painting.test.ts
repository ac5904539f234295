import { describe, expect, it } from 'vitest';
import type { Calibration } from '../../../../main/contract/calibration.ts';
import { ROTATIONS } from '../../../../main/contract/camera.ts';
import type { Planes } from '../../../../renderer/tryon/frames/planes.ts';
import { buildLipPainting, type LipPainting } from '../../../../renderer/tryon/lip-painting.ts';
import type { Look } from '../../../../renderer/tryon/look.ts';
import { colourAt, fillEllipse, lipLandmarks, plainFrame, type Rgb } from '../../../fakes/lips.ts';
import { turnBack, turnedPlanes, turnedPoints } from '../../../fakes/turned-planes.ts';

const WIDTH_PX = 400;
const HEIGHT_PX = 240;
const MOUTH = { x: 180, y: 130, radiusX: 70, radiusY: 30 };
const gloss: Look = { sku: 'TEST', swatch: [160, 20, 40], coverage: 0.7, finish: 'vinyl', intensity: 1 };

/** Lips on skin, the upper half darker and with a highlight on the lower: unlike themselves upside down. */
function face(lips: Rgb = [190, 90, 90]): Planes {
  const planes = plainFrame(WIDTH_PX, HEIGHT_PX, [210, 170, 150]);
  const [red, green, blue] = lips;
  fillEllipse(planes, MOUTH.x, MOUTH.y, MOUTH.radiusX, MOUTH.radiusY, lips);
  fillEllipse(planes, MOUTH.x - 20, MOUTH.y - 14, 40, 12, [red - 30, green - 20, blue - 20]);
  fillEllipse(planes, MOUTH.x + 10, MOUTH.y + 16, 20, 6, [235, 190, 190]);
  return planes;
}

const points = lipLandmarks({ ...MOUTH, openingPx: 8 });

function paint(painting: LipPainting, planes: Planes, landmarks: Float32Array, visitor = 1, nowMs = 0) {
  painting.outline(planes, landmarks, visitor, nowMs);
  painting.cover(planes, landmarks);
  painting.uncover(planes, landmarks, visitor, nowMs);
  painting.measure(planes, landmarks, visitor, nowMs);
  return painting.paint(planes);
}

function paintingWith(look: Look): LipPainting {
  const painting = buildLipPainting();
  painting.wear(look);
  return painting;
}

describe('lips that lie in the frame as the camera is mounted', () => {
  const upright = face();
  const isPainted = paint(paintingWith(gloss), upright, points);

  it.each(ROTATIONS)('are painted with the camera turned by %i° as they are upright', (rotation) => {
    const turned = turnedPlanes(face(), rotation);
    const before = turned.data.slice();
    const painted = paint(paintingWith(gloss), turned, turnedPoints(points, rotation, WIDTH_PX, HEIGHT_PX));
    expect([isPainted, painted]).toEqual([true, true]);
    let apart = 0;
    for (let y = 0; y < HEIGHT_PX; y++) {
      for (let x = 0; x < WIDTH_PX; x++) {
        const [column, row] = turnBack(rotation, WIDTH_PX, HEIGHT_PX, x + 0.5, y + 0.5);
        const here = colourAt(turned, column - 0.5, row - 0.5);
        const there = colourAt(upright, x, y);
        apart = Math.max(apart, ...here.map((value, c) => Math.abs(value - (there[c] as number))));
      }
    }
    // The light is read from a grid of samples, which falls on other pixels in a turned frame.
    expect(apart).toBeLessThan(6);
    expect(Buffer.from(before).equals(Buffer.from(turned.data))).toBe(false);
  });
});

it('reads the light on another visitor’s lips as if they were the first', () => {
  const darker = () => face([120, 60, 55]);
  const [sameVisitor, otherVisitor, first] = [darker(), darker(), darker()];
  const painting = paintingWith(gloss);
  paint(painting, face(), points, 1, 0);
  paint(painting, sameVisitor, points, 1, 33);
  paint(painting, otherVisitor, points, 2, 66);
  paint(paintingWith(gloss), first, points, 1, 66);
  expect(Buffer.from(otherVisitor.data).equals(Buffer.from(first.data))).toBe(true);
  expect(Buffer.from(sameVisitor.data).equals(Buffer.from(first.data))).toBe(false);
});

it('wears what the calibrated camera would show of the shade, from the next frame on', () => {
  const halfBlue: Calibration = {
    matrix: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 2],
    ],
    levels: { black: [0, 0, 0], white: [0.6, 0.6, 0.6] },
    meanDeltaE: 1,
    at: '2026-01-01T00:00:00Z',
  };
  const blue = { ...gloss, finish: 'matte', swatch: [40, 40, 200] } as const;
  const painting = paintingWith(blue);
  const blueOf = (planes: Planes) => colourAt(planes, MOUTH.x + 40, MOUTH.y + 22)[2];
  const plain = face();
  paint(painting, plain, points, 1, 0);
  painting.calibrate(halfBlue);
  const calibrated = face();
  paint(painting, calibrated, points, 2, 33);
  expect(blueOf(calibrated)).toBeLessThan(0.85 * blueOf(plain));
});
