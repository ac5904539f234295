/**
 * Makes sure, at every start, that the three face files are in the output folder and are exactly the ones
 * that were looked at: missing or damaged files are built again from the installed packages, anything else
 * unexpected is refused with a sentence.
 */
import { join } from 'node:path';
import { buildFaceFiles } from './build.ts';
import { type ConfiguredBundle, readConfiguredBundle } from './configured.ts';
import { assertExpected, findStale, replaceFiles } from './files.ts';
import { readPackedAssets } from './packages.ts';
import { type AssetName, builtSha256 } from './pins.ts';
import { sha256Hex } from './sha256.ts';

export interface FaceAssetsOptions {
  /** Folder for the files, made when absent; by convention `dist/face`. */
  outputDir: string;
  /** An official bundle to use instead of the built one. */
  configured?: ConfiguredBundle | undefined;
  /** Folder of @mediapipe/face_mesh; found among the installed packages when left out. */
  packageDir?: string | undefined;
}

export interface FaceAssets {
  /** The bundle for FaceLandmarker, CPU delegate. */
  taskPath: string;
  /** The same bundle's detector, for FaceDetector. */
  detectorPath: string;
  /** JSON of the canonical mesh, see `CanonicalMesh`. */
  meshPath: string;
  /** Of the bundle, hex. */
  sha256: string;
  /** Whether any file had to be written. */
  rebuilt: boolean;
}

/**
 * Checks the files and writes those that are not right: about 10 ms when all is well, 0.2 s when built. With
 * `configured`, landmarker and detector are copied from that bundle; the mesh always comes from the packages.
 * @throws FaceAssetsError whose message says what is wrong and what to do.
 */
export async function ensureFaceAssets({
  outputDir,
  configured,
  packageDir,
}: FaceAssetsOptions): Promise<FaceAssets> {
  const official = configured && (await readConfiguredBundle(configured));
  const expected: Record<AssetName, string> = { ...builtSha256 };
  if (official) {
    expected['face_landmarker.task'] = sha256Hex(official['face_landmarker.task']);
    expected['face_detector.tflite'] = sha256Hex(official['face_detector.tflite']);
  }
  const stale = await findStale(outputDir, expected);
  if (stale.length > 0) {
    const files = { ...buildFaceFiles(readPackedAssets(packageDir)), ...official };
    assertExpected(files, expected);
    await replaceFiles(outputDir, files, stale);
  }
  return {
    taskPath: join(outputDir, 'face_landmarker.task'),
    detectorPath: join(outputDir, 'face_detector.tflite'),
    meshPath: join(outputDir, 'canonical-mesh.json'),
    sha256: expected['face_landmarker.task'],
    rebuilt: stale.length > 0,
  };
}
