/**
 * Makes a checkout ready to run, and does nothing when it is: packages, face models, pages, Chromium, and with --electron
 * the Electron shell where there is a display for it. Runs on a plain Node 20 before anything is installed. Prints a
 * line for each thing it does.
 *
 *   node scripts/setup.mjs [--pages mirror|bench|screens|none] [--chromium required|optional|none] [--electron]
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { provideChromium } from './setup/chromium.mjs';
import { hasDisplay } from './setup/display.mjs';
import { fetchElectron } from './setup/electron.mjs';
import { providePackages } from './setup/packages.mjs';
import { buildPages } from './setup/pages.mjs';
import { ROOT, runNode, SetupError } from './setup/run.mjs';
import { buildShell } from './setup/shell.mjs';

const FACE_FILES = ['face_landmarker.task', 'face_detector.tflite', 'canonical-mesh.json'];

/** Only what is missing is built here; each start checks the content itself. */
function provideFaceModels() {
  if (FACE_FILES.every((file) => existsSync(join(ROOT, 'dist/face', file)))) return;
  runNode(['models/face/cli.ts'], 'The face models could not be built: the lines above say why.');
}

try {
  const { values } = parseArgs({
    options: {
      pages: { type: 'string', default: 'mirror' },
      chromium: { type: 'string', default: 'required' },
      electron: { type: 'boolean', default: false },
    },
  });
  providePackages();
  provideFaceModels();
  if (values.pages !== 'none') buildPages('mirror');
  if (values.pages === 'bench' || values.pages === 'screens') buildPages(values.pages);
  // Electron needs no other browser beside it.
  const hasElectron = values.electron && hasDisplay() && fetchElectron() !== undefined;
  if (hasElectron) buildShell();
  else if (values.chromium !== 'none') await provideChromium(values.chromium === 'required');
} catch (error) {
  const expected = error instanceof SetupError || (error instanceof Error && error.name === 'ChromiumError');
  console.error(expected ? `Setup: ${error.message}` : error);
  process.exitCode = 1;
}
