import { describe, expect, it } from 'vitest';
import { buildContours, traceContours } from '../../../../../renderer/tryon/lips/contour.ts';
import { buildLiveliness } from '../../../../../renderer/tryon/lips/liveliness.ts';
import { lipLandmarks } from '../../../../fakes/lips.ts';

const FRAME_MS = 33;
const MOUTH_PX = 160;

/** Liveliness after each frame of a mouth at these places. */
function valuesAt(places: readonly number[]): number[] {
  const liveliness = buildLiveliness();
  const contours = buildContours();
  return places.map((x, frame) => {
    traceContours(lipLandmarks({ x, y: 180, radiusX: MOUTH_PX / 2, radiusY: 36 }), contours);
    liveliness.run(contours, FRAME_MS * frame);
    return liveliness.value;
  });
}

const places = (count: number, at: (frame: number) => number): number[] =>
  Array.from({ length: count }, (_, frame) => at(frame));

describe('a mouth', () => {
  it('is at rest half a second after its last motion, and not before it has seen any', () => {
    const values = valuesAt(places(40, (frame) => 320 + 3 * Math.min(20, frame)));
    expect(values[0]).toBe(1);
    expect(values[20]).toBe(1);
    expect(values[24]).toBeGreaterThan(0.5);
    expect(values[37]).toBeLessThan(0.15);
  });

  it('is at rest while it trembles by a thousandth of its width', () => {
    const values = valuesAt(places(60, (frame) => 320 + 0.001 * MOUTH_PX * (frame % 2)));
    expect(values.at(-1)).toBeLessThan(0.01);
  });

  it('is lively in the very frame in which it moves', () => {
    const values = valuesAt(places(62, (frame) => (frame > 60 ? 322 : 320)));
    expect(values[60]).toBeLessThan(0.01);
    expect(values[61]).toBe(1);
  });
});
