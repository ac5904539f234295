/** The landing pages on a phone, in a real browser: for every eye, hand and language, from the scanned code to the deleted data. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { LANDING_LOCALES } from '../../hq/landing/words.ts';
import { launchBrowser } from '../../main/headless/browser.ts';
import { openLanding, type TestLanding } from '../unit/hq/landing/landing-fixture.ts';

const PHONE = { width: 360, height: 640 };
/** For a thumb; the button that matters most is larger still. */
const [MIN_TARGET_PX, MAIN_TARGET_PX] = [48, 64];
const MOST_BYTES = 60 * 1024;
const MANY_SKUS = ['VA-S05', 'VA-M01', 'VA-G01', 'VA-H05', 'VA-B01', 'VA-M11', 'VA-M09'];

let hq: TestLanding;
let browser: Browser;
let address: string;
/** What a page asked of anybody but HQ, and what its policy refused. */
const strays: string[] = [];

beforeAll(async () => {
  hq = await openLanding();
  const photo = await sharp({ create: { width: 240, height: 240, channels: 3, background: '#c9a58f' } })
    .jpeg()
    .toBuffer();
  const line = JSON.stringify({ 'zh-CN': '红色从不喧哗，它只是知道自己要去哪里。', en: 'Red never shouts.' });
  const card = { store_id: 'shanghai', ba_id: 'ba-a', line, photo: photo.toString('base64') };
  await hq.db.insertInto('advisor_cards').values(card).execute();
  const gift = { 'zh-CN': '随意一支唇膏，附赠同色唇笔小样', en: 'A small liner with any lipstick' };
  await hq.tell('benefits', [{ id: 'gift', tier: null, title: gift, later: gift }]);
  address = await hq.app.listen({ host: '127.0.0.1', port: 0 });
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  await hq?.close();
});

async function openPhone(locale = 'en'): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ locale, viewport: PHONE, isMobile: true, hasTouch: true });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) strays.push(request.url());
  });
  page.on('console', (message) => strays.push(message.text()));
  return { context, page };
}

/** Of any weight, by WCAG 2.2 AA. */
async function violations(page: Page): Promise<string[]> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = (await new AxeBuilder({ page }).withTags(tags).analyze()).violations;
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** @returns what a thumb would miss; a box is ticked by its label */
const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate((min) => {
    const targets = [...document.querySelectorAll('main a, footer a, button, input:not([type=hidden])')].map(
      (each) => (each.matches('[type=checkbox]') ? (each.closest('label') as Element) : each),
    );
    const isSmall = (target: Element) => Math.round(target.getBoundingClientRect().height) < min;
    return targets.filter(isSmall).map(({ outerHTML }) => outerHTML.slice(0, 120));
  }, MIN_TARGET_PX);

/** @returns words that reach beyond the screen's breadth */
const cutWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const words = [...document.querySelectorAll('h1, h2, p, span, label, dd, a, button')];
    const isCut = (element: Element) => {
      if (element.closest('.heard, .skip') !== null) return false;
      const { left, right } = element.getBoundingClientRect();
      return left < 0 || right > innerWidth || element.scrollWidth > element.clientWidth + 1;
    };
    return words
      .filter((element) => getComputedStyle(element).display !== 'inline' && isCut(element))
      .map(({ textContent }) => textContent ?? '');
  });

async function expectForEveryHand(page: Page): Promise<void> {
  const name = page.url();
  expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(PHONE.width);
  expect(await smallTargets(page), name).toEqual([]);
  expect(await cutWords(page), name).toEqual([]);
}

describe.each(LANDING_LOCALES)('in %s', (locale) => {
  test('every page fits a phone of 360 px and a thumb', async () => {
    const { page } = await openPhone(locale);
    const few = await hq.show({ benefit: 'gift' });
    const many = await hq.show({ benefit: 'gift', skus: MANY_SKUS });
    const unseen = ['/t/unknown', '/me', '/consent/membership', '/consent/marketing', `/t/${hq.mint()}`];
    for (const path of [`/t/${few}`, `/t/${many}`, ...unseen]) {
      await page.goto(address + path);
      expect(await page.getAttribute('html', 'lang')).toBe(locale);
      await expectForEveryHand(page);
    }
    await page.goto(`${address}/t/${few}`);
    await page.click('main button');
    await expectForEveryHand(page);
    expect(await page.locator('[role=alert]').count()).toBe(2);
    await page.fill('#nickname', 'W'.repeat(40));
    await page.check('[name=membership]');
    await page.click('main button');
    await expectForEveryHand(page);
    await page.click('a[href^="/me/"]');
    await expectForEveryHand(page);
    await page.click('a[href$="/delete"]');
    await expectForEveryHand(page);
    await page.goto(`${address}/t/${many}`);
    await expectForEveryHand(page);
    await page.click('.leave button');
    await expectForEveryHand(page);
    expect(await page.locator('#nickname').count()).toBe(1);
  });
});

