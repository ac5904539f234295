/**
 * Softens the edge of the hair: draws roots and baby hair into the skin map along the hairline.
 */
import type { CanonicalMesh } from '../face/canonical-mesh.ts';
import { frontEdge } from './hair.ts';
import { hash, mix } from './random.ts';
import { addHair, inkStamp, type SkinPaint, skinMapSize } from './skin-texels.ts';
import { cross, dot, minus } from './vector.ts';

/** The hairline along forehead and temple ends at this place on the strand; it is looked up at so many places. */
const END = 0.62;
const PLACES = 60;

const HAIRS_PER_SIDE = 900;

/** Texture units per centimetre on the forehead. */
const UNITS_PER_CM = 0.047;

export function paintHairline(paint: SkinPaint, mesh: CanonicalMesh): void {
  const ink = new Float32Array(skinMapSize * skinMapSize);
  for (const side of [-1, 1]) {
    const line = Array.from({ length: PLACES + 2 }, (_, i) => textureAt(mesh, side, (END * i) / PLACES));
    for (let i = 0; i < HAIRS_PER_SIDE; i++) drawHair(ink, line, i, side);
  }
  addHair(paint, ink, 0.85);
}

/** A short hair that leaves the hairline towards the face and bends back along it. */
function drawHair(ink: Float32Array, line: readonly [number, number][], i: number, side: number): void {
  const place = PLACES * hash(i, side, 91);
  const before = Math.floor(place);
  const [[u0, v0], [aheadU, aheadV]] = [line[before], line[before + 1]];
  const u = mix(u0, aheadU, place - before);
  const v = mix(v0, aheadV, place - before);
  const along = Math.hypot(aheadU - u0, aheadV - v0) || 1;
  const [tangentU, tangentV] = [(aheadU - u0) / along, (aheadV - v0) / along];
  const [inU, inV] = [-side * Math.abs(tangentV), Math.abs(tangentU)];
  const length = UNITS_PER_CM * mix(0.25, 0.75, hash(i, side, 92) ** 2);
  const lean = mix(0.3, 1.3, hash(i, side, 93));
  const strength = mix(0.12, 0.3, hash(i, side, 94));
  const start = UNITS_PER_CM * -0.9;
  for (let k = 0; k < 44; k++) {
    const t = k / 44;
    const inwards = start + (length - start) * t * (1 - 0.35 * t);
    const sideways = lean * length * t * t;
    inkStamp(
      ink,
      u + inU * inwards + tangentU * sideways,
      v + inV * inwards + tangentV * sideways,
      strength * (1 - t * t),
    );
  }
}

/** Texture coordinates where a ray from inside the head through the hairline meets the face; the forehead's top if none. */
function textureAt(mesh: CanonicalMesh, side: number, place: number): [number, number] {
  const { positions, uvs, triangles } = mesh;
  const [x, z, y] = frontEdge(place);
  const from = [0, 0.8 * y, -3];
  const ray = [side * x, y - from[1], z - from[2]];
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t], triangles[t + 1], triangles[t + 2]];
    const weights = hit(from, ray, position(positions, a), position(positions, b), position(positions, c));
    if (!weights) continue;
    const [wb, wc] = weights;
    const mean = (k: number) => (1 - wb - wc) * uvs[2 * a + k] + wb * uvs[2 * b + k] + wc * uvs[2 * c + k];
    return [mean(0), mean(1)];
  }
  return [0.5, 0];
}

function position(positions: readonly number[], vertex: number): number[] {
  return [positions[3 * vertex], positions[3 * vertex + 1], positions[3 * vertex + 2]];
}

/** Weights of a triangle's second and third corner where a ray meets it (Möller and Trumbore, 1997). */
function hit(
  from: number[],
  ray: number[],
  a: number[],
  b: number[],
  c: number[],
): [number, number] | undefined {
  const ab = minus(b, a);
  const ac = minus(c, a);
  const across = cross(ray, ac);
  const volume = dot(ab, across);
  if (Math.abs(volume) < 1e-9) return undefined;
  const start = minus(from, a);
  const wb = dot(start, across) / volume;
  const turned = cross(start, ab);
  const wc = dot(ray, turned) / volume;
  const ahead = dot(ac, turned) / volume;
  return wb >= 0 && wc >= 0 && wb + wc <= 1 && ahead > 0 ? [wb, wc] : undefined;
}
