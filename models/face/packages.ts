/**
 * Reads the model files that ship inside the installed @mediapipe/face_mesh package. The package packs them
 * end to end into one data file; the loader script beside it holds their names and byte ranges.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { FaceAssetsError } from './errors.ts';
import { packageSha256 } from './pins.ts';
import { sha256Hex } from './sha256.ts';

const DATA_FILE = 'face_mesh_solution_packed_assets.data';
const LOADER_FILE = 'face_mesh_solution_packed_assets_loader.js';

const REMEDY = 'run "npm ci" to restore the version in package-lock.json, then start again.';

/** The packed files this project uses, as bytes that share one buffer. */
export interface PackedAssets {
  attentionModel: Uint8Array;
  detectorModel: Uint8Array;
  geometryMetadata: Uint8Array;
}

/**
 * Reads the packed assets from `packageDir`, or from the installed package when it is left out.
 * @throws FaceAssetsError `packages-missing` when the folder or its files are absent, `packages-unknown` when
 * they are not the pinned version's, so nothing unknown is ever parsed.
 */
export function readPackedAssets(packageDir = findPackage()): PackedAssets {
  const data = readPinned(packageDir, DATA_FILE);
  const loader = readPinned(packageDir, LOADER_FILE).toString();
  return {
    attentionModel: cut(data, loader, 'face_landmark_with_attention.tflite'),
    detectorModel: cut(data, loader, 'face_detection_short_range.tflite'),
    geometryMetadata: cut(data, loader, 'geometry_pipeline_metadata_landmarks.binarypb'),
  };
}

function findPackage(): string {
  try {
    return dirname(createRequire(import.meta.url).resolve('@mediapipe/face_mesh/package.json'));
  } catch (cause) {
    throw packagesMissing(cause);
  }
}

function readPinned(directory: string, name: keyof typeof packageSha256): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(directory, name));
  } catch (cause) {
    throw packagesMissing(cause);
  }
  if (sha256Hex(bytes) !== packageSha256[name]) {
    throw new FaceAssetsError(
      'packages-unknown',
      `The face models in @mediapipe/face_mesh are damaged or of another version (${name} is not known); ${REMEDY}`,
    );
  }
  return bytes;
}

function packagesMissing(cause: unknown): FaceAssetsError {
  return new FaceAssetsError(
    'packages-missing',
    `The face models cannot be read because @mediapipe/face_mesh is not installed completely; ${REMEDY}`,
    cause,
  );
}

/** The loader script holds `{"filename": "/…/name", "start": 0, "end": 1}` for each packed file. */
function cut(data: Buffer, loader: string, name: string): Uint8Array {
  const [, start, end] = new RegExp(`/${name}", "start": (\\d+), "end": (\\d+)`).exec(loader) ?? [];
  if (start === undefined || end === undefined) throw new Error(`${LOADER_FILE} does not list ${name}.`);
  return data.subarray(Number(start), Number(end));
}
