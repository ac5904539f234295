/** The mirror as a shopper meets it: her lips wear the shade she taps, nothing else changes, and nothing leaves the machine. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openPage } from '../../main/headless/browser.ts';
import {
  FRAME,
  grabPicture,
  launchForMirror,
  openMirror,
  renderShopper,
  serveMirror,
  stillCamera,
  tapShade,
  waitForShade,
} from './mirror-page.ts';
import { comparePictures } from './picture-changes.ts';

/** Opaque shades far apart in colour. */
const RED = 'VA-M04';
const PLUM = 'VA-M07';
async function wornPictures(page: Page): Promise<[Uint8Array, Uint8Array]> {
  await tapShade(page, RED);
  const red = await grabPicture(page);
  await tapShade(page, PLUM);
  return [red, await grabPicture(page)];
}

test('a tap on a shade changes her lips in the picture, and nothing else', async () => {
  const shopper = await renderShopper();
  const lips = shopper.truth.lips.slice();
  const browser = await launchForMirror(await stillCamera(shopper.frame.data));
  const page = await openMirror(browser, await serveMirror());
  const changes = comparePictures(...(await wornPictures(page)), lips, FRAME);
  expect(changes.ofLips).toBeGreaterThan(0.9);
  expect(changes.beyond).toBe(0);
});

test('without a track generator the same picture is drawn on a canvas', async () => {
  const shopper = await renderShopper();
  const lips = shopper.truth.lips.slice();
  const browser = await launchForMirror(await stillCamera(shopper.frame.data));
  const server = await serveMirror();
  const page = await openPage(browser, server, '/metrics');
  await page.addInitScript(() => {
    Reflect.deleteProperty(globalThis, 'MediaStreamTrackGenerator');
  });
  await page.goto(server.origin);
  await waitForShade(page, 'VA-M01');
  expect(await page.locator('main canvas').first().isVisible()).toBe(true);
  expect(await page.locator('video').isVisible()).toBe(false);
  const changes = comparePictures(...(await wornPictures(page)), lips, FRAME);
  expect(changes.ofLips).toBeGreaterThan(0.9);
  expect(changes.beyond).toBe(0);
});

test('where there is no camera the demo shopper wears the shades, and the screen says who she is', async () => {
  const page = await openMirror(await launchForMirror(), await serveMirror());
  await page.getByText('Demo shopper').waitFor();
  await page.getByText('No camera was found').waitFor();
  const [red, plum] = await wornPictures(page);
  expect(Buffer.compare(red, plum)).not.toBe(0);
});

test('keys choose shade, intensity and the debug overlay; a second language is one touch away', async () => {
  const shopper = await renderShopper();
  const page = await openMirror(
    await launchForMirror(await stillCamera(shopper.frame.data)),
    await serveMirror(),
  );
  await page.keyboard.press('ArrowRight');
  await waitForShade(page, 'VA-S01');
  await page.keyboard.press('ArrowLeft');
  await waitForShade(page, 'VA-M01');
  await page.keyboard.press('ArrowDown');
  await page.getByText('95%').waitFor();
  await page.keyboard.press('d');
  await page.getByText('landmarks').waitFor();
  await page.keyboard.press('d');
  await page.getByText('landmarks').waitFor({ state: 'detached' });
  await page.getByRole('button', { name: '中文' }).click();
  await page.getByRole('heading', { name: '素纱' }).waitFor();
  expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
});

/** Starts and stops the try-on, which makes tasks-vision post its metrics. @returns the foreign addresses asked for */
async function foreignRequests(page: Page, origin: string): Promise<string[]> {
  const asked: string[] = [];
  await page.context().route(
    (url) => url.origin !== origin && url.protocol !== 'blob:',
    (route) => {
      asked.push(route.request().url());
      return route.abort();
    },
  );
  await page.goto(origin);
  await waitForShade(page, 'VA-M01');
  const worker = page.workers().find((each) => each.url().includes('tryon'));
  await worker?.evaluate(async () => {
    self.onmessage?.(new MessageEvent('message', { data: { type: 'stop' } }));
    await new Promise((resolve) => setTimeout(resolve, 1000));
  });
  return asked;
}

test('no request leaves the machine: the policy holds inside the worker, where tasks-vision tries one', async () => {
  const shopper = await renderShopper();
  const browser = await launchForMirror(await stillCamera(shopper.frame.data));
  const guarded = await serveMirror();
  const guardedPage = await openPage(browser, guarded, '/metrics');
  expect(await foreignRequests(guardedPage, guarded.origin)).toEqual([]);
  const worker = guardedPage.workers().find((each) => each.url().includes('tryon'));
  const reached = await worker?.evaluate(() =>
    fetch('https://example.com/', { mode: 'no-cors' }).then(
      () => 'reached',
      () => 'refused',
    ),
  );
  expect(reached).toBe('refused');
  await guardedPage.context().close();

  // The control: without the policy the same start and stop does ask for a foreign address, so the test can see one.
  const open = await serveMirror({
    extend: (app) => {
      app.addHook('onSend', async (_request, reply) => {
        reply.removeHeader('content-security-policy');
      });
    },
  });
  const openedPage = await openPage(browser, open, '/metrics');
  expect((await foreignRequests(openedPage, open.origin)).length).toBeGreaterThan(0);
});