test('axe finds nothing on any page', async () => {
  const { page } = await openPhone('zh-CN');
  const token = await hq.show({ benefit: 'gift', skus: MANY_SKUS });
  const look = async () => expect(await violations(page), page.url()).toEqual([]);
  for (const path of ['/t/unknown', '/consent/membership', `/t/${hq.mint()}`, `/t/${token}`]) {
    await page.goto(address + path);
    await look();
  }
  await page.click('main button');
  await look();
  await page.fill('#nickname', '一');
  await page.check('[name=membership]');
  await page.click('main button');
  await look();
  await page.click('a[href^="/me/"]');
  await look();
  await page.click('a[href$="/delete"]');
  await look();
});

test('the whole page, with all that it loads, is at most 60 KB', async () => {
  const { page } = await openPhone();
  const sizes: Promise<number>[] = [];
  page.on('response', (reply) => sizes.push(reply.body().then(({ length }) => length)));
  await page.goto(`${address}/t/${await hq.show({ benefit: 'gift', skus: MANY_SKUS })}`, {
    waitUntil: 'networkidle',
  });
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(sizes.length).toBeGreaterThanOrEqual(4);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  console.log(`The open page with seven shades and a photo: ${bytes} bytes in ${sizes.length} requests`);
});

test('she joins by keyboard alone, sees her data, and deletes it', async () => {
  const { context, page } = await openPhone();
  const token = await hq.show({ benefit: 'gift' });
  await page.goto(`${address}/t/${token}`);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Your shades');
  const height = await page.getByRole('button', { name: 'Join' }).evaluate((each) => each.clientHeight);
  expect(height).toBeGreaterThanOrEqual(MAIN_TARGET_PX - 2);

  const name = page.getByRole('textbox', { name: 'What may we call you?' });
  const membership = page.getByRole('checkbox', { name: 'I would like to become a member.' });
  const isFocused = (element: typeof name) => element.evaluate((each) => each === document.activeElement);
  const tabTo = async (element: typeof name) => {
    for (let i = 0; i < 20 && !(await isFocused(element)); i++) await page.keyboard.press('Tab');
    expect(await isFocused(element)).toBe(true);
  };
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.className)).toBe('skip');
  await tabTo(name);
  await page.keyboard.type('Member A');
  await page.keyboard.press('Enter');
  // The form is told what is missing where she looks, with her words in it.
  const fault = page.getByText('To join, please tick this box.');
  await fault.waitFor();
  expect(await fault.evaluate((each) => each.getBoundingClientRect().top < innerHeight)).toBe(true);
  expect(await name.inputValue()).toBe('Member A');
  expect(await membership.isChecked()).toBe(false);
  await tabTo(membership);
  await page.keyboard.press('Space');
  await tabTo(page.getByRole('button', { name: 'Join' }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Welcome, Member A' }).waitFor();
  expect(new URL(page.url()).pathname).toBe(`/t/${token}`);

  const data = page.getByRole('link', { name: 'Your data' });
  await tabTo(data);
  await page.keyboard.press('Enter');
  await page.getByText('Agreed on November 22, 2026, version 1').waitFor();
  await page.click('text=Agree to news and invitations');
  await page.getByRole('status').waitFor();
  await page.click('text=Delete my data');
  await page.click('text=Yes, delete it all');
  await page.getByRole('heading', { name: 'It is deleted' }).waitFor();
  expect((await context.cookies()).map((cookie) => cookie.name)).not.toContain('vermilion-member');
  await page.goto(`${address}/me`);
  expect(await page.textContent('h1')).toBe('There is nothing here');
});

test('a page that is open in a browser counts as opened', async () => {
  const { page } = await openPhone();
  const token = await hq.show();
  const openedMs = async () => {
    const row = hq.db.selectFrom('codes').select('opened_ms').where('token', '=', token);
    return (await row.executeTakeFirstOrThrow()).opened_ms;
  };
  await page.goto(`${address}/t/${token}`, { waitUntil: 'networkidle' });
  expect(await openedMs()).toBe(hq.clock.nowMs);
});

test('no page asked anybody but HQ, or ran into its own policy', () => {
  // Chromium itself writes of answers that are no 2xx.
  expect(strays.filter((each) => !/the server responded with a status of (404|410|422)/.test(each))).toEqual(
    [],
  );
});
