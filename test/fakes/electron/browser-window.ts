/** Electron's BrowserWindow in the double: keeps its options for the test, and owns one page. */
import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserWindowConstructorOptions } from 'electron';
import { cancellable } from './events.ts';
import { FakeWebContents, type Surroundings } from './web-contents.ts';

export class FakeBrowserWindow extends EventEmitter {
  readonly webContents: FakeWebContents;
  readonly options: BrowserWindowConstructorOptions;
  isShown = false;
  private isGone = false;

  constructor(surroundings: Surroundings, options: BrowserWindowConstructorOptions) {
    super();
    this.options = options;
    const preload = readFileSync(options.webPreferences?.preload ?? '', 'utf8');
    this.webContents = new FakeWebContents(surroundings, preload);
    this.webContents.once('did-finish-load', () => this.emit('ready-to-show'));
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  show(): void {
    this.isShown = true;
  }

  focus(): void {
    this.emit('focus');
  }

  isMinimized(): boolean {
    return false;
  }

  isDestroyed(): boolean {
    return this.isGone;
  }

  /** As a person or the system closes it: a listener may refuse. */
  close(): void {
    const event = cancellable();
    this.emit('close', event);
    if (!event.defaultPrevented) void this.destroy();
  }

  async destroy(): Promise<void> {
    if (this.isGone) return;
    this.isGone = true;
    await this.webContents.destroy();
    this.emit('closed');
  }
}
