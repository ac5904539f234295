/**
 * The entry of the Electron app: reads the few settings that the shell needs and starts it. The only file, with
 * preload.ts, that imports Electron itself.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import * as electron from 'electron';
import { hasSentence } from '../contract/coded-error.ts';
import { startShell } from './shell.ts';
import { ownFlags, readShellSettings } from './shell-settings.ts';

const { app } = electron;
// From a checkout Electron would name the folder for what it keeps after itself.
app.setName('Vermilion');
if (!app.commandLine.hasSwitch('user-data-dir')) {
  const own = join(app.getPath('appData'), 'Vermilion');
  mkdirSync(own, { recursive: true, mode: 0o700 });
  app.setPath('userData', own);
}
const log = (line: string): void => console.log(line);
// An installed app is started from anywhere: its settings and data are in the user's folder for it.
const folder = app.isPackaged ? app.getPath('userData') : process.cwd();
const args = ownFlags(process.argv.slice(app.isPackaged ? 1 : 2));

async function start(): Promise<void> {
  await startShell(electron, {
    args,
    environment: process.env,
    folder,
    ...readShellSettings(args, process.env, folder, log),
    distDir: join(import.meta.dirname, '../../dist'),
    signals: process,
    log,
  });
}

// Not awaited: Electron gets ready only after this module has run to its end, and would wait for ever (electron#40719).
start().catch((error: unknown) => {
  console.error(hasSentence(error) ? error.message : error);
  app.exit(1);
});
