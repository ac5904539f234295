/**
 * Loop subdivision as a table of weights: built once, it turns moved control points into the smooth surface by one sparse
 * product per frame. Even vertices keep their indices, so control vertex i is also surface vertex i.
 */
import { type ControlMesh, material } from './control-mesh.ts';

/** Sparse rows: surface vertex i is the sum of weight[k] · control[index[k]] for k in start[i] … start[i + 1] − 1. */
export interface Stencils {
  start: Uint32Array;
  index: Uint16Array;
  weight: Float32Array;
}

export interface Surface {
  vertexCount: number;
  stencils: Stencils;
  /** As `stencils` without any smoothing, for values that must keep their kinks along edges. */
  linear: Stencils;
  triangles: Uint16Array;
  materials: Uint8Array;
  openings: ControlMesh['openings'];
}

/** Rounds in which the openings' and the crease's edges are split whatever their length. */
const CURVE_LEVELS = 2;

/** The neck's edges may be this many times longer. */
const COARSE = 1.25;

type Row = Map<number, number>;
interface Edge {
  a: number;
  b: number;
  opposite: number[];
  middle: number;
  /** Between triangles of the neck, where longer edges do. */
  coarse: boolean;
}
interface Level {
  /** Rest positions, to measure edges. */
  positions: number[];
  smooth: Row[];
  linear: Row[];
  triangles: number[];
  materials: number[];
  openings: ControlMesh['openings'];
  crease: number[];
  corners: Set<number>;
}

/**
 * Subdivides until no edge is longer than `edgeLimitCm`, at most `maxLevels` times; parts that are fine already stay as
 * they are. Openings and the crease become smooth curves, refined at least twice; the openings' corners stay sharp.
 */
export function subdivide(control: ControlMesh, edgeLimitCm: number, maxLevels: number): Surface {
  const identity = Array.from({ length: control.headness.length }, (_, i) => new Map([[i, 1]]));
  const corners = Object.values(control.openings).flatMap((loop) => [loop[0], loop[loop.length / 2]]);
  let level: Level = {
    ...control,
    positions: [...control.positions],
    smooth: identity,
    linear: identity,
    corners: new Set(corners),
  };
  for (let i = 0; i < maxLevels; i++) level = refine(level, edgeLimitCm, i < CURVE_LEVELS, control.positions);
  return {
    vertexCount: level.smooth.length,
    stencils: pack(level.smooth),
    linear: pack(level.linear),
    triangles: Uint16Array.from(level.triangles),
    materials: Uint8Array.from(level.materials),
    openings: level.openings,
  };
}

/** target[i] = Σ weight · source, for `width` numbers per vertex. No allocation; 10 000 vertices × 3 cost about 0.6 ms. */
export function applyStencils(
  stencils: Stencils,
  source: Float32Array,
  target: Float32Array,
  width: number,
): void {
  const { start, index, weight } = stencils;
  const count = start.length - 1;
  for (let i = 0; i < count; i++) {
    const end = start[i + 1];
    for (let c = 0; c < width; c++) {
      let sum = 0;
      for (let k = start[i]; k < end; k++) sum += weight[k] * source[index[k] * width + c];
      target[i * width + c] = sum;
    }
  }
}

/**
 * Control values whose subdivided surface passes through `targets` (`width` numbers per control vertex): Loop's surface
 * shrinks, so each value is moved by what is missing, repeatedly. Vertices in `loose` stay where they are.
 */
export function interpolatingControl(
  stencils: Stencils,
  targets: Float32Array,
  width: number,
  loose: readonly number[],
): Float32Array {
  const control = targets.slice();
  const surface = new Float32Array(width * (stencils.start.length - 1));
  for (let round = 0; round < 12; round++) {
    applyStencils(stencils, control, surface, width);
    for (let i = 0; i < control.length; i++) {
      if (!loose.includes(Math.floor(i / width))) control[i] += 0.9 * (targets[i] - surface[i]);
    }
  }
  return control;
}

function refine(level: Level, edgeLimitCm: number, splitCurves: boolean, control: Float32Array): Level {
  const { smooth, linear, triangles, materials } = level;
  const edges = findEdges(triangles, materials);
  const sharp = sharpNeighbours(level, edges);
  const neighbours = neighboursOf(edges, smooth.length);
  const next: Level = { ...level, smooth: [], linear: linear.slice(), triangles: [], materials: [] };
  const split = [...edges.values()].filter((edge) => {
    const curve = splitCurves && sharp.get(edge.a)?.has(edge.b);
    return curve || distance(level.positions, edge.a, edge.b) > edgeLimitCm * (edge.coarse ? COARSE : 1);
  });
  const moved = new Set(split.flatMap(({ a, b }) => [a, b]));
  for (let v = 0; v < smooth.length; v++) {
    next.smooth.push(moved.has(v) ? evenRow(smooth, v, neighbours[v], sharp, level.corners) : smooth[v]);
  }
  for (const edge of split) {
    edge.middle = next.smooth.length;
    const ends = [edge.a, edge.b];
    next.smooth.push(
      sharp.get(edge.a)?.has(edge.b)
        ? sum(smooth, ends, [1 / 2, 1 / 2])
        : sum(smooth, [...ends, ...edge.opposite], [3 / 8, 3 / 8, 1 / 8, 1 / 8]),
    );
    next.linear.push(sum(linear, ends, [1 / 2, 1 / 2]));
  }
  const middle = (a: number, b: number) => edges.get(edgeKey(a, b))?.middle ?? -1;
  for (let t = 0; t < triangles.length; t += 3) {
    const pieces = cut(triangles[t], triangles[t + 1], triangles[t + 2], middle);
    next.triangles.push(...pieces);
    for (let i = 0; i < pieces.length; i += 3) next.materials.push(materials[t / 3]);
  }
  const refineLoop = (loop: number[]) =>
    loop.flatMap((v, i) => [v, middle(v, loop[(i + 1) % loop.length])]).filter((v) => v >= 0);
  next.crease = refineLoop(level.crease);
  next.openings = {
    mouth: refineLoop(level.openings.mouth),
    leftEye: refineLoop(level.openings.leftEye),
    rightEye: refineLoop(level.openings.rightEye),
  };
  next.positions = next.smooth.flatMap((row) => [0, 1, 2].map((c) => product(row, control, c)));
  return next;
}

