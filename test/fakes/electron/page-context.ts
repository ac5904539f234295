/**
 * The browser context of a window in the double: the shell's preload in front of every document, its traffic to the
 * test, and a barrier that asks the shell before anything leaves the app.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Route } from 'playwright-core';
import type { PortTraffic } from './ports.ts';

export type PageTraffic =
  | PortTraffic
  | { kind: 'new-document' }
  | { kind: 'ipc'; channel: string; args: unknown[]; ports?: string[] };

export interface PageContextOptions {
  browser: Browser;
  /** Of the loopback server that stands in for the app's scheme. */
  origin: string;
  /** The bundled preload. */
  preload: string;
  /** Traffic from the page; `url` is the sending frame's. */
  receive(traffic: PageTraffic, url: string): void;
  /** Whether the shell lets the page go there. */
  mayGo(url: string): boolean;
}

const PAGE_SIDE = readFileSync(join(import.meta.dirname, 'page-side.js'), 'utf8');

export async function makePageContext(options: PageContextOptions): Promise<BrowserContext> {
  const { browser, origin, preload, receive, mayGo } = options;
  const context = await browser.newContext();
  await context.exposeBinding('__electronSend', ({ frame }, traffic) => receive(traffic, frame.url()));
  await context.addInitScript(
    `(() => { if (window !== window.top) return; let load;\n${PAGE_SIDE}\n` +
      `(function (require) {\n${preload}\n})(load); })();`,
  );
  const judge = (route: Route): Promise<void> => {
    const request = route.request();
    const isRefused = request.isNavigationRequest() && !mayGo(request.url());
    return isRefused ? route.abort('aborted') : route.continue();
  };
  await context.route((url) => url.origin !== origin && url.protocol.startsWith('http'), judge);
  return context;
}
