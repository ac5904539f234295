/** One way, measured once in a browser of its own. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../main/headless/browser.ts';
import type { RunningServer } from '../../main/headless/server.ts';
import { benchError } from './errors.ts';
import { type Figures, summarise } from './figures.ts';
import { type Load, loadNow, watchLoad } from './machine-load.ts';
import { readTreeCpuMs } from './process-tree.ts';
import type { Way, WayPage } from './ways.ts';

/** After the first painted frame, before anything is counted. */
const SETTLE_MS = 2000;
/** The legacy solution needs 10 s on two cores until it paints. */
const FIRST_FRAME_MS = 60_000;

export interface Conditions {
  server: RunningServer;
  /** What the fake camera plays. */
  clip: string;
  seconds: number;
  /** Changes of shade to time, where the way can. */
  shadeChanges: number;
}

export interface Measured {
  figures: Figures;
  shadeChangesMs: number[];
  load: Load;
}

/** Rejects with `nothing-painted` when the page shows no lips in time. */
export async function measureWay(way: Way, conditions: Conditions): Promise<Measured> {
  const start = loadNow();
  const browser = await launchBrowser({ fakeCamera: conditions.clip });
  try {
    const page = await openPainting(way, browser, conditions.server);
    await delay(SETTLE_MS);
    const { figures, others } = await count(page, await processId(browser), 1000 * conditions.seconds);
    const shadeChangesMs = (await page.changeShades?.(conditions.shadeChanges)) ?? [];
    return { figures, shadeChangesMs, load: { start, end: loadNow(), others } };
  } finally {
    await browser.close();
  }
}

async function openPainting(way: Way, browser: Browser, server: RunningServer): Promise<WayPage> {
  try {
    return await way.open(browser, server, FIRST_FRAME_MS);
  } catch (cause) {
    if (!(cause instanceof Error && cause.name === 'TimeoutError')) throw cause;
    throw benchError(
      'nothing-painted',
      `"${way.name}" painted no lips within ${FIRST_FRAME_MS / 1000} s: choose a clip that shows a face, and start through npm, so that its page is built.`,
      cause,
    );
  }
}

async function count(page: WayPage, pid: number, durationMs: number) {
  const { nowMs: fromMs } = await page.take();
  const fromCpuMs = readTreeCpuMs(pid);
  const load = watchLoad();
  await delay(durationMs);
  const cpuMs = readTreeCpuMs(pid) - fromCpuMs;
  const others = load.othersSince(cpuMs);
  const { frames, nowMs } = await page.take();
  return { figures: summarise(frames, nowMs - fromMs, cpuMs), others };
}

/** The browser's first process, of which all others are children. */
async function processId(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.find(({ type }) => type === 'browser')?.id ?? Number.NaN;
}
