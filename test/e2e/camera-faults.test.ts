/**
 * The camera goes wrong in every way there is, in front of the whole page in a real Chromium: each has its screen, and
 * the picture is back within five seconds of the camera. Where Chromium can have the fault itself, it has.
 */
import { createWriteStream, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Page } from 'playwright-core';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { launchBrowser, openPage } from '../../main/headless/browser.ts';
import texts from '../../renderer/i18n/en.json' with { type: 'json' };
import { signalCapture } from '../fakes/camera/capture-process.ts';
import { installPageCameras } from '../fakes/camera/page-cameras.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { FRAME, launchForMirror, renderShopper, serveMirror, startTestService } from './mirror-page.ts';

const PROMISE_MS = 5_000;
/** For troubles to be noticed and named, on a machine that is busy. */
const NOTICE_MS = 20_000;

/** Of each test, from the camera's return to the moving picture; printed at the end. */
const recoveries: string[] = [];

afterAll(() => console.log(`Picture back after the camera was well again:\n${recoveries.join('\n')}`));

type Trouble = keyof typeof texts.notice.camera & keyof typeof texts.notice.demo;

async function waitForState(page: Page, state: string, demo: '' | undefined, limitMs: number): Promise<void> {
  const isSo = ([state, demo]: (string | null)[]): boolean => {
    const { camera, demo: shown } = document.querySelector('main')?.dataset ?? {};
    return camera === state && (shown ?? null) === demo;
  };
  await page.waitForFunction(isSo, [state, demo ?? null], { timeout: limitMs });
}

/**
 * The trouble is named, and the screen tells what it is: over her own last picture, or over the demo shopper. State and
 * words are looked for at one moment, because the demo shopper follows within seconds.
 */
async function expectTrouble(page: Page, state: Trouble, demo?: '', words = state): Promise<void> {
  const { text } = texts.notice[demo === undefined ? 'camera' : 'demo'][words];
  const isTold = ([state, demo, text]: (string | null)[]): boolean => {
    const main = document.querySelector('main');
    const { camera, demo: shown } = main?.dataset ?? {};
    return (
      camera === state && (shown ?? null) === demo && main?.textContent?.includes(text as string) === true
    );
  };
  await page.waitForFunction(isTold, [state, demo ?? null, text], { timeout: NOTICE_MS });
}

/** The camera is well from now on: its picture moves on the glass within the promise, and the notice is gone. */
async function expectBack(page: Page): Promise<void> {
  const startedMs = performance.now();
  await waitForState(page, 'live', undefined, PROMISE_MS);
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const video = document.querySelector('video') as HTMLVideoElement;
        video.requestVideoFrameCallback(() => video.requestVideoFrameCallback(() => resolve()));
      }),
  );
  const tookMs = performance.now() - startedMs;
  recoveries.push(`  ${(tookMs / 1000).toFixed(1)} s  ${expect.getState().currentTestName}`);
  expect(tookMs).toBeLessThan(PROMISE_MS);
  await page.getByRole('alert').locator('h2').waitFor({ state: 'detached', timeout: 2_000 });
}

/** The page in front of Chromium's own fake camera, live. */
async function openLive(fakeCamera: string): Promise<Page> {
  const page = await openPage(await launchForMirror(fakeCamera), await serveMirror());
  await waitForState(page, 'live', undefined, NOTICE_MS);
  return page;
}

/** The page in front of cameras of its own. */
async function openWithCameras(labels: string[]): Promise<Page> {
  const server = await serveMirror();
  const page = await openPage(await launchForMirror(), server, '/metrics');
  await installPageCameras(page, labels);
  await page.goto(server.origin);
  return page;
}

test('a mirror without a camera shows the demo shopper', async () => {
  const page = await openPage(await launchForMirror(), await serveMirror());
  await expectTrouble(page, 'missing', '');
});

test('a camera that is missing is used as soon as it is plugged in', async () => {
  const page = await openWithCameras([]);
  await expectTrouble(page, 'missing', '');
  await page.evaluate(() => pageCameras.plug('Counter Cam'));
  await expectBack(page);
  await page.evaluate(() => pageCameras.unplug('Counter Cam'));
  await expectTrouble(page, 'missing');
  await expectTrouble(page, 'missing', '');
  await page.evaluate(() => pageCameras.plug('Counter Cam'));
  await expectBack(page);
});

test('a camera that is denied, or denied while in use, is back when it is allowed', async () => {
  const browser = await launchBrowser({ args: ['--use-fake-device-for-media-stream'] });
  onTestFinished(() => browser.close());
  const server = await serveMirror();
  const page = await openPage(browser, server);
  const allow = () => page.context().grantPermissions(['camera'], { origin: server.origin });
  await waitForState(page, 'live', undefined, NOTICE_MS);
  await page.context().clearPermissions();
  await expectTrouble(page, 'denied');
  await allow();
  await expectBack(page);
  await page.context().clearPermissions();
  await page.reload();
  await expectTrouble(page, 'denied', '');
  await allow();
  await expectBack(page);
});

