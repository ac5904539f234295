/** What counts as a swipe on the glass. */
import { expect, test } from 'vitest';
import { listenForSwipes, swipeStep } from '../../../../renderer/screens/swipe.ts';

const at = (clientX: number, clientY: number) => ({ clientX, clientY });

test('a finger that goes left brings the next shade, one that goes right the one before', () => {
  expect(swipeStep(at(500, 300), at(400, 320))).toBe(1);
  expect(swipeStep(at(400, 320), at(500, 300))).toBe(-1);
});

test('a touch that slips, and one that goes mostly up or down, is no swipe', () => {
  expect(swipeStep(at(500, 300), at(440, 300))).toBe(0);
  expect(swipeStep(at(500, 300), at(439, 300))).toBe(1);
  expect(swipeStep(at(500, 300), at(400, 400))).toBe(0);
  expect(swipeStep(at(500, 300), at(500, 900))).toBe(0);
});

interface Touch {
  clientX: number;
  clientY: number;
  pointerId?: number;
  isPrimary?: boolean;
}

/** A surface, a way to touch it, and the steps it told. */
function buildSurface() {
  const surface = new EventTarget();
  const steps: number[] = [];
  const stop = listenForSwipes(surface, (by) => steps.push(by));
  const touch = (type: string, place: Touch): void => {
    surface.dispatchEvent(Object.assign(new Event(type), { pointerId: 1, isPrimary: true, ...place }));
  };
  return { steps, stop, touch };
}

test('a surface tells each swipe once, until nobody listens', () => {
  const { steps, stop, touch } = buildSurface();
  touch('pointerdown', at(500, 300));
  touch('pointerup', at(300, 300));
  touch('pointerup', at(100, 300));
  stop();
  touch('pointerdown', at(500, 300));
  touch('pointerup', at(300, 300));
  expect(steps).toEqual([1]);
});

test('two fingers, and a touch that the browser took away, are no swipe', () => {
  const { steps, touch } = buildSurface();
  touch('pointerdown', at(500, 300));
  touch('pointerdown', { ...at(600, 300), pointerId: 2, isPrimary: false });
  touch('pointerup', at(300, 300));
  touch('pointerup', { ...at(300, 300), pointerId: 2, isPrimary: false });
  touch('pointerdown', at(500, 300));
  touch('pointercancel', at(300, 300));
  touch('pointerup', at(300, 300));
  expect(steps).toEqual([]);
});
