/**
 * The Electron shell: one window on `app://mirror/`, one service process, and what keeps both alive. It takes Electron
 * as an argument and holds no product logic.
 */
import { join } from 'node:path';
import type * as Electron from 'electron';
import { buildServedFiles } from '../pages/served-files.ts';
import { MIRROR_URL, SCHEME } from './addresses.ts';
import { type Clock, systemClock } from './clock.ts';
import { provideFaceFiles } from './face-files.ts';
import { superviseGpu } from './gpu-supervisor.ts';
import { hardenContents, refuseDownloads } from './hardening.ts';
import { supervisePage } from './page-supervisor.ts';
import { guardPermissions } from './permissions.ts';
import { buildProtocol, MIRROR_SCHEME } from './protocol.ts';
import { serveWindow } from './service-ports.ts';
import { superviseService } from './service-supervisor.ts';
import type { ShellSettings } from './shell-settings.ts';
import { CHROMIUM_SWITCHES, tendWindow, windowOptions } from './window.ts';

export type ShellElectron = Pick<
  typeof Electron,
  | 'app'
  | 'BrowserWindow'
  | 'ipcMain'
  | 'Menu'
  | 'MessageChannelMain'
  | 'powerSaveBlocker'
  | 'protocol'
  | 'session'
  | 'utilityProcess'
>;

export interface ShellOptions extends ShellSettings {
  /** Settings as flags; passed on to the service. */
  args: string[];
  environment: NodeJS.ProcessEnv;
  /** Where relative paths of the two above start. */
  folder: string;
  /** Absolute path of `dist`, where pages, face files and the bundled programs are. */
  distDir: string;
  /** Whose SIGINT and SIGTERM end the shell. */
  signals: Pick<NodeJS.EventEmitter, 'once'>;
  log: (line: string) => void;
  clock?: Clock;
}

/** To be called before Electron is ready. Resolves when the window is loading, or at once where a mirror runs already. */
export async function startShell(electron: ShellElectron, options: ShellOptions): Promise<void> {
  const { app, protocol, Menu, powerSaveBlocker, session } = electron;
  const { kiosk, signals } = options;
  if (!app.requestSingleInstanceLock()) {
    options.log('A mirror runs already; it was brought to the front.');
    return app.quit();
  }
  for (const [name, value] of CHROMIUM_SWITCHES) app.commandLine.appendSwitch(name, value);
  protocol.registerSchemesAsPrivileged([MIRROR_SCHEME]);
  app.on('web-contents-created', (_event, contents) => hardenContents(contents, kiosk));
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM']) signals.once(signal, () => app.quit());
  await app.whenReady();
  Menu.setApplicationMenu(null);
  guardPermissions(session.defaultSession);
  refuseDownloads(session.defaultSession);
  powerSaveBlocker.start('prevent-display-sleep');
  await serveMirror(electron, options);
  await runMirror(electron, options);
}

/** Answers `app://mirror/`. */
async function serveMirror({ app, protocol }: ShellElectron, options: ShellOptions): Promise<void> {
  const face = await provideFaceFiles({
    builtDir: join(options.distDir, 'face'),
    ownDir: join(app.getPath('userData'), 'face'),
    configured: options.faceBundle,
    log: options.log,
  });
  protocol.handle(SCHEME, buildProtocol(buildServedFiles(join(options.distDir, 'renderer'), face)));
}

/** Opens the window, starts the service, and ends both together. */
async function runMirror(electron: ShellElectron, options: ShellOptions): Promise<void> {
  const { app, ipcMain, MessageChannelMain } = electron;
  const { kiosk, distDir, clock = systemClock, log } = options;
  const preload = join(distDir, 'electron/preload.cjs');
  const window = new electron.BrowserWindow(windowOptions({ kiosk, preload }));
  tendWindow(window, kiosk);
  const endPageSupervision = supervisePage({ contents: window.webContents, clock, log });
  const service = superviseService({
    ...options,
    fork: (...call) => electron.utilityProcess.fork(...call),
    entry: join(distDir, 'electron/service-process.mjs'),
    clock,
    onReady: () => ports.renew(),
  });
  const page = (): Electron.WebContents | undefined =>
    window.isDestroyed() ? undefined : window.webContents;
  const ports = serveWindow({ ipcMain, MessageChannelMain, service, page, log });
  const file = join(app.getPath('userData'), 'graphics-restart');
  const relaunch = (): void => {
    app.relaunch();
    app.quit();
  };
  superviseGpu({ app, file, clock, log, relaunch });
  app.on('second-instance', () => bringForward(window));
  // Electron would wait for nothing, and ask a page that may be hung whether it may close.
  app.on('before-quit', (event) => {
    event.preventDefault();
    endPageSupervision();
    void service.stop().finally(() => app.exit(0));
  });
  service.start();
  // A load that fails is told to the supervision, too, which tries again.
  await window.loadURL(MIRROR_URL).catch(() => {});
}

function bringForward(window: Electron.BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}
