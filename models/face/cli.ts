/** `node models/face/cli.ts`: builds or checks the face files in `dist/face` and says so in one line. */
import '../../scripts/assert-node.mjs';
import { fileURLToPath } from 'node:url';
import { ensureFaceAssets } from './assets.ts';
import { FaceAssetsError } from './errors.ts';

const outputDir = fileURLToPath(new URL('../../dist/face', import.meta.url));

try {
  const { rebuilt, sha256 } = await ensureFaceAssets({ outputDir });
  console.log(`Face models ${rebuilt ? 'built' : 'checked'} in dist/face, bundle SHA-256 ${sha256}.`);
} catch (error) {
  if (!(error instanceof FaceAssetsError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
