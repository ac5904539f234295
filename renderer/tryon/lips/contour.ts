/**
 * Landmarks in, two smooth closed contours out: the vermilion border and the mouth opening.
 * Both are centripetal Catmull-Rom splines that break at their corners, so commissures and cupid's bow stay sharp.
 * Source: P. J. Barry, R. N. Goldman, "A recursive evaluation algorithm for Catmull-Rom splines" (1988), in Hermite form.
 */
import { innerLip, lipEndCorner, lipStartCorner, outerLip } from '../../../models/topology/lips.ts';

/** Spline points per landmark; four keep the chord error under 0.1 px on a 4K mouth. */
const STEPS = 4;
const RING_LANDMARKS = 20;
/** Points of a finished contour. */
export const CONTOUR_POINTS = RING_LANDMARKS * STEPS;

const COMMISSURES = new Set([61, 291, 78, 308]);
/** Ring elements of the middles of both lips: landmarks 14 and 13 of the inner ring. */
const LOWER_MIDDLE = 5;
const UPPER_MIDDLE = 15;
/** The peaks and the dip of the cupid's bow. */
const CUPIDS_BOW = new Set([37, 0, 267]);

/** x, y pairs in frame pixels (the first pixel's centre is 0.5, 0.5) in ring order. */
export type Contour = Float32Array;

export interface LipContours {
  readonly outer: Contour;
  readonly inner: Contour;
  /** Distance between the commissures, pixels. */
  mouthWidthPx: number;
  /** Gap between the lips at the middle over the width of the opening; under 0.04 the lips touch. */
  opening: number;
  /** 0 … 1: how surely the picture shows teeth between the lips, whatever `opening` says. */
  openSeen: number;
}

interface Ring {
  landmarks: Int32Array;
  /** 1 where the spline breaks. */
  corner: Uint8Array;
}

const ringOf = (landmarks: readonly number[]): Ring => ({
  landmarks: Int32Array.from(landmarks),
  corner: Uint8Array.from(landmarks, (index) => (COMMISSURES.has(index) || CUPIDS_BOW.has(index) ? 1 : 0)),
});

const outerRing = ringOf(outerLip);
const innerRing = ringOf(innerLip);

/** Square root of the distance between two landmarks, kept off zero: the knot spacing of a centripetal spline. */
function knotStep(points: Float32Array, from: number, to: number): number {
  const dx = (points[3 * to] as number) - (points[3 * from] as number);
  const dy = (points[3 * to + 1] as number) - (points[3 * from + 1] as number);
  return Math.max(1e-3, (dx * dx + dy * dy) ** 0.25);
}

/** Traces the piece from ring landmark `i` to the next one. `points` is x, y, z per landmark. */
function tracePiece(points: Float32Array, { landmarks, corner }: Ring, i: number, out: Contour): void {
  const next = (i + 1) % RING_LANDMARKS;
  const l0 = landmarks[(i + RING_LANDMARKS - 1) % RING_LANDMARKS] as number;
  const l1 = landmarks[i] as number;
  const l2 = landmarks[next] as number;
  const l3 = landmarks[(i + 2) % RING_LANDMARKS] as number;
  const breaksBefore = corner[i] === 1;
  const breaksAfter = corner[next] === 1;
  const step = knotStep(points, l1, l2);
  const before = breaksBefore ? step : knotStep(points, l0, l1);
  const after = breaksAfter ? step : knotStep(points, l2, l3);
  for (let axis = 0; axis < 2; axis++) {
    const p1 = points[3 * l1 + axis] as number;
    const p2 = points[3 * l2 + axis] as number;
    const p0 = breaksBefore ? 2 * p1 - p2 : (points[3 * l0 + axis] as number);
    const p3 = breaksAfter ? 2 * p2 - p1 : (points[3 * l3 + axis] as number);
    const m1 = p2 - p1 + step * ((p1 - p0) / before - (p2 - p0) / (before + step));
    const m2 = p2 - p1 + step * ((p3 - p2) / after - (p3 - p1) / (step + after));
    for (let part = 0; part < STEPS; part++) {
      const t = part / STEPS;
      const rest = 1 - t;
      out[2 * (i * STEPS + part) + axis] =
        rest * rest * (p1 * (1 + 2 * t) + m1 * t) + t * t * (p2 * (3 - 2 * t) - m2 * rest);
    }
  }
}

function traceRing(points: Float32Array, ring: Ring, out: Contour): void {
  for (let i = 0; i < RING_LANDMARKS; i++) tracePiece(points, ring, i, out);
}

export const buildContours = (): LipContours => ({
  outer: new Float32Array(2 * CONTOUR_POINTS),
  inner: new Float32Array(2 * CONTOUR_POINTS),
  mouthWidthPx: 0,
  opening: 0,
  openSeen: 0,
});

/** Traces both contours from 478 landmarks (x, y, z in frame pixels) into `contours`; about 10 µs. */
export function traceContours(points: Float32Array, contours: LipContours): void {
  traceRing(points, outerRing, contours.outer);
  traceRing(points, innerRing, contours.inner);
  measureMouth(contours);
}

/** Distance between two points of a contour, given as ring elements. */
function distancePx(contour: Contour, a: number, b: number): number {
  const dx = (contour[2 * STEPS * a] as number) - (contour[2 * STEPS * b] as number);
  const dy = (contour[2 * STEPS * a + 1] as number) - (contour[2 * STEPS * b + 1] as number);
  return Math.sqrt(dx * dx + dy * dy);
}

/** Measures width and opening of contours that were traced or moved. */
export function measureMouth(contours: LipContours): void {
  const { outer, inner } = contours;
  contours.mouthWidthPx = distancePx(outer, lipStartCorner, lipEndCorner);
  contours.opening =
    distancePx(inner, LOWER_MIDDLE, UPPER_MIDDLE) /
    Math.max(1, distancePx(inner, lipStartCorner, lipEndCorner));
}
