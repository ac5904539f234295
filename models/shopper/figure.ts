/**
 * The shopper's body as one mesh in centimetres: subdivided head, windows in the eye and mouth openings, hair. `shape`
 * moves it to an expression; everything else is fixed at build.
 */
import type { CanonicalMesh } from '../face/canonical-mesh.ts';
import { buildControlMesh, material } from './control-mesh.ts';
import { buildExpression } from './expression.ts';
import { buildHair } from './hair.ts';
import { applyStencils, interpolatingControl, type Surface, subdivide } from './subdivision.ts';

/** Edges longer than this are subdivided, so often at most. */
const EDGE_LIMIT_CM = 0.85;
const MAX_LEVELS = 4;

export interface Figure {
  /** Vertices of skin and lips come first, then the windows', then from `hairFrom` on the hair's. */
  vertexCount: number;
  hairFrom: number;
  /** Head space, x, y, z per vertex. */
  positions: Float32Array;
  normals: Float32Array;
  triangles: Uint16Array;
  materials: Uint8Array;
  /** First triangle of the hair, which is seen from both sides. */
  hairTriangle: number;
  /** Two per vertex: the skin map's u and v; on hair the place along the strand and across the hairstyle. */
  uvs: Float32Array;
  /** Per vertex as on the control mesh. */
  headness: Float32Array;
  lipRing: Float32Array;
  lipAlong: Float32Array;
  /** Window vertices only: 0 at the upper edge of the opening, 1 at the lower. */
  windowDown: Float32Array;
  /** Hair vertices only: unit direction of the strand, x, y, z. */
  hairTangents: Float32Array;
  /** The jaw's turn in radians. */
  jawRad: number;
  /** Costs about 0.5 ms when the expression changed, nothing when not. */
  shape(mouthOpen: number, smile: number, eyesOpen: number): void;
}

export function buildFigure(mesh: CanonicalMesh): Figure {
  const control = buildControlMesh(mesh);
  const surface = subdivide(control, EDGE_LIMIT_CM, MAX_LEVELS);
  const rest = interpolatingControl(surface.stencils, control.positions, 3, control.loose);
  const expression = buildExpression({ rest });
  const windows = buildWindows(surface, control.positions);
  const hair = buildHair();
  const headCount = surface.vertexCount;
  const hairFrom = headCount + windows.source.length;
  const vertexCount = hairFrom + hair.places.length / 2;
  const positions = new Float32Array(3 * vertexCount);
  const normals = new Float32Array(3 * vertexCount);
  positions.set(hair.positions, 3 * hairFrom);
  normals.set(hair.normals, 3 * hairFrom);
  const bodyTriangles = surface.materials.length + windows.materials.length;
  const uvs = spread(interpolatingControl(surface.stencils, control.uvs, 2, control.loose), 2, true);
  uvs.set(hair.places, 2 * hairFrom);
  let [shapedMouth, shapedSmile, shapedEyes] = [Number.NaN, Number.NaN, Number.NaN];

  function spread(source: Float32Array, width: number, smooth: boolean): Float32Array {
    const target = new Float32Array(vertexCount * width);
    applyStencils(smooth ? surface.stencils : surface.linear, source, target, width);
    return target;
  }
  function tail(values: Float32Array, from: number, width = 1): Float32Array {
    const target = new Float32Array(vertexCount * width);
    target.set(values, from * width);
    return target;
  }

  const figure: Figure = {
    vertexCount,
    hairFrom,
    positions,
    normals,
    triangles: Uint16Array.from([
      ...surface.triangles,
      ...windows.triangles.map((v) => v + headCount),
      ...hair.triangles.map((v) => v + hairFrom),
    ]),
    materials: Uint8Array.from([
      ...surface.materials,
      ...windows.materials,
      ...new Array(hair.triangles.length / 3).fill(material.hair),
    ]),
    hairTriangle: bodyTriangles,
    uvs,
    headness: spread(control.headness, 1, true).fill(1, headCount),
    lipRing: spread(control.lipRing, 1, false),
    lipAlong: spread(control.lipAlong, 1, false),
    windowDown: tail(windows.down, headCount),
    hairTangents: tail(hair.tangents, hairFrom, 3),
    jawRad: 0,
    shape(mouthOpen, smile, eyesOpen) {
      if (mouthOpen === shapedMouth && smile === shapedSmile && eyesOpen === shapedEyes) return;
      shapedMouth = mouthOpen;
      shapedSmile = smile;
      shapedEyes = eyesOpen;
      expression.run(mouthOpen, smile, eyesOpen);
      figure.jawRad = expression.jawRad;
      applyStencils(surface.stencils, expression.points, positions, 3);
      sumNormals(positions, normals, surface.triangles, headCount);
      for (let i = 0; i < windows.source.length; i++) {
        positions.copyWithin(3 * (headCount + i), 3 * windows.source[i], 3 * windows.source[i] + 3);
      }
    },
  };
  return figure;
}

