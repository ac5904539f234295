/** How long a shade was worn, by the store: what was really on her lips and on the screen, whatever was tapped or killed. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage } from '../../main/headless/browser.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import {
  catalogue,
  FRAME,
  launchForMirror,
  openMirror,
  renderShopper,
  stillCamera,
  tapShade,
  waitForShade,
} from './mirror-page.ts';
import { recordedEvents } from './recorded.ts';
import { killMirror, startMirror } from './start-process.ts';

const TAPPED = ['VA-M04', 'VA-M07', 'VA-S04'];
/** Long enough for the tenth of a second that each change of shades costs to be little. */
const HELD_MS = 2500;
const PATIENCE = { timeout: 20_000 };

/** Lets so much time of moving pictures pass. */
const hold = (page: Page, ms: number): Promise<void> =>
  page.evaluate(async (leastMs) => {
    const video = document.querySelector('video') as HTMLVideoElement;
    const startMs = performance.now();
    while (performance.now() - startMs < leastMs)
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
  }, ms);

declare global {
  /** Every shade that came onto her lips, and when. */
  var shownShades: { sku: string | undefined; atMs: number }[];
}

/** Runs in the page. */
function noteShown(): void {
  const main = document.querySelector('main') as HTMLElement;
  globalThis.shownShades = [];
  const note = () => globalThis.shownShades.push({ sku: main.dataset.shown, atMs: performance.now() });
  new MutationObserver(note).observe(main, { attributeFilter: ['data-shown'] });
}

/** From when the shade was on her lips until another was. */
async function seenMs(page: Page, sku: string): Promise<number> {
  const shown = await page.evaluate(() => globalThis.shownShades);
  const at = shown.findIndex((each) => each.sku === sku);
  return (shown[at + 1]?.atMs as number) - (shown[at]?.atMs as number);
}

/** "Forget me" ends the visit, and every wearing with it. */
async function endVisit(page: Page, dataFolder: string): Promise<void> {
  await page.getByRole('button', { name: 'Forget me' }).click();
  await expect.poll(() => recordedEvents(dataFolder, 'visit.ended').length, PATIENCE).toBe(1);
}

function dwellMs(dataFolder: string, sku: string): number {
  const worn = recordedEvents(dataFolder, 'shade.worn').filter((each) => each.sku === sku);
  return worn.reduce((sum, { dwellMs }) => sum + dwellMs, 0);
}

test('each of three shades that were tapped is recorded as worn for as long as it was on her lips', async () => {
  const folder = tempFolder();
  const mirror = await startMirror(folder);
  const shopper = await renderShopper();
  const page = await openMirror(await launchForMirror(await stillCamera(shopper.frame.data)), mirror);
  await page.evaluate(noteShown);
  for (const sku of TAPPED) {
    await tapShade(page, sku);
    await hold(page, HELD_MS);
  }
  const dataFolder = join(folder, 'data');
  await endVisit(page, dataFolder);
  await waitForShade(page, catalogue.shades[0]?.sku as string);
  for (const sku of TAPPED) {
    const ratio = dwellMs(dataFolder, sku) / (await seenMs(page, sku));
    expect(ratio, sku).toBeGreaterThan(0.75);
    expect(ratio, sku).toBeLessThan(1.25);
  }
  const worn = recordedEvents(dataFolder, 'shade.worn');
  expect(worn.filter(({ sku }) => TAPPED.includes(sku))).toHaveLength(TAPPED.length);
  expect(worn.every(({ wearer, quality }) => wearer === 'shopper' && quality.tracking > 0.8)).toBe(true);
});

test('a shade that was tapped while nobody stood before the camera was not worn', async () => {
  const folder = tempFolder();
  const mirror = await startMirror(folder);
  const grey = new Uint8Array((FRAME.widthPx * FRAME.heightPx * 3) / 2).fill(128);
  const page = await openPage(await launchForMirror(await stillCamera(grey)), mirror);
  await page.waitForSelector('main[data-tryon="running"][data-camera="live"]');
  await page.locator(`label[data-sku="${TAPPED[0]}"]`).click();
  await hold(page, HELD_MS);
  const dataFolder = join(folder, 'data');
  await endVisit(page, dataFolder);
  expect(recordedEvents(dataFolder, 'shade.worn')).toEqual([]);
});

test('a service that is killed while a shade is worn loses less than three seconds of it', async () => {
  const folder = tempFolder();
  const mirror = await startMirror(folder);
  const shopper = await renderShopper();
  const page = await openMirror(await launchForMirror(await stillCamera(shopper.frame.data)), mirror);
  const sku = catalogue.shades.at(1)?.sku as string;
  await tapShade(page, sku);
  const startMs = performance.now();
  await hold(page, 3000);
  await killMirror(mirror);
  await page.waitForSelector('main[data-service="lost"]');
  await hold(page, 3000);
  await startMirror(folder, Number(new URL(mirror.origin).port));
  await page.waitForSelector('main[data-service="connected"]');
  const heldMs = performance.now() - startMs;
  const dataFolder = join(folder, 'data');
  await endVisit(page, dataFolder);
  expect(dwellMs(dataFolder, sku)).toBeGreaterThan(heldMs - 3000);
  expect(dwellMs(dataFolder, sku)).toBeLessThan(heldMs + 1000);
});
