/** The canonical face: a plausible head, symmetric, seen from outside. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type CanonicalMesh, readCanonicalMesh } from '../../../../models/face/canonical-mesh.ts';
import { readPackedAssets } from '../../../../models/face/packages.ts';

const CHIN = 152;
const FOREHEAD = 10;
const NOSE_TIP = 1;

let mesh: CanonicalMesh;

beforeAll(() => {
  mesh = readCanonicalMesh(readPackedAssets().geometryMetadata);
});

function vertex(index: number): { x: number; y: number; z: number; u: number; v: number } {
  const [x = Number.NaN, y = Number.NaN, z = Number.NaN] = mesh.positions.slice(3 * index, 3 * index + 3);
  const [u = Number.NaN, v = Number.NaN] = mesh.uvs.slice(2 * index, 2 * index + 2);
  return { x, y, z, u, v };
}

describe('the canonical mesh', () => {
  it('has 468 vertices and 898 triangles that use them all', () => {
    expect([mesh.positions.length, mesh.uvs.length, mesh.triangles.length]).toEqual([1404, 936, 2694]);
    expect(mesh.positions.every(Number.isFinite)).toBe(true);
    expect(mesh.uvs.every((value) => value >= 0 && value <= 1)).toBe(true);
    expect([...new Set(mesh.triangles)].sort((a, b) => a - b)).toEqual(
      Array.from({ length: 468 }, (_, i) => i),
    );
  });

  it('is a face in centimetres, upright and looking at the camera', () => {
    expect(vertex(FOREHEAD).y - vertex(CHIN).y).toBeGreaterThan(15);
    expect(vertex(FOREHEAD).y - vertex(CHIN).y).toBeLessThan(20);
    expect(vertex(NOSE_TIP).z).toBeGreaterThan(vertex(CHIN).z);
    expect(vertex(FOREHEAD).v).toBeLessThan(vertex(CHIN).v);
  });

  it('has the eye of lower index on the left of the picture', () => {
    expect(vertex(33).x).toBeLessThan(0);
    expect(vertex(263).x).toBeCloseTo(-vertex(33).x, 4);
    expect(vertex(33).u).toBeLessThan(0.5);
  });

  it('turns its triangles counter-clockwise towards the camera', () => {
    let facing = 0;
    for (let first = 0; first < mesh.triangles.length; first += 3) {
      const [a, b, c] = mesh.triangles.slice(first, first + 3).map(vertex);
      if (!a || !b || !c) throw new Error('A triangle has fewer than three vertices.');
      if ((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x) > 0) facing++;
    }
    expect(facing / 898).toBeGreaterThan(0.95);
  });

  it('is refused when the metadata holds none', () => {
    expect(() => readCanonicalMesh(new Uint8Array())).toThrow('no canonical mesh');
    expect(() => readCanonicalMesh(Uint8Array.of(10, 0))).toThrow('0 vertices instead of 468');
  });
});