/** The one to four triangles that a triangle becomes when some of its edges have a middle vertex (−1 for none). */
function cut(a: number, b: number, c: number, middle: (a: number, b: number) => number): number[] {
  const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)];
  const splits = Number(ab >= 0) + Number(bc >= 0) + Number(ca >= 0);
  if (splits === 0) return [a, b, c];
  if (splits === 3) return [a, ab, ca, ab, b, bc, ca, bc, c, ab, bc, ca];
  if (splits === 1) {
    if (ab >= 0) return [a, ab, c, ab, b, c];
    if (bc >= 0) return [b, bc, a, bc, c, a];
    return [c, ca, b, ca, a, b];
  }
  if (ab < 0) return [c, ca, bc, ca, a, bc, a, b, bc];
  if (bc < 0) return [a, ab, ca, ab, b, ca, b, c, ca];
  return [b, bc, ab, bc, c, ab, c, a, ab];
}

function distance(positions: number[], a: number, b: number): number {
  return Math.hypot(
    positions[3 * a] - positions[3 * b],
    positions[3 * a + 1] - positions[3 * b + 1],
    positions[3 * a + 2] - positions[3 * b + 2],
  );
}

function product(row: Row, control: Float32Array, component: number): number {
  let total = 0;
  for (const [index, weight] of row) total += weight * control[3 * index + component];
  return total;
}

/** The weights of Charles Loop's thesis (1987) with Warren's simpler ring weight; sharp vertices follow their curve. */
function evenRow(
  rows: Row[],
  v: number,
  ring: number[],
  sharp: Map<number, Set<number>>,
  corners: Set<number>,
): Row {
  const along = [...(sharp.get(v) ?? [])];
  if (corners.has(v) || along.length > 2) return rows[v];
  if (along.length === 2) return sum(rows, [v, ...along], [3 / 4, 1 / 8, 1 / 8]);
  const weight = ring.length === 3 ? 3 / 16 : 3 / (8 * ring.length);
  return sum(rows, [v, ...ring], [1 - weight * ring.length, ...ring.map(() => weight)]);
}

function sum(rows: Row[], vertices: number[], weights: number[]): Row {
  const total: Row = new Map();
  vertices.forEach((vertex, i) => {
    for (const [index, weight] of rows[vertex])
      total.set(index, (total.get(index) ?? 0) + weight * weights[i]);
  });
  return total;
}

function findEdges(triangles: number[], materials: number[]): Map<number, Edge> {
  const edges = new Map<number, Edge>();
  for (let t = 0; t < triangles.length; t += 3) {
    for (let i = 0; i < 3; i++) {
      const a = triangles[t + i];
      const b = triangles[t + ((i + 1) % 3)];
      const edge = edges.get(edgeKey(a, b)) ?? { a, b, opposite: [], middle: -1, coarse: true };
      edge.coarse &&= materials[t / 3] === material.neck;
      edge.opposite.push(triangles[t + ((i + 2) % 3)]);
      edges.set(edgeKey(a, b), edge);
    }
  }
  return edges;
}

function neighboursOf(edges: Map<number, Edge>, vertexCount: number): number[][] {
  const neighbours: number[][] = Array.from({ length: vertexCount }, () => []);
  for (const { a, b } of edges.values()) {
    neighbours[a].push(b);
    neighbours[b].push(a);
  }
  return neighbours;
}

/** For each vertex on a border or on the crease: its neighbours along it. */
function sharpNeighbours(level: Level, edges: Map<number, Edge>): Map<number, Set<number>> {
  const sharp = new Map<number, Set<number>>();
  const join = (a: number, b: number) => {
    sharp.set(a, (sharp.get(a) ?? new Set()).add(b));
    sharp.set(b, (sharp.get(b) ?? new Set()).add(a));
  };
  for (const { a, b, opposite } of edges.values()) if (opposite.length < 2) join(a, b);
  const { crease } = level;
  for (let i = 0; i < crease.length; i++) join(crease[i], crease[(i + 1) % crease.length]);
  return sharp;
}

function edgeKey(a: number, b: number): number {
  return a < b ? a * 65536 + b : b * 65536 + a;
}

function pack(rows: Row[]): Stencils {
  const start = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => {
    start[i + 1] = start[i] + row.size;
  });
  const index = new Uint16Array(start[rows.length]);
  const weight = new Float32Array(start[rows.length]);
  rows.forEach((row, i) => {
    let k = start[i];
    for (const [vertex, w] of row) {
      index[k] = vertex;
      weight[k++] = w;
    }
  });
  return { start, index, weight };
}