test('a camera that stops giving frames is frozen, and back when it goes on', async () => {
  const page = await openLive('pattern');
  expect(signalCapture('SIGSTOP')).toBe(1);
  onTestFinished(() => void signalCapture('SIGCONT'));
  await expectTrouble(page, 'frozen');
  signalCapture('SIGCONT');
  await expectBack(page);
  signalCapture('SIGSTOP');
  await expectTrouble(page, 'frozen', '');
  await expectTrouble(page, 'failed', '');
  signalCapture('SIGCONT');
  await expectBack(page);
});

test('a camera whose process dies is lost and back within five seconds', async () => {
  const page = await openLive('pattern');
  for (let i = 0; i < 2; i++) {
    expect(signalCapture('SIGKILL')).toBe(1);
    await expectTrouble(page, 'lost');
    await expectBack(page);
  }
});

/** Two seconds of the shopper, then four of darkness, over and over, as Chromium's fake camera plays it. */
async function coveredCamera(): Promise<string> {
  const file = join(tempFolder(), 'covered.y4m');
  const shopper = (await renderShopper()).frame.data;
  const black = new Uint8Array(shopper.length).fill(128).fill(16, 0, FRAME.widthPx * FRAME.heightPx);
  const stream = createWriteStream(file);
  stream.write(`YUV4MPEG2 W${FRAME.widthPx} H${FRAME.heightPx} F5:1 Ip A1:1 C420\n`);
  for (let i = 0; i < 30; i++) {
    stream.write('FRAME\n');
    stream.write(i < 10 ? shopper : black);
  }
  stream.end();
  await finished(stream);
  return file;
}

test('a camera that is covered is black, and live as soon as it is uncovered', async () => {
  const page = await openLive(await coveredCamera());
  await expectTrouble(page, 'black');
  await expectBack(page);
  await expectTrouble(page, 'black');
});

test('a camera that another program holds is busy, and back when it is let go', async () => {
  const page = await openWithCameras(['Counter Cam']);
  await waitForState(page, 'live', undefined, NOTICE_MS);
  await page.evaluate(() => pageCameras.occupy(true));
  await expectTrouble(page, 'busy');
  await expectTrouble(page, 'busy', '');
  await page.evaluate(() => pageCameras.occupy(false));
  await expectBack(page);
});

test('a camera that changes its size and will not change it back is opened again', async () => {
  const page = await openWithCameras(['Counter Cam']);
  await page.keyboard.press('d');
  await page.getByText('1280 × 720').waitFor({ timeout: NOTICE_MS });
  await page.evaluate(() => pageCameras.resize(640, 480));
  await expectTrouble(page, 'resized');
  await expectBack(page);
  await page.getByText('1280 × 720').waitFor({ timeout: PROMISE_MS });
});

test('a second camera is told of and left alone, and used when the first is unplugged', async () => {
  const page = await openWithCameras(['First']);
  await waitForState(page, 'live', undefined, NOTICE_MS);
  await page.evaluate(() => pageCameras.plug('Second'));
  await page.getByText(texts.notice.camera.added.text).waitFor({ timeout: NOTICE_MS });
  expect(await page.evaluate(() => pageCameras.open())).toEqual(['First']);
  await page.evaluate(() => pageCameras.unplug('First'));
  await expectBack(page);
  expect(await page.evaluate(() => pageCameras.open())).toEqual(['Second']);
});

test('the camera that the settings name is used, also when they change', async () => {
  const settings = join(tempFolder(), 'settings.json');
  const name = (camera: string) => writeFileSync(settings, JSON.stringify({ camera: { name: camera } }));
  name('fake_device_1');
  const service = startTestService(['--settings', settings]);
  const browser = await launchBrowser({
    args: ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream=device-count=2'],
  });
  onTestFinished(() => browser.close());
  const server = await serveMirror({ service });
  const page = await openPage(browser, server, '/metrics');
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const open = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wish) => {
      const stream = await open(wish);
      document.title = stream.getVideoTracks()[0]?.label ?? '';
      return stream;
    };
  });
  await page.goto(server.origin);
  const waitForCamera = async (label: string) => {
    await page.waitForFunction((wished) => document.title === wished, label, { timeout: NOTICE_MS });
    await waitForState(page, 'live', undefined, PROMISE_MS);
  };
  await waitForCamera('fake_device_1');
  name('fake_device_0');
  await waitForCamera('fake_device_0');
  name('No Such Camera');
  await expectTrouble(page, 'missing', undefined, 'misnamed');
  name('device_1');
  await waitForCamera('fake_device_1');
});
