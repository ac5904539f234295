/** The mirror screen for every eye and hand: contrast and names by axe, targets for a finger, words that fit, and what keys and touch do. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LOCALES } from '../../main/contract/locales.ts';
import { launchBrowser } from '../../main/headless/browser.ts';
import type { RunningServer } from '../../main/headless/server.ts';
import { type Gallery, openGallery, startGalleryServer } from '../screens/gallery-server.ts';
import { GLASSES, SCENES, type Scene } from '../screens/scenes.ts';

const MIN_TARGET_PX = 64;
/** How far down the glass her brows may be. */
const HER_BROWS = 0.3;
/** One of each kind of screen; the others differ in words alone. */
const MAIN_SCENES = [
  'waking',
  'live',
  'nude, loved',
  'before',
  'two, hers',
  "two, her companion's",
  'light backlit',
  'forgotten',
  'missing',
  'missing, demo',
  'service lost',
  'code',
  'code unavailable',
  'thanks, new',
];

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  server = await startGalleryServer();
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const named = (name: string): Scene => SCENES.find((scene) => scene.name === name) as Scene;

/** Serious and critical violations, in words that tell where. */
async function violations(page: Page): Promise<string[]> {
  const { violations: all } = await new AxeBuilder({ page }).analyze();
  const grave = all.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  return grave.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** A radio is touched by its label. @returns what is smaller than a finger needs */
const smallTargets = (page: Page, minPx: number): Promise<string[]> =>
  page.evaluate((min) => {
    const targets = [...document.querySelectorAll('button, input')].map((each) =>
      each.matches('[type=radio]') ? (each.closest('label') as Element) : each,
    );
    const isSmall = (target: Element) => {
      const { width, height } = target.getBoundingClientRect();
      return Math.round(width) < min || Math.round(height) < min;
    };
    return targets.filter(isSmall).map(({ outerHTML }) => outerHTML.slice(0, 120));
  }, minPx);

/** @returns words that are wider or higher than their box, or that lie outside the screen */
const cutWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const words = [
      ...document.querySelectorAll('main h1, main h2, main p, main dt, main dd, main span, main button'),
    ];
    const isCut = (element: Element) => {
      if (element.className === 'heard') return false;
      const { left, right, top, bottom } = element.getBoundingClientRect();
      const isOutside = left < 0 || top < 0 || right > innerWidth + 1 || bottom > innerHeight + 1;
      const mayScroll = element.closest('[role=radiogroup]') !== null;
      return (
        (isOutside && !mayScroll) || (element.clientWidth > 0 && element.scrollWidth > element.clientWidth)
      );
    };
    // What taking home shows ends above its foot.
    const boxes = [...document.querySelectorAll('section[data-kind] > div')];
    const isOverfull = ({ scrollHeight, clientHeight }: Element) => scrollHeight > clientHeight + 1;
    return [...words.filter(isCut), ...boxes.filter(isOverfull)].map(({ textContent }) => textContent ?? '');
  });

/** @returns how far down the glass notices hang, in shares of its height */
const lowestNotice = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const glass = document.querySelector('video')?.parentElement?.parentElement as Element;
    const boxes = [...document.querySelectorAll('[role=alert] > *, [role=status] > *')];
    const ends = boxes.map((box) => box.getBoundingClientRect().bottom);
    return Math.max(0, ...ends) / glass.getBoundingClientRect().height;
  });

/** Contrast and roles are the same in every language and size, so axe, which takes seconds a screen, meets each once. */
const AXE = {
  portrait: { locale: LOCALES[0], scenes: MAIN_SCENES.filter((_, i) => i % 2 === 1) },
  landscape: { locale: LOCALES[1], scenes: MAIN_SCENES.filter((_, i) => i % 2 === 0) },
};

describe.each(GLASSES)('on a $name glass', (glass) => {
  let gallery: Gallery;

  beforeAll(async () => {
    gallery = await openGallery(browser, server, glass);
  });

  afterAll(() => gallery?.page.context().close());

  test('the main states have no grave violation', async () => {
    const { locale, scenes } = AXE[glass.name];
    for (const name of scenes) {
      await gallery.show(named(name), locale);
      expect(await violations(gallery.page), name).toEqual([]);
    }
  });

  // All of it in one pass over the states: to show one costs more than to measure it.
  test.each(LOCALES)('no state has a small target, cut words or a low notice (%s)', async (locale) => {
    for (const scene of SCENES) {
      await gallery.show(scene, locale);
      expect(await smallTargets(gallery.page, MIN_TARGET_PX), scene.name).toEqual([]);
      expect(await cutWords(gallery.page), scene.name).toEqual([]);
      if (scene.hasCatalogue) expect(await lowestNotice(gallery.page), scene.name).toBeLessThan(HER_BROWS);
    }
  });

  test('"before" stays below her chin', async () => {
    const { page, show } = gallery;
    await show(named('before'), 'en');
    const label = await page.getByText('Before', { exact: true }).boundingBox();
    const glass = await page.locator('video').boundingBox();
    expect(label?.y).toBeGreaterThan(0.88 * (glass?.height ?? 0));
  });

  test('the choice between two wearers stays below their chins, and "before" beside it', async () => {
    const { page, show } = gallery;
    await show(named('two, before'), 'en');
    const glass = await page.locator('video').boundingBox();
    const choice = await page.getByRole('radiogroup', { name: 'Whose lips' }).boundingBox();
    const label = await page.getByText('Before', { exact: true }).boundingBox();
    expect(choice?.y).toBeGreaterThan(0.88 * (glass?.height ?? 0));
    expect((label?.x ?? 0) + (label?.width ?? 0)).toBeLessThan(choice?.x ?? 0);
  });
});

