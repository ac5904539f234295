/**
 * A double of those parts of Electron that the shell uses. Behind them everything is real: the service is forked, the
 * page runs in Chromium, messages and ports pass between the two processes. Whoever makes it ends it with `dispose`.
 */
import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions, CustomScheme, ForkOptions } from 'electron';
import type { Browser } from 'playwright-core';
import type { ShellElectron } from '../../../main/electron/shell.ts';
import { launchBrowser } from '../../../main/headless/browser.ts';
import { type AppServer, type ProtocolHandler, serveApp } from './app-server.ts';
import { FakeBrowserWindow } from './browser-window.ts';
import { cancellable } from './events.ts';
import { FakeChannel } from './ports.ts';
import { FakeSession } from './session.ts';
import { FakeUtilityProcess } from './utility-process.ts';
import type { Surroundings } from './web-contents.ts';

export interface DoubleOptions {
  /** The folder that the app may write to. */
  userData: string;
  /** Path of a clip; without one there is no camera. */
  fakeCamera?: string;
  /** Whether another mirror holds the lock. */
  isSecondInstance?: boolean;
}

export class ElectronDouble {
  readonly app = new EventEmitter();
  readonly session = new FakeSession();
  readonly ipcMain = new EventEmitter();
  readonly switches: string[] = [];
  readonly schemes: CustomScheme[] = [];
  readonly windows: FakeBrowserWindow[] = [];
  readonly processes: FakeUtilityProcess[] = [];
  readonly powerSaveBlockers: string[] = [];
  relaunches = 0;
  menu: unknown;
  /** Resolves to the exit code. */
  readonly exited: Promise<number>;
  private readonly options: DoubleOptions;
  private readonly resolveExit: (code: number) => void;
  private isReady = false;
  private handler: ProtocolHandler | undefined;
  private launching: Promise<Browser> | undefined;
  private serving: Promise<AppServer> | undefined;

  constructor(options: DoubleOptions) {
    this.options = options;
    const { promise, resolve } = Promise.withResolvers<number>();
    this.exited = promise;
    this.resolveExit = resolve;
  }

  /** The one window. */
  get window(): FakeBrowserWindow {
    const window = this.windows[0];
    if (window === undefined) throw new Error('The shell has opened no window yet.');
    return window;
  }

  /** What the shell is given in Electron's place. */
  get electron(): ShellElectron {
    const { app, session, ipcMain } = this;
    const parts = {
      app: Object.assign(app, this.appMethods()),
      BrowserWindow: this.windowClass(),
      ipcMain,
      Menu: {
        setApplicationMenu: (menu: unknown) => {
          this.menu = menu;
        },
      },
      MessageChannelMain: FakeChannel,
      powerSaveBlocker: { start: (type: string) => this.powerSaveBlockers.push(type) },
      protocol: this.protocol(),
      session: { defaultSession: session },
      utilityProcess: {
        fork: (path: string, args?: string[], given?: ForkOptions) => this.fork(path, args, given),
      },
    };
    return parts as unknown as ShellElectron;
  }

  /** Closes windows, processes, browser and server, whatever state they are in. */
  async dispose(): Promise<void> {
    await Promise.all(this.windows.map((window) => window.destroy()));
    for (const process of this.processes) process.kill();
    await (await this.launching)?.close();
    (await this.serving)?.close();
  }

  private appMethods() {
    return {
      isPackaged: false,
      whenReady: async () => {
        this.isReady = true;
      },
      requestSingleInstanceLock: () => !this.options.isSecondInstance,
      getPath: () => this.options.userData,
      commandLine: {
        appendSwitch: (name: string, value?: string) =>
          void this.switches.push(value === undefined ? `--${name}` : `--${name}=${value}`),
      },
      quit: () => this.quit(),
      exit: (code: number) => this.exit(code),
      relaunch: () => void this.relaunches++,
    };
  }

  private quit(): void {
    const event = cancellable();
    this.app.emit('before-quit', event);
    if (!event.defaultPrevented) this.exit(0);
  }

  private exit(code: number): void {
    void this.dispose().then(() => this.resolveExit(code));
  }

  private protocol() {
    return {
      registerSchemesAsPrivileged: (schemes: CustomScheme[]) => {
        if (this.isReady) throw new Error('Schemes must be registered before the app is ready.');
        this.schemes.push(...schemes);
      },
      handle: (_scheme: string, handler: ProtocolHandler) => {
        this.handler = handler;
      },
    };
  }

  private fork(path: string, args?: string[], options?: ForkOptions): FakeUtilityProcess {
    if (!this.isReady) throw new Error('A utility process can only be forked after the app is ready.');
    const forked = new FakeUtilityProcess(path, args, options);
    this.processes.push(forked);
    return forked;
  }

  private windowClass() {
    const double = this;
    return class extends FakeBrowserWindow {
      constructor(options: BrowserWindowConstructorOptions) {
        super(double.surroundings(), options);
        double.windows.push(this);
        double.app.emit('web-contents-created', {}, this.webContents);
        this.once('closed', () => double.app.emit('window-all-closed'));
      }
    };
  }

  private surroundings(): Surroundings {
    const { session, ipcMain, options, switches } = this;
    const camera = options.fakeCamera && [
      // Not --use-fake-ui-for-media-stream, which would grant the camera over the shell's head.
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${options.fakeCamera}`,
    ];
    return {
      session,
      ipcMain,
      browser: () => (this.launching ??= launchBrowser({ args: [...switches, ...(camera || [])] })),
      server: () => (this.serving ??= serveApp(() => this.handler as ProtocolHandler)),
    };
  }
}
