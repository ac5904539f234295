/** Page and service losing each other, for real: killed, stopped in the middle of a call, crashed. No intent is lost, none counts twice. */
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
import { recordedEvents, recordedSession } from './recorded.ts';
import { killMirror, type StartedMirror, startMirror } from './start-process.ts';

/** The promise for a service that comes back. */
const BACK_WITHIN_MS = 10_000;

interface Stage {
  dataFolder: string;
  mirror: StartedMirror;
  page: Page;
  /** Starts it again, where it was. */
  restart(): Promise<StartedMirror>;
}

/** Her lips wear a shade: whatever the page needs of the server is loaded, and the glass has nothing to tell of but the service. */
async function stage(): Promise<Stage> {
  const folder = tempFolder();
  const mirror = await startMirror(folder);
  const restart = () => startMirror(folder, Number(new URL(mirror.origin).port));
  const shopper = await renderShopper();
  const page = await openPage(await launchForMirror(await stillCamera(shopper.frame.data)), mirror);
  await isService(page, 'connected');
  await waitForShade(page, catalogue.shades[0]?.sku as string);
  return { dataFolder: join(folder, 'data'), mirror, page, restart };
}

const isService = (page: Page, state: string): Promise<unknown> =>
  page.waitForSelector(`main[data-service="${state}"]`, { timeout: BACK_WITHIN_MS });

/** Hearts for the first `count` shades, by touch. */
async function love(page: Page, count: number, from = 0): Promise<string[]> {
  const skus = catalogue.shades.slice(from, from + count).map(({ sku }) => sku);
  for (const sku of skus) {
    await page.locator(`label[data-sku="${sku}"]`).click();
    await page.keyboard.press('h');
  }
  return skus;
}

/** What she chose and the service has not answered; what was on her lips meanwhile is told as well. */
const waiting = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const stored = Object.keys(localStorage).filter((key) => key.startsWith('vermilion.intent.'));
    const types = stored.map((key) => JSON.parse(localStorage.getItem(key) as string).type);
    return types.filter((type) => type !== 'shade.shown').length;
  });

test('a killed service: the mirror goes on, says so, and sends what was done meanwhile when it is back', async () => {
  const { dataFolder, mirror, page, restart } = await stage();
  await love(page, 1);
  await expect.poll(() => waiting(page)).toBe(0);
  await killMirror(mirror);
  await isService(page, 'lost');
  await page.getByText(texts.notice.service.lost.text).waitFor();
  await tapShade(page, 'VA-M04');
  const loved = await love(page, 3, 1);
  expect(await waiting(page)).toBe(7);
  await restart();
  await isService(page, 'connected');
  await expect.poll(() => waiting(page), { timeout: BACK_WITHIN_MS }).toBe(0);
  const favourites = [catalogue.shades[0]?.sku, ...loved];
  expect(recordedSession(dataFolder)).toMatchObject({ favourites, sku: loved.at(-1) });
  expect(recordedEvents(dataFolder, 'shade.favourited').map(({ sku }) => sku)).toEqual(favourites);
});

test('"forget me" while the service is away: the screen says that it will be, and when it is', async () => {
  const { dataFolder, mirror, page, restart } = await stage();
  await love(page, 2);
  await expect.poll(() => waiting(page)).toBe(0);
  await killMirror(mirror);
  await isService(page, 'lost');
  await page.getByRole('button', { name: texts.forget }).click();
  await page.getByText(texts.notice.forgetting.text).waitFor();
  expect(await page.getByText(texts.notice.forgotten.text).count()).toBe(0);
  expect(await page.getByRole('button', { pressed: true }).count()).toBe(0);
  await restart();
  await page.getByText(texts.notice.forgotten.text).waitFor();
  expect(recordedSession(dataFolder)).toMatchObject({ sku: null, favourites: [] });
});

test('a page that crashes in the middle of a call comes back into the same session, and its intents with it', async () => {
  const { dataFolder, mirror, page } = await stage();
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
  expect(recordedSession(dataFolder).favourites).toEqual(loved);
  const worn = loved.at(-1) as string;
  expect(await again.locator(`label[data-sku="${worn}"] input`).isChecked()).toBe(true);
});

test('a service that hangs is noticed by its silence, and used again when it answers', async () => {
  const { dataFolder, mirror, page } = await stage();
  mirror.process.kill('SIGSTOP');
  await isService(page, 'lost');
  const loved = await love(page, 1);
  mirror.process.kill('SIGCONT');
  await isService(page, 'connected');
  await expect.poll(() => recordedSession(dataFolder).favourites, { timeout: BACK_WITHIN_MS }).toEqual(loved);
});
