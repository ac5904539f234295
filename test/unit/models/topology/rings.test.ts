/** The index lists against the canonical mesh and against the topology that the tasks runtime publishes. */
import { FaceLandmarker } from '@mediapipe/tasks-vision';
import { describe, expect, it } from 'vitest';
import { readCanonicalMesh } from '../../../../models/face/canonical-mesh.ts';
import { readPackedAssets } from '../../../../models/face/packages.ts';
import * as face from '../../../../models/topology/face.ts';
import * as lips from '../../../../models/topology/lips.ts';

const { positions } = readCanonicalMesh(readPackedAssets().geometryMetadata);
const x = (point: number | undefined) => positions[3 * Number(point)] ?? Number.NaN;
const y = (point: number | undefined) => positions[3 * Number(point) + 1] ?? Number.NaN;
const z = (point: number | undefined) => positions[3 * Number(point) + 2] ?? Number.NaN;
/** Height of the mouth's middle, between the inner points 13 and 14. */
const mouthY = (y(13) + y(14)) / 2;

/** Undirected edges as "low-high", so that loops compare whatever their direction. */
function edges(pairs: readonly (readonly [number, number])[]): string[] {
  return pairs.map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`).sort();
}

function loopEdges(loop: readonly number[]): string[] {
  return edges(loop.map((point, index) => [point, loop[(index + 1) % loop.length] ?? Number.NaN]));
}

function publishedEdges(connections: readonly { start: number; end: number }[]): string[] {
  return edges(connections.map(({ start, end }) => [start, end]));
}

describe('lip rings', () => {
  it('have twenty points each and share none', () => {
    expect(lips.lipRings.map((ring) => ring.length)).toEqual(Array(4).fill(lips.lipRingSize));
    expect(new Set(lips.lipRings.flat()).size).toBe(4 * lips.lipRingSize);
  });

  it('start at the named commissures', () => {
    expect(lips.lipRings.map((ring) => ring[lips.lipStartCorner])).toEqual([61, 76, 62, 78]);
    expect(lips.lipRings.map((ring) => ring[lips.lipEndCorner])).toEqual([291, 306, 292, 308]);
  });

  it('close to the published outlines of lips and mouth', () => {
    const ours = [...loopEdges(lips.outerLip), ...loopEdges(lips.innerLip)].sort();
    expect(ours).toEqual(publishedEdges(FaceLandmarker.FACE_LANDMARKS_LIPS));
  });

  it('run to the right along the lower lip and back along the upper one', () => {
    for (const ring of lips.lipRings) {
      for (let index = 0; index < lips.lipRingSize; index++) {
        const step = x(ring[(index + 1) % lips.lipRingSize]) - x(ring[index]);
        expect(Math.sign(step)).toBe(index < lips.lipEndCorner ? 1 : -1);
      }
    }
  });

  it('lie on common spokes: the nearest point of the next ring has the same element, and lies further in', () => {
    const distance = (a: number, b: number) => Math.hypot(x(b) - x(a), y(b) - y(a), z(b) - z(a));
    for (const [inwards, ring] of lips.lipRings.slice(0, 3).entries()) {
      const next = lips.lipRings[inwards + 1] ?? [];
      ring.forEach((point, index) => {
        const distances = next.map((candidate) => distance(point, candidate));
        expect(distances.indexOf(Math.min(...distances))).toBe(index);
        expect(Math.hypot(x(next[index]), y(next[index]) - mouthY)).toBeLessThan(
          Math.hypot(x(point), y(point) - mouthY),
        );
      });
    }
  });

  it('are mirror images of themselves element by element', () => {
    for (const ring of lips.lipRings) {
      ring.forEach((point, index) => {
        const mirrored = ring[index <= lips.lipEndCorner ? lips.lipEndCorner - index : 30 - index];
        expect(x(mirrored)).toBeCloseTo(-x(point), 3);
        expect(y(mirrored)).toBeCloseTo(y(point), 3);
      });
    }
  });
});

describe('face topology', () => {
  it('has the published face outline as one loop', () => {
    expect(loopEdges(face.faceOval)).toEqual(publishedEdges(FaceLandmarker.FACE_LANDMARKS_FACE_OVAL));
  });

  it('has the published eyes, whose names tell her side instead of the picture side', () => {
    expect(loopEdges(face.leftEyeContour)).toEqual(publishedEdges(FaceLandmarker.FACE_LANDMARKS_RIGHT_EYE));
    expect(loopEdges(face.rightEyeContour)).toEqual(publishedEdges(FaceLandmarker.FACE_LANDMARKS_LEFT_EYE));
    expect(loopEdges(face.leftIris.slice(1))).toEqual(
      publishedEdges(FaceLandmarker.FACE_LANDMARKS_RIGHT_IRIS),
    );
    expect(loopEdges(face.rightIris.slice(1))).toEqual(
      publishedEdges(FaceLandmarker.FACE_LANDMARKS_LEFT_IRIS),
    );
  });

  it('refines each mesh point at most once', () => {
    const refined = [...face.lipsRefinement, ...face.leftEyeRefinement, ...face.rightEyeRefinement];
    expect([
      face.lipsRefinement.length,
      face.leftEyeRefinement.length,
      face.rightEyeRefinement.length,
    ]).toEqual([80, 71, 71]);
    expect(new Set(refined).size).toBe(refined.length);
    expect(Math.max(...refined)).toBeLessThan(face.meshPointCount);
  });

  it('lists refined lips in the order of the model: lower lip, then upper lip without corners', () => {
    expect(face.lipsRefinement.slice(0, 20)).toEqual([
      61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409,
    ]);
    expect([20, 40, 60].map((start) => face.lipsRefinement[start])).toEqual([78, 76, 62]);
  });

  it('refines the two eyes in mirrored order', () => {
    face.leftEyeRefinement.forEach((point, index) => {
      expect(x(face.rightEyeRefinement[index])).toBeCloseTo(-x(point), 2);
      expect(y(face.rightEyeRefinement[index])).toBeCloseTo(y(point), 2);
    });
  });
});
