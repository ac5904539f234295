/**
 * The built mirror in a real Chromium, in front of a camera that plays frames the test has made: for tests of the whole
 * page. Everything is closed when the test that asked for it ends.
 */
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { Browser, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import { loadCatalogue, SAMPLE_CATALOGUE } from '../../main/catalog/catalogue.ts';
import { launchBrowser, openPage } from '../../main/headless/browser.ts';
import { type RunningServer, type ServerOptions, startServer } from '../../main/headless/server.ts';
import { type Service, startService } from '../../main/service.ts';
import { buildShopper, neutralState, type Shopper, type ShopperState } from '../../models/shopper/shopper.ts';
import { tempFolder } from '../fakes/temp-folder.ts';

const dist = join(import.meta.dirname, '../../dist');
export const FRAME = { widthPx: 1280, heightPx: 720 };
/** Chromium's fake camera wants a few frames to loop over. */
const LOOP_FRAMES = 4;

export const catalogue = loadCatalogue(SAMPLE_CATALOGUE);

/** The service in a folder of its own, in English. @param args more flags for it */
export function startTestService(args: string[] = []): Service {
  const folder = tempFolder();
  const service = startService({
    args: ['--data', 'data', '--locale', 'en', ...args],
    environment: {},
    folder,
  });
  onTestFinished(() => service.stop());
  return service;
}

/** @param changes to the mirror's own server */
export async function serveMirror(changes: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({
    pagesDir: join(dist, 'renderer'),
    face: {
      taskPath: join(dist, 'face/face_landmarker.task'),
      detectorPath: join(dist, 'face/face_detector.tflite'),
      meshPath: join(dist, 'face/canonical-mesh.json'),
    },
    service: startTestService(),
    port: 0,
    ...changes,
  });
  onTestFinished(() => server.close());
  return server;
}

let built: Shopper | undefined;

/** The shopper in one state, rendered without camera noise; built once for the whole file. */
export async function renderShopper(changes: Partial<ShopperState> = {}): Promise<Shopper> {
  if (built === undefined) {
    const mesh = JSON.parse(await readFile(join(dist, 'face/canonical-mesh.json'), 'utf8'));
    built = buildShopper({ mesh, ...FRAME });
  }
  built.render({ ...neutralState, noise: 0, wantTruth: true, ...changes });
  return built;
}

/** Writes one I420 frame as a loop that Chromium's fake camera plays without loss. @returns the clip's path */
export async function stillCamera(i420: Uint8Array): Promise<string> {
  const file = join(tempFolder({}), 'still.y4m');
  const stream = createWriteStream(file);
  stream.write(`YUV4MPEG2 W${FRAME.widthPx} H${FRAME.heightPx} F30:1 Ip A1:1 C420\n`);
  for (let i = 0; i < LOOP_FRAMES; i++) {
    stream.write('FRAME\n');
    stream.write(i420);
  }
  stream.end();
  await finished(stream);
  return file;
}

/** @param fakeCamera path of a clip; without one the browser has no camera */
export async function launchForMirror(fakeCamera?: string): Promise<Browser> {
  const browser = await launchBrowser(fakeCamera === undefined ? {} : { fakeCamera });
  onTestFinished(() => browser.close());
  return browser;
}

/** Waits until lips wear the shade on screen. */
export async function waitForShade(page: Page, sku: string): Promise<void> {
  await page.waitForFunction((wanted) => document.querySelector('main')?.dataset.shown === wanted, sku, {
    timeout: 60_000,
  });
}

/** Opens the mirror and waits for its first shade. */
export async function openMirror(
  browser: Browser,
  server: Pick<RunningServer, 'origin' | 'address'>,
): Promise<Page> {
  const page = await openPage(browser, server);
  await waitForShade(page, (catalogue.shades[0] as { sku: string }).sku);
  return page;
}

export async function tapShade(page: Page, sku: string): Promise<void> {
  await page.locator(`label[data-sku="${sku}"]`).click();
  await waitForShade(page, sku);
}

/** The picture now on the glass as RGBA at the camera's size, unmirrored. */
export async function grabPicture(page: Page): Promise<Uint8Array> {
  const text = await page.evaluate(async ({ widthPx, heightPx }) => {
    const video = document.querySelector('video') as HTMLVideoElement;
    const shown = video.hidden ? (document.querySelector('canvas') as HTMLCanvasElement) : video;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const canvas = new OffscreenCanvas(widthPx, heightPx);
    const context = canvas.getContext('2d', {
      willReadFrequently: true,
    }) as OffscreenCanvasRenderingContext2D;
    context.drawImage(shown, 0, 0, widthPx, heightPx);
    const { data } = context.getImageData(0, 0, widthPx, heightPx);
    const blob = new Blob([data]);
    return await new Promise<string>((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve((reader.result as string).split(',')[1] ?? '');
      reader.readAsDataURL(blob);
    });
  }, FRAME);
  return Buffer.from(text, 'base64');
}
