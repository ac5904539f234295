/**
 * A counter for tests of the whole loop: the mirror as `npm start` runs it, looked into by a real browser whose camera films
 * a face, and an HQ of its own with a database that can be read.
 */
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, onTestFinished } from 'vitest';
import { createCode } from '../../hq/enrolment/codes.ts';
import { queryFunnel } from '../../hq/funnel/query.ts';
import { type HqOptions, type RunningHq, startHq } from '../../hq/hq.ts';
import { importRegistry } from '../../hq/registry/import.ts';
import { SAMPLE_MIRROR, sampleRegistry } from '../../hq/registry/sample.ts';
import type { FunnelQuery, FunnelReport } from '../../main/contract/funnel.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { launchForMirror, openMirror, renderShopper, stillCamera, tapShade } from './mirror-page.ts';
import { readQr } from './read-qr.ts';
import { type StartedMirror, startMirror } from './start-process.ts';
import { openWearingPage, type WearingPage } from './wearing-page.ts';

export const TIME_ZONE = 'Asia/Shanghai';
/** The serving advisor, by the sample registry. */
export const ADVISOR = 'ba-a';
/** What a phone with a small screen shows. */
const PHONE = {
  viewport: { width: 360, height: 640 },
  isMobile: true,
  hasTouch: true,
  locale: 'en-GB',
} as const;
const GLASS = { width: 1080, height: 1920 };
const DAY_MS = 86_400_000;

/** Longer than a visit that counts, and than a shade that is worn. */
const WORN_MS = 4000;
/** HQ gives way to everything else on a busy machine. */
export const PATIENCE_MS = 60_000;

const dayOf = (timeMs: number): string => new Date(timeMs).toISOString().slice(0, 10);

/** Whatever day it is in the store. */
export const query: FunnelQuery = {
  from: dayOf(Date.now() - DAY_MS),
  to: dayOf(Date.now() + DAY_MS),
  mode: 'shopper',
};

/** An HQ with the sample registry, and the settings by which a mirror is let in there. */
export async function openHq(options: Partial<HqOptions> = {}) {
  const hq = await startHq({ database: { dataFolder: tempFolder() }, port: 0, ...options });
  onTestFinished(() => hq.stop());
  await importRegistry(hq.db, sampleRegistry(TIME_ZONE));
  return { ...hq, code: await createCode(hq.db, SAMPLE_MIRROR, Date.now()) };
}

export interface Counter {
  readonly folder: string;
  readonly mirror: StartedMirror;
  readonly browser: Browser;
  /** The mirror's own page. */
  readonly glass: Page;
}

/** Ready to be used: HQ has let the mirror in. @param settings of the mirror, beside zone, advisor, and an HQ of its own */
export async function openCounter(settings: object): Promise<Counter> {
  const all = { timeZone: TIME_ZONE, visits: { ba: ADVISOR }, hq: 'embedded', ...settings };
  const folder = tempFolder({ 'vermilion.json': JSON.stringify(all) });
  const camera = await stillCamera((await renderShopper()).frame.data);
  const [mirror, browser] = [await startMirror(folder, 0, null), await launchForMirror(camera)];
  const glass = await openMirror(browser, mirror);
  await glass.setViewportSize(GLASS);
  const counter = { folder, mirror, browser, glass };
  await expect.poll(() => pageOf(counter, isLetIn), { timeout: PATIENCE_MS }).toBe(true);
  return counter;
}

const isLetIn = async ({ client }: WearingPage): Promise<boolean> =>
  (await client.health()).sync.mirror !== null;

/** Asks the mirror's service as its page does. */
export async function pageOf<T>({ mirror }: Counter, ask: (page: WearingPage) => Promise<T>): Promise<T> {
  const page = await openWearingPage(mirror);
  try {
    return await ask(page);
  } finally {
    page.close();
  }
}

/** Wears the shade long enough to count, and asks for the code. @returns what the code on the screen says to a phone */
export async function takeHome({ glass }: Counter, sku: string): Promise<string> {
  await tapShade(glass, sku);
  await glass.waitForTimeout(WORN_MS);
  await glass.getByRole('button', { name: /^Take home/ }).click();
  await glass.getByRole('img', { name: /^QR code/ }).waitFor({ timeout: PATIENCE_MS });
  const codes = await readQr(sharp(await glass.screenshot()));
  expect(codes).toHaveLength(1);
  return codes[0] as string;
}

export async function openPhone(browser: Browser, address: string): Promise<Page> {
  const context = await browser.newContext(PHONE);
  onTestFinished(() => context.close());
  const phone = await context.newPage();
  await phone.goto(address);
  return phone;
}

/** She reads, ticks what she agrees to, and joins. @param number of her telephone, as she types it */
export async function joinOn(phone: Page, nickname: string, number = ''): Promise<void> {
  expect(await phone.locator('input[type=checkbox]:checked').count()).toBe(0);
  await phone.fill('[name=nickname]', nickname);
  await phone.fill('[name=phone]', number);
  await phone.check('[name=membership]');
  await phone.click('form[action*="/join"] button');
  await phone.getByRole('heading', { level: 1, name: nickname }).waitFor();
}

/** Her visit ends by her own wish. */
export async function leave({ glass }: Counter): Promise<void> {
  await glass.getByRole('button', { name: 'Forget me' }).click();
}

export const hqFunnel = ({ db }: Pick<RunningHq, 'db'>): Promise<FunnelReport> =>
  queryFunnel(db, { ...query, scope: { kind: 'all' }, filters: {} });

/** Until HQ's figures say so. */
export const untilFunnel = (
  hq: Pick<RunningHq, 'db'>,
  total: Partial<FunnelReport['total']>,
): Promise<void> =>
  expect.poll(async () => (await hqFunnel(hq)).total, { timeout: PATIENCE_MS }).toMatchObject(total);
