/** Our way: the mirror's own page with a satin shade on, read through the probe. */
import type { Browser, Page } from 'playwright-core';
import { openPage } from '../../main/headless/browser.ts';
import type { RunningServer } from '../../main/headless/server.ts';
import { LOG_FIELDS } from '../../renderer/tryon/messages.ts';
import type { PaintedFrame } from './figures.ts';
import { installProbe } from './mirror-probe.ts';
import { median } from './stats.ts';
import type { Way, WayPage } from './ways.ts';

/** More shades than a catalogue's row is long. */
const MAX_STEPS = 100;
/** A latency beyond this means that the browser's frame times are on another clock than its page's. */
const MAX_LATENCY_MS = 1000;

type LogField = (typeof LOG_FIELDS)[number];
export type LogRow = Record<LogField, number>;

/** The glass of a counter: larger than the window of the other ways, so it costs us more to show, not less. */
const GLASS = { width: 1080, height: 1920 };

/** Opens the mirror's page with the probe in it. */
export async function openMirrorPage(browser: Browser, server: RunningServer): Promise<Page> {
  // A page must be there to take the probe; any address of the server that runs no script will do.
  const page = await openPage(browser, server, '/metrics');
  await page.setViewportSize(GLASS);
  await page.addInitScript(installProbe);
  await page.goto(`${server.origin}/`);
  return page;
}

/** Waits until lips are painted, then steps on to the first satin shade and waits until that is on them. */
export async function wearSatin(page: Page, timeoutMs: number): Promise<void> {
  const worn = () => page.waitForFunction(() => mirrorProbe.isWorn(), null, { timeout: timeoutMs });
  await worn();
  await page.evaluate((most) => {
    for (let i = 0; i < most && mirrorProbe.wears.at(-1)?.finish !== 'satin'; i++) mirrorProbe.nextShade();
  }, MAX_STEPS);
  await worn();
}

export function readRows(flat: readonly number[]): LogRow[] {
  const rows: LogRow[] = [];
  for (let at = 0; at < flat.length; at += LOG_FIELDS.length) {
    rows.push(Object.fromEntries(LOG_FIELDS.map((field, i) => [field, flat[at + i]])) as LogRow);
  }
  return rows;
}

/**
 * When the worker's clock stood at 0, ms on the clock of camera frames (the system's monotonic one): the page's start on
 * that clock is known to the browser, and `worn` tells the page's and the worker's time of one and the same frame.
 */
async function workerOriginMs(page: Page, rows: readonly LogRow[]): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const started = metrics.find(({ name }) => name === 'NavigationStart')?.value ?? Number.NaN;
  const worn = await page.evaluate(() => mirrorProbe.worn);
  const pageOriginMs = await page.evaluate(() => performance.timeOrigin);
  for (const { atMs, timestampUs } of worn) {
    const row = rows.find(({ timestampMs }) => Math.abs(timestampMs - timestampUs / 1000) < 0.01);
    if (row !== undefined) return 1000 * started + atMs - row.writtenMs - pageOriginMs;
  }
  return Number.NaN;
}

/** Painted rows as frames; their latencies are NaN when they make no sense. */
export function toFrames(rows: readonly LogRow[], originMs: number): PaintedFrame[] {
  const frames = rows
    .filter(({ painted }) => painted === 1)
    .map(({ timestampMs, writtenMs, workMs }) => ({
      cameraMs: timestampMs,
      writtenMs,
      workMs,
      latencyMs: originMs + writtenMs - timestampMs,
    }));
  const usual = median(frames.map(({ latencyMs }) => latencyMs));
  if (usual > 0 && usual < MAX_LATENCY_MS) return frames;
  return frames.map((frame) => ({ ...frame, latencyMs: Number.NaN }));
}

async function open(browser: Browser, server: RunningServer, timeoutMs: number): Promise<WayPage> {
  const page = await openMirrorPage(browser, server);
  await wearSatin(page, timeoutMs);
  const take = () => page.evaluate(() => mirrorProbe.take());
  const originMs = await workerOriginMs(page, readRows((await take()).rows));
  return {
    async take() {
      const { rows, nowMs } = await take();
      return { frames: toFrames(readRows(rows), originMs), nowMs };
    },
    changeShades: (count) => page.evaluate((wanted) => mirrorProbe.changeShades(wanted), count),
  };
}

export const ours: Way = { key: 'ours', name: 'ours', open };
