/** Noisy points of a face at rest settle; moving ones are followed in the very frame. */
import { describe, expect, it } from 'vitest';
import { lipRings } from '../../../../../models/topology/lips.ts';
import { buildSteadyPoints } from '../../../../../renderer/tryon/steady/steady-points.ts';
import { noise } from '../../../../fakes/camera-noise.ts';

const POINTS = 478;
/** Between the outer eye corners, pixels. */
const EYES_PX = 160;
const lips = lipRings.flat();

function add(points: Float32Array, at: number, value: number): void {
  points[at] = (points[at] as number) + value;
}

/** Points spread over a face; at `opening` px the lower lip's points hang that much lower, all lips are `lipShift` px off. */
function face(shiftX: number, opening: number, noisePx: number, lipShift = 0): Float32Array {
  const points = new Float32Array(3 * POINTS);
  for (let i = 0; i < POINTS; i++) {
    points[3 * i] = 500 + 130 * Math.cos(i * 2.399) * Math.sqrt(i / POINTS);
    points[3 * i + 1] = 300 + 180 * Math.sin(i * 2.399) * Math.sqrt(i / POINTS);
  }
  for (const ring of lipRings) for (const point of ring.slice(1, 10)) add(points, 3 * point + 1, opening);
  for (const point of lips) add(points, 3 * point + 1, lipShift);
  points.set([500 - EYES_PX / 2, 260, 0], 3 * 33);
  points.set([500 + EYES_PX / 2, 260, 0], 3 * 263);
  for (let i = 0; i < 3 * POINTS; i++) add(points, i, noisePx * noise());
  for (let i = 0; i < POINTS; i++) add(points, 3 * i, shiftX);
  return points;
}

/** Root mean square over the lip points of `at`, x and y. */
function rms(at: (index: number) => number): number {
  let sum = 0;
  for (const point of lips) sum += at(3 * point) ** 2 + at(3 * point + 1) ** 2;
  return Math.sqrt(sum / lips.length);
}

/** Second difference of the settled lips over 60 frames at rest, after 30. */
function jitterPx(noisePx: number, mouthNoisePx = 0): number {
  const steady = buildSteadyPoints();
  const seen: Float32Array[] = [];
  for (let frame = 0; frame < 90; frame++) {
    steady.run(face(0, 0, noisePx, mouthNoisePx * noise()));
    seen.push(steady.points.slice());
  }
  const second = (i: number) =>
    rms((at) => {
      const [a, b, c] = [i - 1, i, i + 1].map((frame) => seen[frame]?.[at] as number);
      return (a as number) - 2 * (b as number) + (c as number);
    });
  return Math.sqrt(Array.from({ length: 58 }, (_, i) => second(i + 31) ** 2).reduce((a, b) => a + b) / 58);
}

describe('a face at rest', () => {
  it('keeps still within 0.1 % of the distance between the eyes', () => {
    expect((100 * jitterPx(0.2)) / EYES_PX).toBeLessThan(0.1);
  });

  it('is settled to a twentieth where the noise is loud', () => {
    expect(jitterPx(0.3)).toBeLessThan(0.05 * Math.sqrt(12) * 0.3);
    expect(jitterPx(0.6)).toBeLessThan(0.05 * Math.sqrt(12) * 0.6);
  });

  it('is settled in proportion where the noise is louder than is believed', () => {
    expect(jitterPx(1)).toBeLessThan(0.25 * Math.sqrt(12) * 1);
  });

  it('keeps still within 0.1 % of the distance between the eyes where the whole mouth shakes at once', () => {
    expect((100 * jitterPx(0.1, 0.5)) / EYES_PX).toBeLessThan(0.1);
  });
});

/** Error of the settled lips against the noiseless ones, worst frame of the last 60. */
function worstErrorPx(
  shiftAt: (frame: number) => number,
  openingAt: (frame: number) => number,
  noisePx: number,
) {
  const steady = buildSteadyPoints();
  let worst = 0;
  for (let frame = 0; frame < 90; frame++) {
    const truth = face(shiftAt(frame), openingAt(frame), 0);
    steady.run(face(shiftAt(frame), openingAt(frame), noisePx));
    if (frame > 30)
      worst = Math.max(
        worst,
        rms((at) => (steady.points[at] as number) - (truth[at] as number)),
      );
  }
  return worst;
}

describe('a face that moves', () => {
  const still = () => 0;

  it('is followed without lag, fast or slowly', () => {
    for (const perFrame of [0.3, 2, 12]) {
      expect(worstErrorPx((frame) => perFrame * frame, still, 0.1)).toBeLessThan(0.45);
    }
  });

  it('is followed in the very frame in which it starts', () => {
    expect(worstErrorPx((frame) => (frame > 50 ? 25 : 0), still, 0.1)).toBeLessThan(0.45);
  });

  it('is followed as well where its points are loud: no more than three times the noise behind', () => {
    for (const perFrame of [2, 12]) {
      expect(worstErrorPx((frame) => perFrame * frame, still, 0.5)).toBeLessThan(3 * Math.SQRT2 * 0.5);
    }
    expect(worstErrorPx((frame) => (frame > 50 ? 25 : 0), still, 0.5)).toBeLessThan(3 * Math.SQRT2 * 0.5);
  });

  it('comes to rest again after it has talked', () => {
    const steady = buildSteadyPoints();
    for (let frame = 0; frame < 60; frame++) steady.run(face(0, 6 * Math.sin(0.6 * frame) ** 2, 0.3));
    const seen: Float32Array[] = [];
    for (let frame = 0; frame < 60; frame++) {
      steady.run(face(0, 0, 0.3));
      seen.push(steady.points.slice());
    }
    const truth = face(0, 0, 0);
    const last = seen[59] as Float32Array;
    expect(rms((at) => (last[at] as number) - (truth[at] as number))).toBeLessThan(0.3);
    expect(rms((at) => (last[at] as number) - (seen[58]?.[at] as number))).toBeLessThan(0.03);
  });

  it('is followed within a fifth of a frame while it talks, three and five times a second', () => {
    for (const hertz of [3, 5]) {
      const turn = (2 * Math.PI * hertz) / 30;
      const talk = (frame: number) => 6 * (1 - Math.cos(turn * frame));
      expect(worstErrorPx(still, talk, 0.1)).toBeLessThan(0.2 * 6 * turn);
    }
  });
});

it('takes another face as it is', () => {
  const steady = buildSteadyPoints();
  for (let frame = 0; frame < 20; frame++) steady.run(face(0, 0, 0.2));
  steady.begin();
  const other = face(3, 2, 0);
  steady.run(other);
  expect(steady.points).toEqual(other);
});
