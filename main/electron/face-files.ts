/** Which face files the window gets: those that were built, or an official bundle that the settings name. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureFaceAssets } from '../../models/face/assets.ts';
import { type ConfiguredBundle, readConfiguredBundle } from '../../models/face/configured.ts';
import type { FaceFiles } from '../pages/served-files.ts';

export interface FaceFileChoices {
  /** The built files, `dist/face`; in a package it can only be read. */
  builtDir: string;
  /** Where a configured bundle is unpacked. */
  ownDir: string;
  configured?: ConfiguredBundle | undefined;
}

/** Rejects with a FaceAssetsError whose sentence says what is wrong. */
export async function provideFaceFiles({
  builtDir,
  ownDir,
  configured,
}: FaceFileChoices): Promise<FaceFiles> {
  const built = await ensureFaceAssets({ outputDir: builtDir });
  if (configured === undefined) return built;
  const official = await readConfiguredBundle(configured);
  const taskPath = join(ownDir, 'face_landmarker.task');
  const detectorPath = join(ownDir, 'face_detector.tflite');
  await mkdir(ownDir, { recursive: true });
  await writeFile(taskPath, official['face_landmarker.task']);
  await writeFile(detectorPath, official['face_detector.tflite']);
  return { taskPath, detectorPath, meshPath: built.meshPath };
}
