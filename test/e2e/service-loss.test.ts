/** Page and service losing each other, for real: killed, stopped in the middle of a call, crashed. No intent is lost, none counts twice. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { openPage } from '../../main/headless/browser.ts';
import texts from '../../renderer/i18n/en.json' with { type: 'json' };
import { tempFolder } from '../fakes/temp-folder.ts';
import {
  catalogue,
  launchForMirror,
  renderShopper,
  stillCamera,
  tapShade,
  waitForShade,
} from './mirror-page.ts';
import { killMirror, type StartedMirror, startMirror } from './start-process.ts';

/** The promise for a service that comes back. */
const BACK_WITHIN_MS = 10_000;

interface Stage {
  folder: string;
  mirror: StartedMirror;
  page: Page;
}

/** Her lips wear a shade: whatever the page needs of the server is loaded, and the glass has nothing to tell of but the service. */
async function stage(): Promise<Stage> {
  const folder = tempFolder();
  const mirror = await startMirror(folder);
  const shopper = await renderShopper();
  const page = await openPage(await launchForMirror(await stillCamera(shopper.frame.data)), mirror);
  await isService(page, 'connected');
  await waitForShade(page, catalogue.shades[0]?.sku as string);
  return { folder, mirror, page };
}

const isService = (page: Page, state: string): Promise<unknown> =>
  page.waitForSelector(`main[data-service="${state}"]`, { timeout: BACK_WITHIN_MS });

/** What the service has on the disk. */
const recorded = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'data/session.json'), 'utf8')) as {
    session: { sku: string; favourites: string[] };
    seen: string[];
  };

/** Hearts for the first `count` shades, by touch. */
async function love(page: Page, count: number, from = 0): Promise<string[]> {
  const skus = catalogue.shades.slice(from, from + count).map(({ sku }) => sku);
  for (const sku of skus) {
    await page.locator(`label[data-sku="${sku}"]`).click();
    await page.keyboard.press('h');
  }
  return skus;
}

const waiting = (page: Page): Promise<number> =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('vermilion.intent.')).length);

test('a killed service: the mirror goes on, says so, and sends what was done meanwhile when it is back', async () => {
  const { folder, mirror, page } = await stage();
  await love(page, 1);
  await expect.poll(() => waiting(page)).toBe(0);
  await killMirror(mirror);
  await isService(page, 'lost');
  await page.getByText(texts.notice.service.lost.text).waitFor();
  await tapShade(page, 'VA-M04');
  const loved = await love(page, 3, 1);
  expect(await waiting(page)).toBe(7);
  await startMirror(folder, Number(new URL(mirror.origin).port));
  await isService(page, 'connected');
  await expect.poll(() => waiting(page), { timeout: BACK_WITHIN_MS }).toBe(0);
  const { session, seen } = recorded(folder);
  expect(session.favourites).toEqual([catalogue.shades[0]?.sku, ...loved]);
  expect(session.sku).toBe(loved.at(-1));
  expect(seen).toHaveLength(8);
  const metrics = await (await fetch(`${mirror.origin}/metrics`)).text();
  expect(metrics).toContain('vermilion_intents_total{outcome="applied"} 7');
});

test('"forget me" while the service is away: the screen says that it will be, and when it is', async () => {
  const { folder, mirror, page } = await stage();
  await love(page, 2);
  await expect.poll(() => waiting(page)).toBe(0);
  await killMirror(mirror);
  await isService(page, 'lost');
  await page.getByRole('button', { name: texts.forget }).click();
  await page.getByText(texts.notice.forgetting.text).waitFor();
  expect(await page.getByText(texts.notice.forgotten.text).count()).toBe(0);
  expect(await page.getByRole('button', { pressed: true }).count()).toBe(0);
  await startMirror(folder, Number(new URL(mirror.origin).port));
  await page.getByText(texts.notice.forgotten.text).waitFor();
  expect(recorded(folder).session).toMatchObject({ sku: null, favourites: [] });
});

test('a page that crashes in the middle of a call comes back into the same session, and its intents with it', async () => {
  const { folder, mirror, page } = await stage();
  // Stopped, the service takes the call and cannot answer it.
  mirror.process.kill('SIGSTOP');
  const loved = await love(page, 3, 1);
  expect(await waiting(page)).toBe(6);
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  void session.send('Page.crash').catch(() => {});
  await crashed;
  mirror.process.kill('SIGCONT');
  const again = await page.context().newPage();
  onTestFinished(() => again.close());
  await again.goto(mirror.origin);
  await isService(again, 'connected');
  await expect.poll(() => waiting(again), { timeout: BACK_WITHIN_MS }).toBe(0);
  expect(recorded(folder).session.favourites).toEqual(loved);
  const worn = loved.at(-1) as string;
  expect(await again.locator(`label[data-sku="${worn}"] input`).isChecked()).toBe(true);
});

test('a service that hangs is noticed by its silence, and used again when it answers', async () => {
  const { folder, mirror, page } = await stage();
  mirror.process.kill('SIGSTOP');
  await isService(page, 'lost');
  const loved = await love(page, 1);
  mirror.process.kill('SIGCONT');
  await isService(page, 'connected');
  await expect.poll(() => recorded(folder).session.favourites, { timeout: BACK_WITHIN_MS }).toEqual(loved);
});
