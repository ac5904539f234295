/**
 * Starts Chromium for the tools and tests (driven by Playwright, headless, with a fake camera if wished), and opens
 * pages of a running server in it. Whoever launches a browser closes it.
 */
import { type Browser, chromium, type Page } from 'playwright-core';
import { needChromium } from '../../scripts/find-chromium.mjs';
import { chromiumFlags, isRoot } from './chromium-flags.ts';
import type { RunningServer } from './server.ts';

export interface BrowserOptions {
  /** The program to start; found by scripts/find-chromium.mjs when left out. */
  executablePath?: string;
  /** Default true. */
  headless?: boolean;
  /** A camera instead of a real one: 'pattern', or the absolute path of a .y4m or .mjpeg clip, played in a loop. */
  fakeCamera?: string;
  /** More flags for Chromium, such as `--js-flags=--expose-gc`. */
  args?: string[];
}

/** Rejects with `chromium-missing` or `chromium-not-there`, or with Playwright's own error if Chromium will not run. */
export async function launchBrowser(options: BrowserOptions = {}): Promise<Browser> {
  const { headless = true, fakeCamera, args = [] } = options;
  const executablePath = options.executablePath ?? (await needChromium()).path;
  return chromium.launch({
    executablePath,
    headless,
    chromiumSandbox: !isRoot(),
    args: [...chromiumFlags({ headless, fakeCamera }), ...args],
    // The process that launched it decides when it ends; see its own signal handling.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
}

/**
 * Opens `path` of `server` in a fresh context of its own that holds the session cookie and may use the camera.
 * Closing the page's context frees all of it.
 */
export async function openPage(
  browser: Browser,
  server: Pick<RunningServer, 'origin' | 'address'>,
  path = '/',
): Promise<Page> {
  const context = await browser.newContext();
  await context.grantPermissions(['camera'], { origin: server.origin });
  // Only the cookie is wanted: the page itself starts once, by the goto below.
  await context.request.get(server.address, { maxRedirects: 0 });
  const page = await context.newPage();
  await page.goto(`${server.origin}${path}`);
  return page;
}
