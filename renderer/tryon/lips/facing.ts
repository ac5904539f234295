/**
 * Landmarks in, which way the face and its lips are turned out: the head's own axes and the turn of the lips along the
 * arch of the teeth. The mesh gives depth at its landmarks only; across a lip the painter knows the usual roll.
 */
import { lipEndCorner, lipRingSize, lipRings } from '../../../models/topology/lips.ts';

/** Steps from commissure to commissure; the upper lip's lie behind the lower's. */
export const ALONG_STEPS = 256;

export interface LipFacing {
  /** Across the face, down, forward: a row each, in frame coordinates with z towards the camera. */
  readonly axes: Float32Array;
  /** How far the lip is turned aside, at each step along it: radians, positive to the right of the picture. */
  readonly turn: Float32Array;
}

export const emptyFacing = (): LipFacing => ({
  axes: new Float32Array([1, 0, 0, 0, 1, 0, 0, 0, 1]),
  turn: new Float32Array(2 * ALONG_STEPS),
});

/** Ends of the head's width and height in the mesh. */
const HEAD = { left: 234, right: 454, eyeLeft: 33, eyeRight: 263, top: 10, bottom: 152 };

/** Axes from the widest and tallest spans of the mesh, made orthogonal. */
function findAxes(points: Float32Array, axes: Float32Array): void {
  for (let c = 0; c < 3; c++) {
    const sign = c === 2 ? -1 : 1;
    const head = (points[3 * HEAD.right + c] as number) - (points[3 * HEAD.left + c] as number);
    const eyes = (points[3 * HEAD.eyeRight + c] as number) - (points[3 * HEAD.eyeLeft + c] as number);
    axes[c] = sign * (head + eyes);
    axes[3 + c] = sign * ((points[3 * HEAD.bottom + c] as number) - (points[3 * HEAD.top + c] as number));
  }
  normalise(axes, 0);
  let shared = 0;
  for (let c = 0; c < 3; c++) shared += (axes[c] as number) * (axes[3 + c] as number);
  for (let c = 0; c < 3; c++) axes[3 + c] = (axes[3 + c] as number) - shared * (axes[c] as number);
  normalise(axes, 3);
  for (let c = 0; c < 3; c++) {
    const next = (c + 1) % 3;
    const last = (c + 2) % 3;
    axes[6 + c] =
      (axes[next] as number) * (axes[3 + last] as number) -
      (axes[last] as number) * (axes[3 + next] as number);
  }
}

function normalise(axes: Float32Array, from: number): void {
  const length = Math.hypot(axes[from] as number, axes[from + 1] as number, axes[from + 2] as number);
  for (let c = 0; c < 3; c++) axes[from + c] = (axes[from + c] as number) / Math.max(1e-6, length);
}

/** Ring element of a spoke: 0..10 from the left commissure to the right one. */
const elementOf = (spoke: number, isUpper: boolean): number =>
  isUpper ? (lipRingSize - spoke) % lipRingSize : spoke;

/** Turn of the lip at a spoke: from the run of all four rings to both sides of it, in the face's own axes. */
function turnAt(points: Float32Array, axes: Float32Array, spoke: number, isUpper: boolean): number {
  const before = elementOf(Math.max(0, spoke - 1), isUpper);
  const after = elementOf(Math.min(lipEndCorner, spoke + 1), isUpper);
  let sideways = 0;
  let forward = 0;
  for (const ring of lipRings) {
    for (let c = 0; c < 3; c++) {
      const way =
        (points[3 * (ring[after] as number) + c] as number) -
        (points[3 * (ring[before] as number) + c] as number);
      sideways += (axes[c] as number) * (c === 2 ? -way : way);
      forward += (axes[6 + c] as number) * (c === 2 ? -way : way);
    }
  }
  return Math.atan2(-forward, Math.max(1e-3, sideways));
}

function findTurns(points: Float32Array, { axes, turn }: LipFacing, isUpper: boolean): void {
  const first = isUpper ? ALONG_STEPS : 0;
  const perSpoke = (ALONG_STEPS - 1) / lipEndCorner;
  let from = turnAt(points, axes, 0, isUpper);
  let step = 0;
  for (let spoke = 1; spoke <= lipEndCorner; spoke++) {
    const to = turnAt(points, axes, spoke, isUpper);
    for (; step <= spoke * perSpoke; step++) {
      turn[first + step] = from + (to - from) * (step / perSpoke - (spoke - 1));
    }
    from = to;
  }
}

/** Finds axes and turns for 478 landmarks (x, y, z in frame pixels); about 10 µs. */
export function findFacing(points: Float32Array, facing: LipFacing): void {
  findAxes(points, facing.axes);
  findTurns(points, facing, false);
  findTurns(points, facing, true);
}
