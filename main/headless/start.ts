/**
 * The entry of `npm start`: checks the face models, serves the mirror on loopback and opens its window, or says where
 * to open it. Ends cleanly on Ctrl+C and SIGTERM.
 */
import '../../scripts/assert-node.mjs';
import { join } from 'node:path';
import { ensureFaceAssets } from '../../models/face/assets.ts';
import { CHROMIUM_MISSING, findChromium } from '../../scripts/find-chromium.mjs';
import { loadCatalogue, SAMPLE_CATALOGUE } from '../catalog/catalogue.ts';
import { readSettings, type Settings } from '../config/settings.ts';
import { hasSentence } from '../contract/coded-error.ts';
import { startServer } from './server.ts';
import { hasDisplay, type MirrorWindow, openWindow } from './window.ts';

const DIST = join(import.meta.dirname, '../../dist');

async function start(): Promise<void> {
  const settings = readSettings(process.argv.slice(2), process.env, process.cwd());
  const catalogue = loadCatalogue(settings.catalogue ?? SAMPLE_CATALOGUE);
  const face = await ensureFaceAssets({ outputDir: join(DIST, 'face'), configured: settings.faceBundle });
  const server = await startServer({
    pagesDir: join(DIST, 'renderer'),
    face,
    catalogue,
    pageSettings: { locale: settings.locale },
    port: settings.port,
  });
  let window: MirrorWindow | undefined;
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await window?.close();
    await server.close();
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  console.log(`The mirror is served at ${server.address}`);
  window = await showWindow(server.address, settings);
  if (ending) await window?.close();
  window?.closed.then(() => {
    if (!ending) console.log('The window was closed; the address above still works. Ctrl+C ends the mirror.');
  });
}

async function showWindow(address: string, settings: Settings): Promise<MirrorWindow | undefined> {
  if (!hasDisplay(process.platform, process.env)) {
    console.log('There is no display here: open this address in Chromium on this machine.');
    return undefined;
  }
  const chromium = await findChromium({ configured: settings.chromium });
  if (chromium === undefined) {
    console.log(`${CHROMIUM_MISSING} Or open this address in a browser you have.`);
    return undefined;
  }
  return openWindow({ executablePath: chromium.path, address });
}

try {
  await start();
} catch (error) {
  console.error(hasSentence(error) ? error.message : error);
  process.exit(1);
}