/** Area-weighted vertex normals, unit length. About 0.2 ms. */
function sumNormals(
  positions: Float32Array,
  normals: Float32Array,
  triangles: Uint16Array,
  count: number,
): void {
  normals.fill(0, 0, 3 * count);
  for (let t = 0; t < triangles.length; t += 3) {
    const a = 3 * triangles[t];
    const b = 3 * triangles[t + 1];
    const c = 3 * triangles[t + 2];
    const ux = positions[b] - positions[a];
    const uy = positions[b + 1] - positions[a + 1];
    const uz = positions[b + 2] - positions[a + 2];
    const vx = positions[c] - positions[a];
    const vy = positions[c + 1] - positions[a + 1];
    const vz = positions[c + 2] - positions[a + 2];
    const nx = uy * vz - uz * vy;
    const ny = uz * vx - ux * vz;
    const nz = ux * vy - uy * vx;
    normals[a] += nx;
    normals[a + 1] += ny;
    normals[a + 2] += nz;
    normals[b] += nx;
    normals[b + 1] += ny;
    normals[b + 2] += nz;
    normals[c] += nx;
    normals[c + 1] += ny;
    normals[c + 2] += nz;
  }
  for (let i = 0; i < 3 * count; i += 3) {
    const scale = 1 / (Math.sqrt(normals[i] ** 2 + normals[i + 1] ** 2 + normals[i + 2] ** 2) || 1);
    normals[i] *= scale;
    normals[i + 1] *= scale;
    normals[i + 2] *= scale;
  }
}

interface Windows {
  /** Head vertex that each window vertex copies. */
  source: number[];
  down: Float32Array;
  triangles: number[];
  materials: number[];
}

/** Strips across the openings, through which eyeballs and the inside of the mouth are seen. */
function buildWindows(surface: Surface, control: Float32Array): Windows {
  const windows: Windows = { source: [], down: new Float32Array(0), triangles: [], materials: [] };
  const down: number[] = [];
  for (const [name, loop] of Object.entries(surface.openings)) {
    const first = windows.source.length;
    const half = loop.length / 2;
    const rightwards = control[3 * loop[0]] < control[3 * loop[half]];
    windows.source.push(...loop);
    loop.forEach((_, i) => {
      down.push(i === 0 || i === half ? 0.5 : i < half ? 1 : 0);
    });
    for (let i = 0; i < half; i++) {
      const lower = first + i;
      const upper = first + ((loop.length - i) % loop.length);
      const nextUpper = first + loop.length - i - 1;
      const strip = [lower, lower + 1, nextUpper, lower, nextUpper, upper];
      windows.triangles.push(...(rightwards ? strip : strip.reverse()));
      windows.materials.push(...new Array(2).fill(name === 'mouth' ? material.mouth : material.eye));
    }
  }
  return { ...windows, down: Float32Array.from(down) };
}
