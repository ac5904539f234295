/** The mirror with a companion beside the shopper, each with a shade on; only frames in which both are painted count. */
import { setTimeout as delay } from 'node:timers/promises';
import { type Browser, errors, type Page } from 'playwright-core';
import type { RunningServer } from '../../main/headless/server.ts';
import { type LogRow, openMirrorPage, readRows, toFrames, wearSatin } from './mirror.ts';
import type { Way, WayPage } from './ways.ts';

const ASK_EVERY_MS = 500;

const isPair = ({ faces }: LogRow): boolean => faces === 2;

async function takePairs(page: Page) {
  const { rows, nowMs } = await page.evaluate(() => mirrorProbe.take());
  return { frames: toFrames(readRows(rows).filter(isPair), Number.NaN), nowMs };
}

/** The second model must be loaded and the second face found. */
async function waitForPair(page: Page, timeoutMs: number): Promise<void> {
  for (const giveUpMs = Date.now() + timeoutMs; Date.now() < giveUpMs; ) {
    await delay(ASK_EVERY_MS);
    if ((await takePairs(page)).frames.length > 0) return;
  }
  throw new errors.TimeoutError('No two faces were painted.');
}

async function open(browser: Browser, server: RunningServer, timeoutMs: number): Promise<WayPage> {
  const page = await openMirrorPage(browser, server);
  await wearSatin(page, timeoutMs);
  await page.evaluate(() => mirrorProbe.accompany());
  await waitForPair(page, timeoutMs);
  return { take: () => takePairs(page) };
}

export const companion: Way = { key: 'companion', name: 'companion', open };
