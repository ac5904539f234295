/**
 * The shopper's hair: a centre-parted bob as a shell around skull and cheeks, in head space (centimetres). Strands run
 * from the parting down to the tips; `places` says where on the hairstyle a vertex lies.
 */
import { mix, smoothNoise, smoothStep } from './random.ts';
import { cross, minus, unit } from './vector.ts';

export interface Hair {
  positions: Float32Array;
  normals: Float32Array;
  /** Unit direction of the strand, from root to tip. */
  tangents: Float32Array;
  /** Two per vertex: 0 at the parting … 1 at the tips; 0 at the edge around the face … 1 at the back, on the right half plus 2. */
  places: Float32Array;
  triangles: number[];
}

const STRAND_STEPS = 28;
const ACROSS_STEPS = 13;

/** Share of the strand that lies on the head before it falls, and how far the parting is off the middle. */
const CROWN = 0.5;
const PARTING_CM = 1.5;

export function buildHair(): Hair {
  const columns = STRAND_STEPS + 1;
  const half = columns * (ACROSS_STEPS + 1);
  const hair: Hair = {
    positions: new Float32Array(6 * half),
    normals: new Float32Array(6 * half),
    tangents: new Float32Array(6 * half),
    places: new Float32Array(4 * half),
    triangles: [],
  };
  for (let side = 0; side < 2; side++) {
    for (let j = 0; j <= ACROSS_STEPS; j++) {
      for (let i = 0; i <= STRAND_STEPS; i++) {
        const vertex = side * half + j * columns + i;
        placeVertex(hair, vertex, side === 0 ? -1 : 1, i / STRAND_STEPS, (j / ACROSS_STEPS) ** 1.6);
        if (i === STRAND_STEPS || j === ACROSS_STEPS) continue;
        const next = vertex + columns;
        hair.triangles.push(vertex, vertex + 1, next + 1, vertex, next + 1, next);
      }
    }
  }
  return hair;
}

function placeVertex(hair: Hair, vertex: number, side: number, s: number, w: number): void {
  const at = point(s, w, side);
  const e = 1e-3;
  const down = minus(point(Math.min(1, s + e), w, side), point(Math.max(0, s - e), w, side));
  const back = minus(point(s, w + e, side), point(s, Math.max(0, w - e), side));
  const normal = unit(cross(down, back).map((v) => v * side));
  hair.positions.set(at, 3 * vertex);
  hair.normals.set(normal, 3 * vertex);
  hair.tangents.set(unit(down), 3 * vertex);
  hair.places.set([s, w + (side > 0 ? 2 : 0)], 2 * vertex);
}

/** Surface point for a place along the strand (0–1) and from the face's edge to the back (0–1), on one side (±1). */
function point(s: number, w: number, side: number): number[] {
  const front = frontEdge(s);
  const z = mix(front[1], -12.6, w);
  const toBack = Math.min(1, Math.abs(z + 4) / 10.2);
  const round = Math.sqrt(Math.max(0.02, 1 - toBack ** 2.4));
  const top = 6.2 + 7.9 * Math.sqrt(Math.max(0.02, 1 - (Math.abs(z + 3.2) / 11.5) ** 2.2));
  const angle = (Math.min(1, s / CROWN) * Math.PI) / 2;
  const fall = Math.max(0, s - CROWN) / (1 - CROWN);
  let x = 9.1 * round * Math.sin(angle) ** 0.92;
  let y = mix(2.2, top, Math.cos(angle) ** 0.9);
  if (fall > 0) {
    y = 2.2 - (14.4 + 0.5 * smoothNoise(9 * w, side, 55)) * fall;
    x += 0.7 * Math.sin(Math.PI * fall) - 1.3 * fall ** 2.2;
  }
  // Near the face the shell rises from the skin like the rim of a cushion.
  const rim = Math.sqrt(Math.min(1, w / 0.2));
  x = mix(front[0], x, rim);
  y = mix(front[2], y, s < CROWN ? rim : rim * smoothStep(1, CROWN, s));
  const wave =
    smoothStep(0.3, 0.75, s) * (0.22 * Math.sin(6 * w + 9 * s + side) + 0.14 * Math.sin(17 * w + 4 * s));
  const parting = PARTING_CM * smoothStep(0.32, 0, s);
  return [
    side * Math.max(0, x + wave) + parting,
    y + 0.12 * Math.abs(parting) * smoothStep(0, 0.3, s),
    z + 0.5 * wave,
  ];
}

/** Where the hair meets forehead, temple and cheek: x, z, y of the edge, from the parting down to the tips. */
const edge: readonly (readonly [number, number, number])[] = [
  [0.0, 4.95, 8.3],
  [1.6, 4.85, 8.15],
  [3.3, 4.4, 7.7],
  [4.85, 3.55, 6.8],
  [6.0, 2.65, 5.4],
  [6.75, 1.8, 3.7],
  [7.15, 1.0, 1.8],
  [7.25, 0.5, -0.5],
  [7.15, 0.6, -3.2],
  [6.85, 0.9, -6.2],
  [6.5, 1.2, -9.2],
  [6.2, 1.4, -12.4],
];

/** x (outwards), z and y of the hairline at a place along the strand, 0–1. */
export function frontEdge(s: number): [number, number, number] {
  const position = Math.min(edge.length - 1.001, Math.max(0, s * (edge.length - 1)));
  const i = Math.floor(position);
  const t = position - i;
  const a = edge[Math.max(0, i - 1)];
  const b = edge[i];
  const c = edge[i + 1];
  const d = edge[Math.min(edge.length - 1, i + 2)];
  const spline = (k: number) =>
    b[k] +
    0.5 *
      t *
      (c[k] - a[k] + t * (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k] + t * (3 * (b[k] - c[k]) + d[k] - a[k])));
  return [spline(0), spline(1), spline(2)];
}
