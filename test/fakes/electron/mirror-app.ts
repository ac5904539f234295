/**
 * The mirror as an Electron app for tests of the whole: bundled as for a package, started on the double of Electron or
 * on Electron itself, and driven alike. Everything ends with the test that started it.
 */
import { EventEmitter } from 'node:events';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { startShell } from '../../../main/electron/shell.ts';
import { isRoot } from '../../../main/headless/chromium-flags.ts';
import { ROOT } from '../../../scripts/setup/run.mjs';
import { bundleShell } from '../../../scripts/setup/shell.mjs';
import { tempFolder } from '../temp-folder.ts';
import { ElectronDouble } from './electron.ts';

export interface MirrorApp {
  /** Where the service keeps what must survive. */
  dataFolder: string;
  /** Evaluates an expression in the page; rejects while there is none. */
  evaluate<T>(expression: string): Promise<T>;
  servicePid(): Promise<number>;
  /** Ends the page's process as a crash would. */
  crashPage(): Promise<void>;
  /** Closes the window as a person would. */
  closeWindow(): Promise<void>;
  /** As systemd stops it. Resolves when the app has ended. */
  stop(): Promise<void>;
}

/** Starts the mirror in front of a camera that plays a clip. */
export type StartMirrorApp = (clip: string) => Promise<MirrorApp>;

/** Programs, pages and models in one folder, laid out as in a package. */
async function layOut(): Promise<string> {
  const folder = tempFolder({ 'dist/.keep': '' });
  for (const path of ['dist/renderer', 'dist/face', 'models', 'package.json']) {
    symlinkSync(join(ROOT, path), join(folder, path));
  }
  await bundleShell(join(folder, 'dist/electron'));
  return folder;
}

export const startOnDouble: StartMirrorApp = async (clip) => {
  const folder = await layOut();
  const double = new ElectronDouble({ userData: join(folder, 'user'), fakeCamera: clip });
  onTestFinished(() => double.dispose());
  const signals = new EventEmitter();
  await startShell(double.electron, {
    args: ['--data', 'data', '--locale', 'en'],
    environment: process.env,
    folder,
    kiosk: true,
    distDir: join(folder, 'dist'),
    signals,
    log: () => {},
  });
  const { window } = double;
  return {
    dataFolder: join(folder, 'data'),
    evaluate: async (expression) => window.webContents.page.evaluate(expression),
    servicePid: async () => double.processes.at(-1)?.pid ?? 0,
    crashPage: async () => window.webContents.forcefullyCrashRenderer(),
    closeWindow: async () => window.close(),
    async stop() {
      signals.emit('SIGTERM');
      await double.exited;
    },
  };
};

/** @param program Electron's */
export function startOnElectron(program: string): StartMirrorApp {
  return async (clip) => {
    const folder = await layOut();
    const app = await _electron.launch({
      executablePath: program,
      cwd: folder,
      args: [
        join(folder, 'dist/electron/main.mjs'),
        ...(isRoot() ? ['--no-sandbox'] : []),
        `--user-data-dir=${join(folder, 'user')}`,
        '--use-fake-device-for-media-stream',
        `--use-file-for-fake-video-capture=${clip}`,
        ...['--data', 'data', '--locale', 'en'],
      ],
    });
    const ended = app.waitForEvent('close', { timeout: 0 });
    onTestFinished(() => app.close().catch(() => {}));
    await app.firstWindow();
    return {
      dataFolder: join(folder, 'data'),
      evaluate: (expression) =>
        app.evaluate(
          ({ BrowserWindow }, code) => BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript(code),
          expression,
        ),
      servicePid: () =>
        app.evaluate(
          ({ app: own }) => own.getAppMetrics().find(({ name }) => name === 'Vermilion service')?.pid ?? 0,
        ),
      crashPage: () =>
        app.evaluate(({ BrowserWindow }) =>
          BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
        ),
      closeWindow: () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close()),
      async stop() {
        app.process().kill('SIGTERM');
        await ended;
      },
    };
  };
}
