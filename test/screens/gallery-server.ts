/** The mirror's own server with the gallery page beside it, built when anything it is made of has changed. */
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { Browser, Page } from 'playwright-core';
import type { Rotation } from '../../main/contract/camera.ts';
import type { Locale } from '../../main/contract/locales.ts';
import { openPage } from '../../main/headless/browser.ts';
import { type RunningServer, startServer } from '../../main/headless/server.ts';
import { buildPages } from '../../scripts/setup/pages.mjs';
import { DIST, faceFiles } from '../bench/face-files.ts';
import './gallery-window.ts';
import type { Scene } from './scenes.ts';

/** Serves on any free port. Throws what `buildPages`, `startServer` and `faceFiles` throw. */
export async function startGalleryServer(): Promise<RunningServer> {
  buildPages('screens');
  return startServer({
    pagesDir: join(DIST, 'renderer'),
    face: await faceFiles(),
    port: 0,
    extend: async (app) => {
      const root = join(DIST, 'screens');
      await app.register(fastifyStatic, { root, prefix: '/screens/', wildcard: false, decorateReply: false });
    },
  });
}

export interface Gallery {
  page: Page;
  show(scene: Scene, locale: Locale): Promise<void>;
  turn(rotation: Rotation): Promise<void>;
}

/** @param glass size of the screen in CSS pixels */
export async function openGallery(
  browser: Browser,
  server: RunningServer,
  glass: { width: number; height: number },
): Promise<Gallery> {
  const page = await openPage(browser, server, '/screens/gallery.html');
  await page.setViewportSize({ width: glass.width, height: glass.height });
  // Shades scroll into view at once, so that every picture shows a screen at rest.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.waitForFunction(() => 'gallery' in globalThis);
  return {
    page,
    show: (scene, locale) =>
      page.evaluate(([wanted, words]) => gallery.show(wanted, words), [scene, locale] as const),
    turn: (rotation) => page.evaluate((wanted) => gallery.turn(wanted), rotation),
  };
}
