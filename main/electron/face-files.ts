/** Which face files the window gets: those that were built, or an official bundle that the settings name. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureFaceAssets } from '../../models/face/assets.ts';
import { type ConfiguredBundle, readConfiguredBundle } from '../../models/face/configured.ts';
import { writeAtomically } from '../config/atomic-file.ts';
import { hasSentence } from '../contract/coded-error.ts';
import type { FaceFiles } from '../pages/served-files.ts';

export interface FaceFileChoices {
  /** The built files, `dist/face`; in a package it can only be read. */
  builtDir: string;
  /** Where a configured bundle is unpacked. */
  ownDir: string;
  configured?: ConfiguredBundle | undefined;
  /** Told why a configured bundle is not used. */
  log: (line: string) => void;
}

/** Rejects with a FaceAssetsError when the built files cannot be used; a configured bundle is then no help either. */
export async function provideFaceFiles({
  builtDir,
  ownDir,
  configured,
  log,
}: FaceFileChoices): Promise<FaceFiles> {
  const built = await ensureFaceAssets({ outputDir: builtDir });
  if (configured === undefined) return built;
  try {
    return { ...(await unpack(configured, ownDir)), meshPath: built.meshPath };
  } catch (error) {
    const sentence = hasSentence(error)
      ? error.message
      : `The configured face bundle cannot be unpacked into ${ownDir} (${(error as Error).message}); correct that folder.`;
    log(`${sentence}\nUntil then the built one is used.`);
    return built;
  }
}

async function unpack(configured: ConfiguredBundle, folder: string): Promise<Omit<FaceFiles, 'meshPath'>> {
  const official = await readConfiguredBundle(configured);
  const taskPath = join(folder, 'face_landmarker.task');
  const detectorPath = join(folder, 'face_detector.tflite');
  provide(taskPath, official['face_landmarker.task']);
  provide(detectorPath, official['face_detector.tflite']);
  return { taskPath, detectorPath };
}

function provide(path: string, bytes: Uint8Array): void {
  if (!existsSync(path) || !readFileSync(path).equals(bytes)) writeAtomically(path, bytes);
}
