/** Lips carried from one picture to the next, and what is refused as no longer being those lips. */
import { expect, it } from 'vitest';
import type { Planes } from '../../../../../renderer/tryon/frames/planes.ts';
import { buildMouthCarrier } from '../../../../../renderer/tryon/steady/mouth-carrier.ts';
import { addNoise } from '../../../../fakes/camera-noise.ts';
import { fillEllipse, lipLandmarks, plainFrame } from '../../../../fakes/lips.ts';
import { turnedPlanes, turnedPoints } from '../../../../fakes/turned-planes.ts';

const WIDTH_PX = 400;
const HEIGHT_PX = 260;
const MOUTH = { x: 200, y: 130, radiusX: 52, radiusY: 20 };

/** A face's lower half: lips with a dark line between them under two nostrils. */
function face(x: number, y: number, noise = 0): Planes {
  const planes = plainFrame(WIDTH_PX, HEIGHT_PX, [210, 170, 150]);
  fillEllipse(planes, x, y, MOUTH.radiusX, MOUTH.radiusY, [180, 90, 90]);
  fillEllipse(planes, x, y, MOUTH.radiusX - 4, 2, [70, 30, 30]);
  fillEllipse(planes, x - 12, y - 34, 6, 4, [60, 40, 30]);
  fillEllipse(planes, x + 12, y - 34, 6, 4, [60, 40, 30]);
  if (noise > 0) addNoise(planes, noise);
  return planes;
}

function remembering(planes = face(MOUTH.x, MOUTH.y)) {
  const carrier = buildMouthCarrier();
  carrier.remember(planes, lipLandmarks(MOUTH));
  return carrier;
}

it.each([
  [0, 0],
  [3, -2],
  [-24, 9],
  [30, 20],
])('tells that lips moved by %i, %i px, through camera noise too', (x, y) => {
  for (const noise of [0, 4]) {
    const carrier = remembering(face(MOUTH.x, MOUTH.y, noise));
    expect(carrier.carry(face(MOUTH.x + x, MOUTH.y + y, noise))).toBe(true);
    expect(Math.hypot((carrier.shift[0] as number) - x, (carrier.shift[1] as number) - y)).toBeLessThan(1);
  }
});

it('tells the second step from where the first one led', () => {
  const carrier = remembering();
  carrier.carry(face(MOUTH.x + 12, MOUTH.y));
  expect(carrier.carry(face(MOUTH.x + 22, MOUTH.y + 6))).toBe(true);
  expect(carrier.shift[0]).toBeCloseTo(10, 0);
  expect(carrier.shift[1]).toBeCloseTo(6, 0);
});

it.each([90, 180, 270] as const)('tells it with the camera turned by %i°, too', (rotation) => {
  const carrier = buildMouthCarrier();
  carrier.remember(
    turnedPlanes(face(MOUTH.x, MOUTH.y), rotation),
    turnedPoints(lipLandmarks(MOUTH), rotation, WIDTH_PX, HEIGHT_PX),
  );
  // As far along the mouth as it may move, which is further than across it.
  expect(carrier.carry(turnedPlanes(face(MOUTH.x + 54, MOUTH.y + 4), rotation))).toBe(true);
  expect(Math.hypot(carrier.shift[0] as number, carrier.shift[1] as number)).toBeCloseTo(
    Math.hypot(54, 4),
    0,
  );
  expect(Math.abs(carrier.shift[rotation === 180 ? 0 : 1] as number)).toBeGreaterThan(50);
});

it('goes along when the light on them changes a little', () => {
  const dimmer = face(MOUTH.x + 5, MOUTH.y);
  for (let at = 0; at < 400 * 260; at++) dimmer.data[at] = (dimmer.data[at] as number) * 0.92;
  expect(remembering().carry(dimmer)).toBe(true);
});

it('refuses a wall, whether it is plain or noisy', () => {
  const wall = plainFrame(400, 260, [200, 190, 180]);
  expect(remembering().carry(wall)).toBe(false);
  addNoise(wall, 8);
  expect(remembering().carry(wall)).toBe(false);
});

it('refuses a picture that has gone dark', () => {
  expect(remembering().carry(plainFrame(400, 260, [0, 0, 0]))).toBe(false);
});

it('refuses lips of which a hand hides a third', () => {
  const hidden = face(MOUTH.x, MOUTH.y);
  fillEllipse(hidden, MOUTH.x - 50, MOUTH.y, 32, 60, [205, 165, 145]);
  expect(remembering().carry(hidden)).toBe(false);
});

it('refuses lips that have gone further than a face goes in a frame', () => {
  expect(remembering().carry(face(MOUTH.x + 110, MOUTH.y))).toBe(false);
});

it('carries nothing where there was nothing to recognise', () => {
  const plain = plainFrame(400, 260, [210, 170, 150]);
  expect(remembering(plain).carry(plain)).toBe(false);
});