describe('what she does', () => {
  let gallery: Gallery;

  beforeAll(async () => {
    gallery = await openGallery(browser, server, GLASSES[0]);
  });

  afterAll(() => gallery?.page.context().close());

  test('"before" lasts as long as it is held: by finger, by key, and however it is let go', async () => {
    const { page, show } = gallery;
    await show(named('live'), 'en');
    const button = page.getByRole('button', { name: 'Hold to compare' });
    const label = page.getByText('Before', { exact: true });
    await button.hover();
    await page.mouse.down();
    await label.waitFor();
    await page.mouse.up();
    await label.waitFor({ state: 'detached' });
    await page.mouse.down();
    await label.waitFor();
    await page.mouse.move(10, 10);
    await label.waitFor({ state: 'detached' });
    await page.mouse.up();
    for (const key of ['Space', 'Enter']) {
      await button.focus();
      await page.keyboard.down(key);
      await label.waitFor();
      await page.keyboard.up(key);
      await label.waitFor({ state: 'detached' });
    }
    await page.keyboard.down('Space');
    await label.waitFor();
    await button.blur();
    await label.waitFor({ state: 'detached' });
  });

  test('arrows choose shades and intensity, a heart counts, a swipe changes the shade', async () => {
    const { page, show } = gallery;
    await show(named('live'), 'en');
    await page.locator('label[data-sku="VA-S05"] input').focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('heading', { name: 'Opera Red' }).waitFor();
    await page.getByRole('slider', { name: 'Intensity' }).focus();
    await page.keyboard.press('ArrowLeft');
    await page.getByText('99%').waitFor();
    const heart = page.getByRole('button', { name: 'Love Opera Red' });
    await heart.click();
    await page.getByText('Loved 1').waitFor();
    expect(await heart.getAttribute('aria-pressed')).toBe('true');
    await page.mouse.move(700, 600);
    await page.mouse.down();
    await page.mouse.move(500, 610);
    await page.mouse.up();
    await page.getByRole('heading', { name: 'Rouge Petal' }).waitFor();
    expect(await heart.count()).toBe(0);
  });

  test('the worn shade is brought into view, and the rail follows the wheel', async () => {
    const { page, show } = gallery;
    await show({ ...named('live'), sku: 'VA-M08' }, 'zh-CN');
    const rail = page.getByRole('radiogroup');
    const last = await page.locator('label[data-sku="VA-M08"]').boundingBox();
    expect(last?.x).toBeLessThan(GLASSES[0].width - MIN_TARGET_PX);
    const before = await rail.evaluate(({ scrollLeft }) => scrollLeft);
    await rail.hover();
    await page.mouse.wheel(0, -300);
    await page.waitForFunction(
      ([from]) => (document.querySelector('[role=radiogroup]')?.scrollLeft ?? from) < from,
      [before] as const,
    );
  });

  test.each([0, 90, 180, 270] as const)(
    'a camera turned by %i° still covers the glass, upright and mirrored',
    async (rotation) => {
      const { page, show, turn } = gallery;
      await show(named('live'), 'en');
      await turn(rotation);
      const { box, glass, matrix } = await page.locator('video').evaluate((video) => {
        const picture = video.parentElement as HTMLElement;
        const { a, b, c, d } = new DOMMatrix(getComputedStyle(picture).transform);
        return {
          box: video.getBoundingClientRect().toJSON(),
          glass: (picture.parentElement as HTMLElement).getBoundingClientRect().toJSON(),
          matrix: [a, b, c, d].map(Math.round),
        };
      });
      for (const side of ['left', 'top', 'right', 'bottom']) expect(box[side]).toBeCloseTo(glass[side], 0);
      const mirroredTurns = { 0: [-1, 0, 0, 1], 90: [0, 1, 1, 0], 180: [1, 0, 0, -1], 270: [0, -1, -1, 0] };
      expect(matrix.map((value) => value + 0)).toEqual(mirroredTurns[rotation]);
    },
  );
});
