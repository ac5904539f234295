/** Two people before one mirror: each wears a shade of her own, and the glass asks whose lips the next tap is for. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import {
  catalogue,
  FRAME,
  grabPicture,
  launchForMirror,
  openMirror,
  serveMirror,
  startTestService,
  stillCamera,
  tapShade,
  waitForShade,
} from './mirror-page.ts';
import { comparePictures } from './picture-changes.ts';
import { renderPair, type ShopperPair, SIDES } from './shopper-pair.ts';

/** Opaque shades far apart in colour. */
const RED = 'VA-M04';
const PLUM = 'VA-M07';
const { shades } = catalogue;
/** What they wear before they choose, and what comes after the companion's. */
const HERS = shades[0]?.sku as string;
const COMPANIONS = shades.findIndex(({ family }) => family !== shades[0]?.family);
const [FIRST, NEXT] = [COMPANIONS, COMPANIONS + 1].map((at) => shades[at]?.sku as string) as [string, string];

async function openPair(pair: ShopperPair): Promise<Page> {
  const service = startTestService(['--companion', 'true']);
  const browser = await launchForMirror(await stillCamera(pair.i420));
  return openMirror(browser, await serveMirror({ service }));
}

const wearers = (page: Page) => page.getByRole('radiogroup', { name: 'Whose lips' });
const wearer = (page: Page, name: string) => wearers(page).getByRole('radio', { name });

async function waitForCompanion(page: Page, sku: string | undefined): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector('main')?.dataset.shownCompanion === wanted,
    sku,
    { timeout: 60_000 },
  );
}

/** By side: share of her lips that differs between the two pictures. */
function changedLips(one: Uint8Array, other: Uint8Array, { lips }: ShopperPair): number[] {
  return SIDES.map((side) => comparePictures(one, other, lips[side], FRAME).ofLips);
}

test('each of two wears her own shade: a tap changes the lips of the one it is for, and no others', async () => {
  const pair = await renderPair();
  const page = await openPair(pair);
  await wearers(page).waitFor();
  await tapShade(page, RED);
  await waitForCompanion(page, FIRST);
  const before = await grabPicture(page);
  await wearer(page, 'Companion').click();
  await page.locator(`label[data-sku="${PLUM}"]`).click();
  await waitForCompanion(page, PLUM);
  await waitForShade(page, RED);
  const companionWears = await grabPicture(page);
  const changed = changedLips(before, companionWears, pair);
  expect(Math.max(...changed)).toBeGreaterThan(0.9);
  expect(Math.min(...changed)).toBeLessThan(0.02);

  await wearer(page, 'You').click();
  await tapShade(page, 'VA-S04');
  const changedNow = changedLips(companionWears, await grabPicture(page), pair);
  expect(changedNow.indexOf(Math.max(...changedNow))).toBe(changed.indexOf(Math.min(...changed)));
  expect(Math.max(...changedNow)).toBeGreaterThan(0.9);
  expect(Math.min(...changedNow)).toBeLessThan(0.02);
});

test('whose turn it is can be chosen by key; "before" bares both, and "forget me" forgets both', async () => {
  const page = await openPair(await renderPair());
  const you = wearer(page, 'You');
  const companion = wearer(page, 'Companion');
  await wearers(page).waitFor();
  expect(await you.isChecked()).toBe(true);
  await page.keyboard.press('c');
  await expect.poll(() => companion.isChecked()).toBe(true);
  await page.keyboard.press('ArrowRight');
  await waitForCompanion(page, NEXT);
  await companion.focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => you.isChecked()).toBe(true);
  expect(await you.evaluate((radio) => radio === document.activeElement)).toBe(true);
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);

  await page.keyboard.down('b');
  await page.waitForFunction(() => {
    const { shown, shownCompanion } = document.querySelector('main')?.dataset ?? {};
    return shown === undefined && shownCompanion === undefined;
  });
  await page.keyboard.up('b');
  await waitForCompanion(page, NEXT);
  await page.getByRole('button', { name: 'Forget me' }).click();
  await waitForCompanion(page, FIRST);
  await waitForShade(page, HERS);
});

test('without the setting a second person changes nothing on the screen', async () => {
  const browser = await launchForMirror(await stillCamera((await renderPair()).i420));
  const page = await openMirror(browser, await serveMirror());
  await tapShade(page, RED);
  expect(await wearers(page).count()).toBe(0);
});
