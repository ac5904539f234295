/** HQ's pages in a real browser: signing in with a one-time password, the fleet, the funnel, another language, and all of it for every eye. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOperator, firstOperator, type Role } from '../../hq/accounts/operators.ts';
import { buildPasswords } from '../../hq/accounts/passwords.ts';
import { beginSession } from '../../hq/accounts/sessions.ts';
import { importRegistry } from '../../hq/registry/import.ts';
import { launchBrowser } from '../../main/headless/browser.ts';
import { newMirror, openTestHq, registerStores, type TestHq } from '../unit/hq/hq-fixture.ts';
import { buildCounter } from '../unit/hq/pages/counter-fixture.ts';

/** Table of cards, figures and charts, actions in a table, long form: a look by axe takes a second. */
const ONE_OF_EACH = ['/fleet', '/funnel', '/operators', '/inbox'];
const OWN_PASSWORD = 'a password of her own';

const cheap = buildPasswords({ logN: 4, r: 8, p: 1 });
const SIZES = [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
];

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
  oneTime = (await firstOperator(hq.db, cheap, hq.clock.nowMs))?.password ?? '';
  address = await hq.app.listen({ host: '127.0.0.1', port: 0 });
  browser = await launchBrowser();
  page = await newPage();
});

async function newPage(cookie?: { name: string; value: string }): Promise<Page> {
  const context = await browser.newContext({ locale: 'en-GB' });
  if (cookie) await context.addCookies([{ ...cookie, url: address }]);
  const page = await context.newPage();
  page.on('request', (request) => {
    if (!request.url().startsWith(address)) strays.push(request.url());
  });
  page.on('console', (message) => strays.push(message.text()));
  return page;
}

/** A page of an operator who is signed in. */
async function pageOf(role: Role, scopeId: string): Promise<Page> {
  const { nowMs } = hq.clock;
  const { id } = await createOperator(hq.db, cheap, { login: `${role}-desk`, role, scopeId }, nowMs);
  await hq.db.updateTable('operators').set({ must_change: false }).where('operator_id', '=', id).execute();
  return newPage({ name: 'vermilion-hq-session', value: await beginSession(hq.db, id, nowMs) });
}

afterAll(async () => {
  await browser?.close();
  await hq?.close();
});

/** Of any weight, by WCAG 2.2 AA. */
async function violations(of = page): Promise<string[]> {
  const axe = new AxeBuilder({ page: of }).withTags([
    'wcag2a',
    'wcag2aa',
    'wcag21aa',
    'wcag22aa',
    'best-practice',
  ]);
  const found = (await axe.analyze()).violations;
  return found.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${of.url()} ${id}: ${html}`));
}

const heading = () => page.textContent('h1');
const isTooWide = (of = page) => of.evaluate(() => document.documentElement.scrollWidth > innerWidth);

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

test('the counter finds her shades by eight signs and makes her a member; HQ sees, corrects and deletes', async () => {
  const counter = buildCounter(hq);
  await importRegistry(
    hq.db,
    'kind,id,name,store\nmirror,shanghai-1,Counter,shanghai\nadvisor,ba-one,Advisor One,shanghai',
    hq.clock.nowMs,
  );
  await counter.show('shanghai-1', { human: 'AB012345', ba: 'ba-one' });
  const store = await pageOf('store', 'shanghai');
  await store.goto(`${address}/desk`);
  await store.fill('[name=human]', 'ab o1 2345');
  await store.click('main button');
  expect(await store.textContent('.shades')).toContain('VA-M01');
  for (const viewport of SIZES) {
    await store.setViewportSize(viewport);
    expect(await violations(store)).toEqual([]);
    expect(await isTooWide(store)).toBe(false);
  }
  await store.fill('[name=phone]', '138 0013 8000');
  await store.check('[name=membership]');
  await store.click('form[action="/desk/join"] button');
  expect(await store.textContent('[role=status]')).toContain('She is a member now');

  const photo = await sharp({ create: { width: 600, height: 900, channels: 3, background: '#a86' } })
    .jpeg()
    .toBuffer();
  await store.goto(`${address}/advisors`);
  await store.fill('[name=line-en]', 'I find your red.');
  await store.click('.person button');
  expect(await store.textContent('[role=status]')).toContain('Saved');
  await store.setInputFiles('[name=photo]', { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo });
  await store.click('.person button');
  const widthPx = await store.evaluate(
    () => document.querySelector<HTMLImageElement>('.person img')?.naturalWidth,
  );
  expect(widthPx).toBe(240);
  expect(await store.inputValue('[name=line-en]')).toBe('I find your red.');

  const all = await pageOf('hq', '');
  await all.goto(`${address}/contacts`);
  await all.fill('[name=query]', '+8613800138000');
  await all.click('main form button');
  const contact = new URL(all.url()).pathname;
  await all.click('.cards a');
  const claim = new URL(all.url()).pathname;
  await all.fill('[name=reason]', 'she served her');
  await all.click('form[method=post][action^="/credit"] button');
  expect(await all.locator('.cards tbody tr').count()).toBe(2);

  for (const path of [
    '/credit',
    claim,
    '/contacts',
    contact,
    `${contact}/delete`,
    '/advisors',
    '/fleet/shanghai-1',
  ]) {
    for (const viewport of SIZES) {
      await all.setViewportSize(viewport);
      for (const locale of ['zh-CN', 'en']) {
        await all.goto(`${address}/language/${locale}?back=${path}`);
        expect(await isTooWide(all), `${path} ${locale}`).toBe(false);
      }
    }
    expect(await violations(all), path).toEqual([]);
  }
  await all.goto(`${address}${contact}/delete`);
  await all.click('main button');
  expect(await all.textContent('[role=status]')).toContain('Her data is deleted');
  expect(strays).toEqual([]);
});
