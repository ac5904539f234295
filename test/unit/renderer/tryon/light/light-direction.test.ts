/** The direction of the light, read from the shading of a face whose lamp is known. */
import { expect, it } from 'vitest';
import { neutralState } from '../../../../../models/shopper/state.ts';
import { emptyPlanes, layOutPlanes, type Planes } from '../../../../../renderer/tryon/frames/planes.ts';
import { buildLightDirection } from '../../../../../renderer/tryon/light/light-direction.ts';
import { turnBack, turnedPlanes, turnedPoints } from '../../../../fakes/turned-planes.ts';
import { HEIGHT_PX, renderScene, WIDTH_PX } from '../paint/painted-shopper.ts';

function scene(azimuthDeg: number, elevationDeg: number, tone = 5, yawDeg = 0) {
  const light = { ...neutralState.light, azimuthDeg, elevationDeg };
  const { frame, points } = renderScene({ tone, yawDeg, light, scale: 0.7 });
  const planes = emptyPlanes();
  layOutPlanes(planes, 'I420', WIDTH_PX, HEIGHT_PX);
  planes.data.set(frame);
  return { planes, points };
}

/** Angle between two directions, degrees. */
const angle = (one: Float32Array, other: readonly number[]): number =>
  (Math.acos(other.reduce((sum, value, i) => sum + value * (one[i] as number), 0)) * 180) / Math.PI;

function towards(azimuthDeg: number, elevationDeg: number): number[] {
  const [azimuth, elevation] = [(azimuthDeg * Math.PI) / 180, (elevationDeg * Math.PI) / 180];
  return [
    Math.sin(azimuth) * Math.cos(elevation),
    -Math.sin(elevation),
    Math.cos(azimuth) * Math.cos(elevation),
  ];
}

it.each([
  [-60, 30, 2, 0],
  [-25, 0, 8, 0],
  [0, 60, 5, 15],
  [40, 30, 9, -15],
] as const)(
  'is found within 20° for a lamp at %i°, %i° on skin tone %i, head turned %i°',
  (azimuth, elevation, tone, yaw) => {
    const stage = buildLightDirection();
    const { planes, points } = scene(azimuth, elevation, tone, yaw);
    stage.run(planes, points, 1, 0);
    expect(angle(stage.direction, towards(azimuth, elevation))).toBeLessThan(20);
  },
);

it('moves slowly for one visitor and starts anew with the next', () => {
  const stage = buildLightDirection();
  const left = scene(-60, 20);
  const right = scene(60, 20);
  const run = (
    { planes, points }: { planes: Planes; points: Float32Array },
    visitor: number,
    nowMs: number,
  ) => stage.run(planes, points, visitor, nowMs);
  run(left, 1, 0);
  run(right, 1, 33);
  expect(stage.direction[0]).toBeLessThan(-0.4);
  run(right, 2, 66);
  expect(stage.direction[0]).toBeGreaterThan(0.4);
});

it.each([90, 180, 270] as const)('lies in the frame as the camera does that is turned by %i°', (rotation) => {
  const { planes, points } = scene(-25, 60);
  const stage = buildLightDirection();
  stage.run(turnedPlanes(planes, rotation), turnedPoints(points, rotation, WIDTH_PX, HEIGHT_PX), 1, 0);
  const [x, y, z] = towards(-25, 60) as [number, number, number];
  const [column, row] = turnBack(rotation, 0, 0, x, y);
  expect(angle(stage.direction, [column, row, z])).toBeLessThan(20);
});
