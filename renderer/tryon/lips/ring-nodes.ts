/**
 * The nodes at which a contour is refined: every second of its points, with the direction in which each may move and how
 * far it has moved, as a share of the mouth's width.
 */
import { CONTOUR_POINTS, type Contour, type LipContours } from './contour.ts';

const STRIDE = 2;
export const NODES = CONTOUR_POINTS / STRIDE;
/** Nodes at the commissures; lower lip between them, upper lip behind the second. */
const START_CORNER = 0;
export const END_CORNER = NODES / 2;
/** Contour points to both sides over which the outline's direction is taken. */
const TANGENT_POINTS = 4;

export interface RingNodes {
  /** Unit vectors away from the opening, x and y per node. */
  readonly directions: Float32Array;
  /** Shares of the mouth's width, positive away from the opening. */
  readonly offsets: Float32Array;
}

export const emptyNodes = (): RingNodes => ({
  directions: new Float32Array(2 * NODES),
  offsets: new Float32Array(NODES),
});

export const isCorner = (node: number): boolean => node === START_CORNER || node === END_CORNER;
export const isUpper = (node: number): boolean => node > END_CORNER;

/** Index of a node's x in its contour. */
export const placeOf = (node: number): number => 2 * STRIDE * node;

/** Distance between the outline and the opening at a node, pixels. */
export function thicknessPx({ outer, inner }: LipContours, node: number): number {
  const at = placeOf(node);
  const x = (outer[at] as number) - (inner[at] as number);
  const y = (outer[at + 1] as number) - (inner[at + 1] as number);
  return Math.sqrt(x * x + y * y);
}

/** Makes a node's direction one pixel long. Written in place: fractional arguments of a call would be boxed. */
function normalise(directions: Float32Array, node: number): void {
  const x = directions[2 * node] as number;
  const y = directions[2 * node + 1] as number;
  const scale = 1 / Math.max(1e-6, Math.sqrt(x * x + y * y));
  directions[2 * node] = x * scale;
  directions[2 * node + 1] = y * scale;
}

/** Normals of the outline, at the commissures the mouth's own axis; along its spokes for the opening. */
export function findDirections({ outer, inner }: LipContours, outline: RingNodes, opening: RingNodes): void {
  const size = 2 * CONTOUR_POINTS;
  const across = outline.directions;
  const along = opening.directions;
  for (let node = 0; node < NODES; node++) {
    const at = placeOf(node);
    const before = (at + size - 2 * TANGENT_POINTS) % size;
    const after = (at + 2 * TANGENT_POINTS) % size;
    // The ring runs from the left over the lower lip to the right: outside lies to its right, y pointing down.
    across[2 * node] = (outer[before + 1] as number) - (outer[after + 1] as number);
    across[2 * node + 1] = (outer[after] as number) - (outer[before] as number);
    along[2 * node] = (outer[at] as number) - (inner[at] as number);
    along[2 * node + 1] = (outer[at + 1] as number) - (inner[at + 1] as number);
    normalise(along, node);
  }
  const end = placeOf(END_CORNER);
  for (let axis = 0; axis < 2; axis++) {
    across[2 * END_CORNER + axis] = (outer[end + axis] as number) - (outer[axis] as number);
    across[2 * START_CORNER + axis] = (outer[axis] as number) - (outer[end + axis] as number);
  }
  for (let node = 0; node < NODES; node++) normalise(across, node);
}

/** Moves a contour by its nodes' offsets; points between two nodes move by the mean of both. */
export function moveContour(
  contour: Contour,
  { directions, offsets }: RingNodes,
  mouthWidthPx: number,
): void {
  for (let i = 0; i < CONTOUR_POINTS; i++) {
    const node = (i / STRIDE) | 0;
    const next = i % STRIDE === 0 ? node : (node + 1) % NODES;
    const x = (directions[2 * node] as number) + (directions[2 * next] as number);
    const y = (directions[2 * node + 1] as number) + (directions[2 * next + 1] as number);
    const both = (offsets[node] as number) + (offsets[next] as number);
    const share = (0.5 * mouthWidthPx * both) / Math.max(1e-3, Math.sqrt(x * x + y * y));
    contour[2 * i] = (contour[2 * i] as number) + share * x;
    contour[2 * i + 1] = (contour[2 * i + 1] as number) + share * y;
  }
}

/**
 * Lets the offsets follow what the path found, smoothed over neighbours.
 * @param scale offset of step 0, and what one step adds: shares of the mouth's width
 * @param share how much of the way to go, 0..1
 */
export function followPath(
  offsets: Float32Array,
  steps: Float32Array,
  scale: { readonly first: number; readonly step: number },
  share: number,
): void {
  for (let node = 0; node < NODES; node++) {
    const before = steps[(node + NODES - 1) % NODES] as number;
    const after = steps[(node + 1) % NODES] as number;
    const found = scale.first + scale.step * (0.5 * (steps[node] as number) + 0.25 * (before + after));
    offsets[node] = (offsets[node] as number) + share * (found - (offsets[node] as number));
  }
}
