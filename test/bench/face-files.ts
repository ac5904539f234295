/** The face files that the benchmark's servers and shoppers need, checked as at any start of the mirror. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureFaceAssets, type FaceAssets } from '../../models/face/assets.ts';
import type { CanonicalMesh } from '../../models/face/canonical-mesh.ts';

export const DIST = join(import.meta.dirname, '../../dist');

/** Rejects with FaceAssetsError. */
export const faceFiles = (): Promise<FaceAssets> => ensureFaceAssets({ outputDir: join(DIST, 'face') });

/** Rejects likewise. */
export async function readMesh(): Promise<CanonicalMesh> {
  const { meshPath } = await faceFiles();
  return JSON.parse(readFileSync(meshPath, 'utf8'));
}
