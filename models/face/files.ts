/**
 * The output folder's files against their SHA-256: which are stale, whether new ones are right, and replacing
 * them atomically.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { FaceAssetsError } from './errors.ts';
import { type AssetName, assetNames } from './pins.ts';
import { sha256Hex } from './sha256.ts';

/** Names of the files in `outputDir` that are missing, unreadable or not as expected. Costs some 5 ms. */
export async function findStale(
  outputDir: string,
  expected: Readonly<Record<AssetName, string>>,
): Promise<AssetName[]> {
  const stale: AssetName[] = [];
  for (const name of assetNames) {
    const bytes = await readFile(join(outputDir, name)).catch(() => undefined);
    if (bytes === undefined || sha256Hex(bytes) !== expected[name]) stale.push(name);
  }
  return stale;
}

/** @throws FaceAssetsError `bundle-mismatch` when a built file is not the one that was pinned. */
export function assertExpected(
  files: Readonly<Record<AssetName, Uint8Array>>,
  expected: Readonly<Record<AssetName, string>>,
): void {
  for (const name of assetNames) {
    const found = sha256Hex(files[name]);
    if (found === expected[name]) continue;
    throw new FaceAssetsError(
      'bundle-mismatch',
      `The built ${name} has SHA-256 ${found} instead of ${expected[name]}; ` +
        'run "npm ci" to restore the pinned packages, or, after a wanted change, look at the lips on real ' +
        'faces and pin the new value in models/face/pins.ts.',
    );
  }
}

/**
 * Puts `names` of `files` into `outputDir`, each written and flushed beside its place and then renamed, so
 * that a reader or a power cut meets the old file or the new one.
 * @throws FaceAssetsError `output-unwritable`.
 */
export async function replaceFiles(
  outputDir: string,
  files: Readonly<Record<AssetName, Uint8Array>>,
  names: readonly AssetName[],
): Promise<void> {
  for (const name of names) {
    const path = join(outputDir, name);
    const temporary = `${path}.${randomUUID()}.tmp`;
    try {
      await mkdir(outputDir, { recursive: true });
      await writeFlushed(temporary, files[name]);
      await rename(temporary, path);
    } catch (cause) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw new FaceAssetsError(
        'output-unwritable',
        `${path} cannot be written (${(cause as Error).message}); ` +
          'make the folder writable and free some space, then start again.',
        cause,
      );
    }
  }
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
