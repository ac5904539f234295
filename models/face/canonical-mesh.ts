/**
 * Takes the canonical face out of MediaPipe's geometry metadata: 468 vertices that correspond to the
 * landmarks of the same index, with texture coordinates and triangles. The synthetic shopper is built on it.
 */
import { meshPointCount } from '../topology/face.ts';
import { readFields } from './protobuf.ts';

/** The content of `canonical-mesh.json`. */
export interface CanonicalMesh {
  /**
   * x, y, z per vertex [1404] in centimetres on an average adult face. The origin lies inside the head, level
   * with the middle of the nose; x grows to the right of an unmirrored picture (her left), y up, z out of the
   * face to the camera.
   */
  positions: number[];
  /** u, v per vertex [936] in 0–1: u grows with x, v grows downwards from the forehead to the chin. */
  uvs: number[];
  /** Three vertex indices per triangle [2694], counter-clockwise as seen from the camera. */
  triangles: number[];
}

/** Field numbers of GeometryPipelineMetadata and Mesh3d in MediaPipe's public protocol buffers. */
const CANONICAL_MESH = 1;
const VERTEX_BUFFER = 3;
const INDEX_BUFFER = 4;

/** A vertex is x, y, z, u, v in a row. */
const FLOATS_PER_VERTEX = 5;

/** The source was written with six decimals before it became 32-bit floats. */
const DECIMALS = 6;

/**
 * Reads the mesh from the bytes of `geometry_pipeline_metadata_landmarks.binarypb`.
 * @throws Error when they hold no mesh of 468 vertices.
 */
export function readCanonicalMesh(geometryMetadata: Uint8Array): CanonicalMesh {
  const mesh: CanonicalMesh = { positions: [], uvs: [], triangles: [] };
  let floats = 0;
  for (const field of readFields(findMesh(geometryMetadata))) {
    if (field.number === VERTEX_BUFFER && field.kind === 'float') {
      const target = floats % FLOATS_PER_VERTEX < 3 ? mesh.positions : mesh.uvs;
      target.push(Number(field.value.toFixed(DECIMALS)));
      floats++;
    } else if (field.number === INDEX_BUFFER && field.kind === 'varint') {
      mesh.triangles.push(field.value);
    }
  }
  if (floats !== meshPointCount * FLOATS_PER_VERTEX) {
    throw new Error(
      `The canonical mesh has ${floats / FLOATS_PER_VERTEX} vertices instead of ${meshPointCount}.`,
    );
  }
  return mesh;
}

function findMesh(geometryMetadata: Uint8Array): Uint8Array {
  for (const field of readFields(geometryMetadata)) {
    if (field.number === CANONICAL_MESH && field.kind === 'bytes') return field.value;
  }
  throw new Error('The geometry metadata holds no canonical mesh.');
}
