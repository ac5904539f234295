/**
 * Electron's WebContents in the double: a page in a real Chromium, loaded through the shell's protocol handler, with
 * the shell's preload in it. Not modelled: keys on their way to the page, and a page that hangs.
 */
import { EventEmitter } from 'node:events';
import type { WindowOpenHandlerResponse } from 'electron';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { AppServer } from './app-server.ts';
import { cancellable } from './events.ts';
import { makePageContext, type PageTraffic } from './page-context.ts';
import { type FakePort, PortTable } from './ports.ts';
import type { FakeSession } from './session.ts';

/** What all windows of an app share. */
export interface Surroundings {
  session: FakeSession;
  ipcMain: EventEmitter;
  browser(): Promise<Browser>;
  server(): Promise<AppServer>;
}

const APP_ORIGIN = 'app://mirror';

export class FakeWebContents extends EventEmitter {
  readonly session: FakeSession;
  readonly mainFrame = { url: '', parent: null };
  private readonly surroundings: Surroundings;
  private readonly preload: string;
  private readonly ports: PortTable;
  private context: BrowserContext | undefined;
  private current: Page | undefined;
  /** What the page is loaded from instead. */
  private address = '';
  private sending: Promise<void> = Promise.resolve();
  private isGone = false;
  private openWindow: (details: { url: string }) => WindowOpenHandlerResponse = () => ({ action: 'allow' });

  constructor(surroundings: Surroundings, preload: string) {
    super();
    this.surroundings = surroundings;
    this.session = surroundings.session;
    this.preload = preload;
    this.ports = new PortTable((traffic) => this.send(traffic));
  }

  /** For the test: the page that is there now. */
  get page(): Page {
    if (this.current === undefined) throw new Error('The window has no page yet.');
    return this.current;
  }

  async loadURL(url: string): Promise<void> {
    const { origin } = await this.surroundings.server();
    this.context ??= await this.makeContext(origin);
    this.mainFrame.url = url;
    this.address = url.replace(APP_ORIGIN, origin);
    await this.openPage(this.context);
  }

  /** After a crash Playwright can do nothing more with a page, so another takes its place in the same context. */
  reload(): void {
    const { context, current } = this;
    const loading = context && (current === undefined ? this.openPage(context) : current.reload());
    loading?.catch(() => {});
  }

  forcefullyCrashRenderer(): void {
    const crash = async (page: Page) => (await page.context().newCDPSession(page)).send('Page.crash');
    crash(this.page).catch(() => {});
  }

  postMessage(channel: string, message: unknown, transfer: FakePort[] = []): void {
    const ports = transfer.map((port) => this.ports.handOver(port));
    this.send({ kind: 'ipc', channel, args: [message], ports });
  }

  setWindowOpenHandler(handler: (details: { url: string }) => WindowOpenHandlerResponse): void {
    this.openWindow = handler;
  }

  setZoomLevel(): void {}

  async setVisualZoomLevelLimits(): Promise<void> {}

  isDestroyed(): boolean {
    return this.isGone;
  }

  async destroy(): Promise<void> {
    this.isGone = true;
    this.ports.closeAll();
    await this.context?.close();
  }

  private async makeContext(origin: string): Promise<BrowserContext> {
    const context = await makePageContext({
      browser: await this.surroundings.browser(),
      origin,
      preload: this.preload,
      receive: (traffic, url) => this.receive(traffic, url.replace(origin, APP_ORIGIN)),
      mayGo: (url) => this.mayGo(url),
    });
    await this.session.grant(context, this, origin);
    context.on('page', (opened) => {
      const isPopup = this.current !== undefined && opened !== this.current;
      if (isPopup && this.openWindow({ url: opened.url() }).action === 'deny') void opened.close();
    });
    return context;
  }

  private async openPage(context: BrowserContext): Promise<void> {
    const page = await context.newPage();
    this.current = page;
    page.on('crash', () => {
      this.current = undefined;
      this.ports.closeAll();
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
      void page.close();
    });
    page.on('domcontentloaded', () => this.emit('dom-ready'));
    page.on('load', () => this.emit('did-finish-load'));
    page.on('download', (download) => {
      if (!this.session.allowsDownload(this)) void download.cancel();
    });
    await page.goto(this.address);
  }

  private mayGo(url: string): boolean {
    const event = cancellable({ url, isMainFrame: true });
    this.emit('will-frame-navigate', event);
    this.emit('will-navigate', event);
    return !event.defaultPrevented;
  }

  private receive(traffic: PageTraffic, url: string): void {
    if (traffic.kind === 'new-document') this.ports.closeAll();
    else if (traffic.kind !== 'ipc') this.ports.receive(traffic);
    else {
      const event = { sender: this, senderFrame: { url, parent: null } };
      this.surroundings.ipcMain.emit(traffic.channel, event, ...traffic.args);
    }
  }

  /** In order, to the document that is there; none there, nobody hears it. */
  private send(traffic: PageTraffic): void {
    this.sending = this.sending.then(async () => {
      await this.current
        ?.evaluate((message) => Reflect.get(globalThis, '__electronReceive')(message), traffic)
        .catch(() => {});
    });
  }
}
