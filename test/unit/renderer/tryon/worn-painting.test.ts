/** One of the two and her look: when her lips are painted, and when the page hears of it. */
import { expect, it } from 'vitest';
import type { FaceTrack } from '../../../../renderer/tryon/landmarks/face-track.ts';
import type { Look } from '../../../../renderer/tryon/look.ts';
import { buildWornPainting } from '../../../../renderer/tryon/worn-painting.ts';
import { fillEllipse, lipLandmarks, plainFrame } from '../../../fakes/lips.ts';

const MOUTH = { x: 180, y: 130, radiusX: 70, radiusY: 30 };
const red: Look = { sku: 'TEST', swatch: [160, 20, 40], coverage: 0.9, finish: 'satin', intensity: 1 };
const stageMs = { copy: 0, landmarks: 0, lips: 0, light: 0, paint: 0, write: 0 };

function face() {
  const planes = plainFrame(400, 240, [210, 170, 150]);
  fillEllipse(planes, MOUTH.x, MOUTH.y, MOUTH.radiusX, MOUTH.radiusY, [190, 90, 90]);
  return planes;
}

const track = (isSeen: boolean) =>
  ({ isSeen, points: lipLandmarks({ ...MOUTH, openingPx: 0 }), visitor: 1 }) as unknown as FaceTrack;

it('tells once that her look was seen', () => {
  const worn = buildWornPainting();
  worn.wear(red, 7);
  expect(worn.run(face(), track(true), 0, stageMs)).toBe(true);
  expect([worn.takeNews(), worn.takeNews(), worn.change]).toEqual([true, false, 7]);
  expect(worn.lipPixels).toBeGreaterThan(0);
});

it('tells nothing of a look while she is not there, and leaves the picture alone', () => {
  const worn = buildWornPainting();
  const planes = face();
  const before = planes.data.slice();
  worn.wear(red, 7);
  for (const absent of [undefined, track(false)]) {
    expect(worn.run(planes, absent, 0, stageMs)).toBe(false);
    expect([worn.takeNews(), worn.lipPixels, worn.reading]).toEqual([false, 0, null]);
  }
  expect(Buffer.from(planes.data).equals(Buffer.from(before))).toBe(true);
});

it('tells that bare lips were asked for, face or none', () => {
  const worn = buildWornPainting();
  worn.wear(null, 3);
  worn.run(face(), undefined, 0, stageMs);
  expect(worn.takeNews()).toBe(true);
});

it('does not tell of a look that came after the frame was painted', () => {
  const worn = buildWornPainting();
  worn.wear(red, 1);
  worn.run(face(), track(true), 0, stageMs);
  worn.wear({ ...red, swatch: [90, 20, 70] }, 2);
  expect(worn.takeNews()).toBe(false);
  worn.run(face(), track(true), 33, stageMs);
  expect(worn.takeNews()).toBe(true);
});

it('wears nothing until a look was given', () => {
  const worn = buildWornPainting();
  expect(worn.run(face(), track(true), 0, stageMs)).toBe(false);
});

it('shows a look on painted lips only: not on bare ones, nor at no intensity', () => {
  const worn = buildWornPainting();
  worn.run(face(), track(true), 0, stageMs);
  expect([worn.look, worn.isShown]).toEqual([null, false]);
  worn.wear(red, 1);
  worn.run(face(), track(false), 33, stageMs);
  expect([worn.look, worn.isShown]).toEqual([red, false]);
  worn.run(face(), track(true), 66, stageMs);
  expect([worn.look, worn.isShown]).toEqual([red, true]);
  worn.wear({ ...red, intensity: 0 }, 2);
  expect(worn.look).toBe(red);
  worn.run(face(), track(true), 99, stageMs);
  expect(worn.look).toBeNull();
});
