/** HQ's pages in a real browser: signing in with a one-time password, the fleet, the funnel, another language, and all of it for every eye. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstOperator } from '../../hq/accounts/operators.ts';
import { buildPasswords } from '../../hq/accounts/passwords.ts';
import { launchBrowser } from '../../main/headless/browser.ts';
import { newMirror, openTestHq, registerStores, type TestHq } from '../unit/hq/hq-fixture.ts';

/** Table of cards, figures and charts, actions in a table, long form: a look by axe takes a second. */
const ONE_OF_EACH = ['/fleet', '/funnel', '/operators', '/inbox'];
const OWN_PASSWORD = 'a password of her own';

let hq: TestHq;
let browser: Browser;
let page: Page;
let address: string;
let oneTime: string;
/** What a page asked of anybody but HQ, and what its policy refused. */
const strays: string[] = [];

beforeAll(async () => {
  hq = await openTestHq();
  await registerStores(hq.db);
  const mirror = await newMirror(hq);
  await mirror.send(Array.from({ length: 3 }, () => mirror.visit()).flat());
  await newMirror(hq, 'paris');
  const cheap = buildPasswords({ logN: 4, r: 8, p: 1 });
  oneTime = (await firstOperator(hq.db, cheap, hq.clock.nowMs))?.password ?? '';
  address = await hq.app.listen({ host: '127.0.0.1', port: 0 });
  browser = await launchBrowser();
  const context = await browser.newContext({ locale: 'en-GB' });
  page = await context.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) strays.push(request.url());
  });
  page.on('console', (message) => strays.push(message.text()));
});

afterAll(async () => {
  await browser?.close();
  await hq?.close();
});

/** Of any weight, by WCAG 2.2 AA. */
async function violations(): Promise<string[]> {
  const axe = new AxeBuilder({ page }).withTags([
    'wcag2a',
    'wcag2aa',
    'wcag21aa',
    'wcag22aa',
    'best-practice',
  ]);
  const found = (await axe.analyze()).violations;
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${page.url()} ${id}: ${html}`));
}

const heading = () => page.textContent('h1');
const isTooWide = () => page.evaluate(() => document.documentElement.scrollWidth > innerWidth);

test('an operator signs in, changes the one-time password, and sees fleet and funnel in both languages, on a phone too', async () => {
  await page.goto(`${address}/fleet`);
  expect(await violations()).toEqual([]);
  await page.fill('[name=login]', 'admin');
  await page.fill('[name=password]', oneTime);
  await page.click('main button');
  expect(new URL(page.url()).pathname).toBe('/password');
  await page.fill('[name=present]', oneTime);
  await page.fill('[name=next]', OWN_PASSWORD);
  await page.click('main button');
  expect(new URL(page.url()).pathname).toBe('/');

  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of ['/', '/fleet', '/funnel', '/operators', '/registry', '/counts', '/inbox']) {
    await page.goto(address + path);
    if (ONE_OF_EACH.includes(path)) expect(await violations()).toEqual([]);
    expect(await isTooWide(), path).toBe(false);
  }
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.click('nav a[href="/fleet"]');
  expect(await page.locator('tbody tr').count()).toBe(2);
  await page.click('tbody a >> nth=0');
  expect(await violations()).toEqual([]);

  await page.click('nav a[href="/funnel"]');
  expect(await heading()).toBe('Funnel');
  expect(await page.locator('.steps .figure').allTextContents()).toEqual(['3', '3', '3', '0', '0']);
  await page.selectOption('[name=store]', 'paris');
  await page.click('main form button');
  expect(await page.locator('.steps .figure').first().textContent()).toBe('0');
  await page.click('a[hreflang=zh-CN]');
  expect(await heading()).toBe('试妆漏斗');
  expect(new URL(page.url()).searchParams.get('store')).toBe('paris');

  await page.click('form[action="/sign-out"] button');
  await page.goto(`${address}/funnel`);
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  expect(strays).toEqual([]);
});
