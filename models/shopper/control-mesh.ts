/**
 * Builds the coarse mesh that the shopper is subdivided from: the canonical face with its eyes and mouth cut open, grown
 * over skull and neck. Vertices 0–467 are the landmarks of the same index.
 */
import type { CanonicalMesh } from '../face/canonical-mesh.ts';
import { faceOval, leftEyeContour, meshPointCount, rightEyeContour } from '../topology/face.ts';
import { innerLip, lipEndCorner, lipRings, lipStartCorner, outerLip } from '../topology/lips.ts';
import { neckColumns } from './neck-table.ts';

/** What a triangle shows; decides how its pixels are shaded. Two that differ in the last bit only are one surface. */
export const material = {
  none: 0,
  skin: 2,
  neck: 3,
  lowerLip: 4,
  upperLip: 5,
  eye: 6,
  mouth: 8,
  hair: 10,
} as const;

export interface ControlMesh {
  /** x, y, z per vertex in centimetres. */
  positions: Float32Array;
  /** u, v per vertex; the neck repeats the outline's. */
  uvs: Float32Array;
  /** 1 where a vertex turns with the head … 0 where it stays with the shoulders. */
  headness: Float32Array;
  /** Per vertex: 0 on the lips' outline … 1 on the mouth's opening, 0 elsewhere. */
  lipRing: Float32Array;
  /** Per vertex of the lips: 0 at the picture's left commissure … 1 at the right one. */
  lipAlong: Float32Array;
  /** Three indices per triangle, counter-clockwise from outside, and one material each. */
  triangles: number[];
  materials: number[];
  /** Closed loops of vertices around the openings; a corner is element 0 and the one halfway. */
  openings: { mouth: number[]; leftEye: number[]; rightEye: number[] };
  /** Loop along which the surface may crease: the lips' outline. */
  crease: number[];
  /** Vertices that subdivision may round off: the commissures, where holding them would wrinkle the skin around. */
  loose: number[];
}

/** The skull beyond the first row is left out as far down the outline as hair hides it. */
const HAIRLINE_END = 8;

export function buildControlMesh(mesh: CanonicalMesh): ControlMesh {
  const rowCount = neckColumns[0].rows.length;
  const vertexCount = meshPointCount + rowCount * faceOval.length;
  const control: ControlMesh = {
    positions: new Float32Array(3 * vertexCount),
    uvs: new Float32Array(2 * vertexCount),
    headness: new Float32Array(vertexCount).fill(1),
    lipRing: new Float32Array(vertexCount),
    lipAlong: new Float32Array(vertexCount),
    triangles: [],
    materials: [],
    openings: { mouth: [...innerLip], leftEye: [...leftEyeContour], rightEye: [...rightEyeContour] },
    crease: [...outerLip],
    loose: [outerLip[lipStartCorner], outerLip[lipEndCorner]],
  };
  control.positions.set(mesh.positions);
  control.uvs.set(mesh.uvs);
  measureLips(control);
  addFace(control, mesh.triangles);
  for (let row = 0; row < rowCount; row++) addNeckRow(control, row);
  return control;
}

/** Places the rings' points between the commissures by length along the second ring. */
function measureLips({ positions, lipRing, lipAlong }: ControlMesh): void {
  const middle = lipRings[1];
  const length = (from: number, to: number) =>
    Math.hypot(positions[3 * from] - positions[3 * to], positions[3 * from + 1] - positions[3 * to + 1]);
  const along = [0];
  for (let k = 1; k <= middle.length; k++) {
    along[k] = along[k - 1] + length(middle[k - 1], middle[k % middle.length]);
  }
  const lower = along[lipEndCorner];
  const upper = along[middle.length] - lower;
  lipRings.forEach((ring, depth) => {
    ring.forEach((vertex, k) => {
      lipRing[vertex] = depth / (lipRings.length - 1);
      lipAlong[vertex] = k <= lipEndCorner ? along[k] / lower : 1 - (along[k] - lower) / upper;
    });
  });
}

/** The face without the triangles that fill eyes and mouth. */
function addFace(control: ControlMesh, triangles: readonly number[]): void {
  const filled = Object.values(control.openings).map((loop) => new Set(loop));
  const lips = new Set(lipRings.flat());
  const upper = new Set(lipRings.flatMap((ring) => ring.slice(lipEndCorner + 1)));
  for (let t = 0; t < triangles.length; t += 3) {
    const corners = triangles.slice(t, t + 3);
    if (filled.some((loop) => corners.every((vertex) => loop.has(vertex)))) continue;
    control.triangles.push(...corners);
    const lip = corners.some((vertex) => upper.has(vertex)) ? material.upperLip : material.lowerLip;
    control.materials.push(corners.every((vertex) => lips.has(vertex)) ? lip : material.skin);
  }
}

/** A ring of vertices around the row before it, and the triangles between the two. */
function addNeckRow(control: ControlMesh, row: number): void {
  const count = faceOval.length;
  const first = meshPointCount + row * count;
  for (let k = 0; k < count; k++) {
    const side = k <= count / 2 ? 1 : -1;
    const [x, y, z, headness] = neckPoint(side > 0 ? k : count - k, row);
    control.positions.set([side * x, y, z], 3 * (first + k));
    control.headness[first + k] = headness;
    control.uvs.set(control.uvs.subarray(2 * faceOval[k], 2 * faceOval[k] + 2), 2 * (first + k));
    const next = (k + 1) % count;
    const inner = row === 0 ? faceOval[k] : first - count + k;
    const innerNext = row === 0 ? faceOval[next] : first - count + next;
    if (row > 0 && Math.min(k, count - k - 1) < HAIRLINE_END) continue;
    control.triangles.push(inner, innerNext, first + next, inner, first + next, first + k);
    control.materials.push(material.neck, material.neck);
  }
}

/** Interpolates a row of the table between its columns with a monotone cubic weight. */
function neckPoint(outlineIndex: number, row: number): [number, number, number, number] {
  const right = neckColumns.findIndex((column) => column.outlineIndex >= outlineIndex);
  const left = Math.max(0, right - 1);
  const from = neckColumns[left];
  const to = neckColumns[right];
  const span = to.outlineIndex - from.outlineIndex || 1;
  const t = (outlineIndex - from.outlineIndex) / span;
  const point: [number, number, number, number] = [0, 0, 0, 0];
  for (let c = 0; c < 4; c++) {
    const slopeFrom = slope(left, row, c) * span;
    const slopeTo = slope(right, row, c) * span;
    point[c] = hermite(from.rows[row][c], to.rows[row][c], slopeFrom, slopeTo, t);
  }
  return point;
}

/** Central difference of a table column over the outline; mirrored at forehead and chin, where only x keeps a slope. */
function slope(column: number, row: number, component: number): number {
  const before = neckColumns[Math.max(0, column - 1)];
  const after = neckColumns[Math.min(neckColumns.length - 1, column + 1)];
  const atSeam = column === 0 || column === neckColumns.length - 1;
  if (atSeam && component !== 0) return 0;
  return (
    (after.rows[row][component] - before.rows[row][component]) / (after.outlineIndex - before.outlineIndex)
  );
}

function hermite(a: number, b: number, slopeA: number, slopeB: number, t: number): number {
  const t2 = t * t;
  const t3 = t2 * t;
  return (2 * t3 - 3 * t2 + 1) * a + (t3 - 2 * t2 + t) * slopeA + (3 * t2 - 2 * t3) * b + (t3 - t2) * slopeB;
}
