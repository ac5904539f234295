/**
 * An official landmarker bundle that the operator configured in place of the built one: checked, and its
 * detector taken out.
 */
import { readFile } from 'node:fs/promises';
import { detectorEntry } from './build.ts';
import { FaceAssetsError } from './errors.ts';
import { sha256Hex } from './sha256.ts';
import { readStoredZip } from './zip.ts';

/** Where the official `.task` lies and the SHA-256 (hex) it must have. */
export interface ConfiguredBundle {
  path: string;
  sha256: string;
}

/** The files that stand in for the built ones. */
export interface ConfiguredFiles {
  'face_landmarker.task': Uint8Array;
  'face_detector.tflite': Uint8Array;
}

/** @throws FaceAssetsError `configured-missing`, `configured-mismatch` or `configured-unreadable`. */
export async function readConfiguredBundle({ path, sha256 }: ConfiguredBundle): Promise<ConfiguredFiles> {
  const task = await readFile(path).catch((cause: unknown) => {
    throw new FaceAssetsError(
      'configured-missing',
      `The configured face bundle ${path} cannot be read; put the file there, ` +
        'or remove it from the configuration to use the built one.',
      cause,
    );
  });
  const found = sha256Hex(task);
  if (found !== sha256.toLowerCase()) {
    throw new FaceAssetsError(
      'configured-mismatch',
      `The configured face bundle ${path} has SHA-256 ${found} instead of the configured ${sha256}; ` +
        'fetch the file again or correct the configured value.',
    );
  }
  return { 'face_landmarker.task': task, 'face_detector.tflite': takeDetector(path, task) };
}

function takeDetector(path: string, task: Uint8Array): Uint8Array {
  try {
    const detector = readStoredZip(task).find((entry) => entry.name === detectorEntry);
    if (detector === undefined) throw new Error(`it has no ${detectorEntry}`);
    return detector.bytes;
  } catch (cause) {
    throw new FaceAssetsError(
      'configured-unreadable',
      `The configured face bundle ${path} is no face_landmarker.task (${(cause as Error).message}); ` +
        'configure an official one, or remove it from the configuration to use the built one.',
      cause,
    );
  }
}
