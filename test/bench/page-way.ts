/** The other ways: pages of the benchmark that paint on their own and tell of each painted frame. */
import type { Browser } from 'playwright-core';
import { openPage } from '../../main/headless/browser.ts';
import type { RunningServer } from '../../main/headless/server.ts';
import './page-rows.ts';
import type { Way, WayPage } from './ways.ts';

async function open(
  path: string,
  browser: Browser,
  server: RunningServer,
  timeoutMs: number,
): Promise<WayPage> {
  const page = await openPage(browser, server, path);
  await page.waitForFunction(() => (globalThis.bench?.painted ?? 0) > 0, null, { timeout: timeoutMs });
  return {
    async take() {
      const { rows, nowMs } = await page.evaluate(() => globalThis.bench.take());
      const frames = rows.map(({ capturedMs, writtenMs, workMs }) => ({
        cameraMs: capturedMs,
        writtenMs,
        workMs,
        latencyMs: writtenMs - capturedMs,
      }));
      return { frames, nowMs };
    },
  };
}

export const documentedUse: Way = {
  key: 'documentedUse',
  name: 'documented',
  open: (...rest) => open('/bench/documented.html', ...rest),
};

export const faceMesh: Way = {
  key: 'faceMesh',
  name: 'face-mesh',
  open: (...rest) => open('/bench/face-mesh.html', ...rest),
};
