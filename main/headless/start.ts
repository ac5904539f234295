/**
 * The entry of `npm start`: shows the mirror in Electron where its program and a display are there, else serves it on
 * loopback and opens Chromium, or says where to open it. Ends cleanly on Ctrl+C and SIGTERM.
 */
import '../../scripts/assert-node.mjs';
import { join } from 'node:path';
import { CHROMIUM_MISSING, findChromium } from '../../scripts/find-chromium.mjs';
import { hasDisplay } from '../../scripts/setup/display.mjs';
import { findElectron } from '../../scripts/setup/electron.mjs';
import { findSettings, readSettings } from '../config/settings.ts';
import { hasSentence } from '../contract/coded-error.ts';
import { type EmbeddedHqNeeds, identityFile, type Service, startService } from '../service.ts';
import { runElectron } from './electron-shell.ts';
import { type EmbeddedHq, startEmbeddedHq } from './embedded-hq.ts';
import { usableFaceFiles } from './face-files.ts';
import { lastingSession } from './lasting-session.ts';
import { type RunningServer, startServer } from './server.ts';
import { type MirrorWindow, openWindow } from './window.ts';

const DIST = join(import.meta.dirname, '../../dist');
const args = process.argv.slice(2);

const say = (sentence: string): void => console.log(sentence);

let hq: Promise<EmbeddedHq | undefined> | undefined;

/** Started once, whoever shows the mirror; it ends with this process at the latest. */
function startHq(needs: EmbeddedHqNeeds): Promise<EmbeddedHq | undefined> {
  hq ??= startEmbeddedHq({ ...needs, say });
  return hq;
}

/** Electron's service is no child of this process and cannot be told later: its settings name HQ from the start. */
async function hqForElectron(): Promise<Record<string, string>> {
  const sources = findSettings(args, process.env, process.cwd());
  const settings = settingsOrNone();
  if (settings === undefined || (settings.hq !== undefined && settings.hq !== 'embedded')) return {};
  const { timeZone, lan } = settings;
  const needs = { dataFolder: sources.dataFolder, identityPath: identityFile(sources), timeZone, lan };
  const running = await startHq(needs);
  if (running === undefined) return {};
  const { address, code, phones } = running;
  return {
    VERMILION_HQ: address,
    ...(code === undefined ? {} : { VERMILION_HQ_CODE: code }),
    ...(phones === undefined ? {} : { VERMILION_HQ_PHONES: phones }),
  };
}

/** What is wrong with them the service will tell, which may have a last good copy. */
function settingsOrNone() {
  try {
    return readSettings(args, process.env, process.cwd());
  } catch {
    return undefined;
  }
}

/** Electron shows the mirror by itself; this process only waits for its end. */
async function startElectron(program: string): Promise<void> {
  say('The mirror is shown by Electron.');
  Object.assign(process.env, await hqForElectron());
  const end = await runElectron({ program, args: [join(DIST, 'electron/main.mjs'), ...args] });
  if (end.kind === 'ended') {
    await (await hq)?.stop();
    process.exitCode = end.code;
    return;
  }
  say(`Electron cannot show the mirror here (${end.reason}); it is served to a browser instead.`);
  await startHeadless();
}

async function startHeadless(): Promise<void> {
  const service = startService({
    args,
    environment: process.env,
    folder: process.cwd(),
    say,
    embeddedHq: startHq,
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
    await (await hq)?.stop();
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  say(`The mirror is served at ${server.address}`);
  window = await showWindow(server.address, service);
  if (ending) await window?.close();
  window?.closed.then(() => {
    if (!ending) say('The window was closed; the address above still works. Ctrl+C ends the mirror.');
  });
}

async function serve(service: Service): Promise<RunningServer> {
  const { settings, dataFolder } = service;
  const outputDir = join(DIST, 'face');
  const face = await usableFaceFiles({ outputDir, configured: settings.faceBundle }, say);
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
    say('There is no display here: open this address in Chromium on this machine.');
    return undefined;
  }
  const chromium = await findChromium({ configured: settings.chromium });
  if (chromium === undefined) {
    say(`${CHROMIUM_MISSING} Or open this address in a browser you have.`);
    return undefined;
  }
  say(
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
