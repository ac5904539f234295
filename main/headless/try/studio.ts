/**
 * Where the painting is done: a loopback server and a headless Chromium with the try page, started for the first file
 * and used for all. Whoever opens a studio closes it.
 */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { ensureFaceAssets } from '../../../models/face/assets.ts';
import type { DecodedFrame, Look, Painted, TryPage, YuvMatrix } from '../../../renderer/try/api.ts';
import type { Settings } from '../../config/settings.ts';
import { launchBrowser, openPage } from '../browser.ts';
import { startServer } from '../server.ts';
import { tryError } from './errors.ts';
import { buildPixelExchange } from './pixel-exchange.ts';
import type { Size } from './report.ts';

const DIST = join(import.meta.dirname, '../../../dist');

/** What the page says, and the bytes that go with it. */
export type WithPixels<Answer extends Painted> = Answer & { pixels: Buffer; coverage: Buffer };

/** All but `close` throw `painting-failed` when the page gives up; it is then better replaced by a fresh one. */
export interface Studio {
  /** RGBA in, the RGBA of the painted part out. */
  paintPicture(rgba: Uint8Array, size: Size, look: Look): Promise<WithPixels<Painted>>;
  startClip(look: Look): Promise<void>;
  /** I420 in, that of the painted part out; see TryPage. */
  paintFrame(planes: Uint8Array, size: Size, timeMs: number, matrix: YuvMatrix): Promise<WithPixels<Painted>>;
  openClip(path: string, look: Look): Promise<number>;
  /** Whole RGBA out. */
  paintNextFrame(): Promise<WithPixels<DecodedFrame> | null>;
  close(): Promise<void>;
}

/** About 1.5 s. Rejects with the errors of settings, server, models and browser, which say what to do. */
export async function openStudio(settings: Settings): Promise<Studio> {
  const exchange = buildPixelExchange();
  const face = await ensureFaceAssets({ outputDir: join(DIST, 'face'), configured: settings.faceBundle });
  const server = await startServer({
    pagesDir: join(DIST, 'renderer'),
    face,
    port: 0,
    extend: (app) => exchange.serve(app),
  });
  const browser = await launchBrowser(settings.chromium ? { executablePath: settings.chromium } : {});
  const page = await openPage(browser, server, '/try.html');

  function withPixels<Answer extends Painted>(id: number, answer: Answer): WithPixels<Answer> {
    const bytes = exchange.collect(id);
    const coverageAt = bytes.length - answer.part.widthPx * answer.part.heightPx;
    return { ...answer, pixels: bytes.subarray(0, coverageAt), coverage: bytes.subarray(coverageAt) };
  }

  return {
    async paintPicture(rgba, size, look) {
      const id = exchange.offer(rgba);
      return withPixels(id, await call(page, 'paintPicture', { id, ...size }, look));
    },
    startClip: (look) => call(page, 'startClip', look),
    async paintFrame(planes, { widthPx, heightPx }, timeMs, matrix) {
      const id = exchange.offer(planes);
      return withPixels(id, await call(page, 'paintFrame', { id, widthPx, heightPx }, timeMs, matrix));
    },
    openClip: (path, look) => call(page, 'openClip', exchange.offerFile(path), look),
    async paintNextFrame() {
      const id = exchange.offer();
      const frame = await call(page, 'paintNextFrame', id);
      return frame && withPixels(id, frame);
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Calls the page's function of that name. */
async function call<Name extends keyof TryPage>(
  page: Page,
  name: Name,
  ...args: Parameters<TryPage[Name]>
): Promise<Awaited<ReturnType<TryPage[Name]>>> {
  try {
    // As text, because Playwright takes objects apart value by value, and landmarks are many.
    const answer = await page.evaluate(
      async ([name, args]) => {
        const { vermilionTry } = globalThis as unknown as {
          vermilionTry: Record<string, (...args: unknown[]) => unknown>;
        };
        return JSON.stringify(await vermilionTry[name]?.(...args)) ?? 'null';
      },
      [name, args] as const,
    );
    return JSON.parse(answer) as Awaited<ReturnType<TryPage[Name]>>;
  } catch (cause) {
    const said = (cause as Error).message.split('\n')[0] as string;
    throw tryError('painting-failed', said.replace(/^page\.evaluate: (\w*Error: )?/, ''), cause);
  }
}
