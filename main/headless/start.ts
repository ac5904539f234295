/**
 * The entry of `npm start`: shows the mirror in Electron where its program and a display are there, else serves it on
 * loopback and opens Chromium, or says where to open it. Ends cleanly on Ctrl+C and SIGTERM.
 */
import '../../scripts/assert-node.mjs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { ensureFaceAssets } from '../../models/face/assets.ts';
import { CHROMIUM_MISSING, findChromium } from '../../scripts/find-chromium.mjs';
import { hasDisplay } from '../../scripts/setup/display.mjs';
import { findElectron } from '../../scripts/setup/electron.mjs';
import { hasSentence } from '../contract/coded-error.ts';
import { type Service, startService } from '../service.ts';
import { lastingSession } from './lasting-session.ts';
import { type RunningServer, startServer } from './server.ts';
import { type MirrorWindow, openWindow } from './window.ts';

const DIST = join(import.meta.dirname, '../../dist');
const args = process.argv.slice(2);

/** Electron shows the mirror by itself; this process only waits for its end. */
async function startElectron(program: string): Promise<void> {
  console.log('The mirror is shown by Electron.');
  const shell = spawn(program, [join(DIST, 'electron/main.mjs'), ...args], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => shell.kill(signal));
  const [code] = await once(shell, 'exit');
  process.exitCode = code ?? 1;
}

async function startHeadless(): Promise<void> {
  const service = startService({
    args,
    environment: process.env,
    folder: process.cwd(),
    say: (sentence) => console.log(sentence),
  });
  const server = await serve(service);
  let window: MirrorWindow | undefined;
  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    await window?.close();
    await server.close();
    await service.stop();
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  console.log(`The mirror is served at ${server.address}`);
  window = await showWindow(server.address, service);
  if (ending) await window?.close();
  window?.closed.then(() => {
    if (!ending) console.log('The window was closed; the address above still works. Ctrl+C ends the mirror.');
  });
}

async function serve(service: Service): Promise<RunningServer> {
  const { settings, dataFolder } = service;
  const face = await ensureFaceAssets({ outputDir: join(DIST, 'face'), configured: settings.faceBundle });
  return startServer({
    pagesDir: join(DIST, 'renderer'),
    face,
    service,
    port: settings.port,
    session: lastingSession(join(dataFolder, 'session-secret')),
  });
}

async function showWindow(address: string, { settings }: Service): Promise<MirrorWindow | undefined> {
  if (!hasDisplay()) {
    console.log('There is no display here: open this address in Chromium on this machine.');
    return undefined;
  }
  const chromium = await findChromium({ configured: settings.chromium });
  if (chromium === undefined) {
    console.log(`${CHROMIUM_MISSING} Or open this address in a browser you have.`);
    return undefined;
  }
  console.log(
    `The mirror is shown by Chromium${settings.kiosk ? ', over the whole screen (--kiosk false for a window)' : ''}.`,
  );
  return openWindow({ executablePath: chromium.path, address, kiosk: settings.kiosk });
}

try {
  const electron = hasDisplay() ? findElectron() : undefined;
  await (electron === undefined ? startHeadless() : startElectron(electron));
} catch (error) {
  console.error(hasSentence(error) ? error.message : error);
  process.exit(1);
}
