/**
 * Phones read the code on the real screen: from a screenshot, from afar, in poor contrast and out of focus, for every carrier
 * that has a QR code, at both sizes of glass.
 */
import type { Browser } from 'playwright-core';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser } from '../../main/headless/browser.ts';
import type { RunningServer } from '../../main/headless/server.ts';
import { drawQr } from '../../renderer/screens/take-home/qr-path.ts';
import { SAMPLE_TOKEN, shownCode } from '../screens/code-views.ts';
import { type Gallery, openGallery, startGalleryServer } from '../screens/gallery-server.ts';
import { GLASSES, SCENES, type Scene } from '../screens/scenes.ts';
import { readQr } from './read-qr.ts';

/** As long as the contract lets a payload be. */
const MAX_PAYLOAD = 400;
/** A tenth of the 80 cm from which she scans. */
const MIN_CODE_MM = 80;
/** Of the upright glass of 32 inches; the same lying on its side. */
const MM_A_PIXEL = 0.37;
/** Of the plate's width is the margin round a picture, at the least; what more it needs is in the picture itself. */
const MARGIN_SHARE = 25;

const draft = encodeURIComponent(`我想带走这些色号：`);
const wecom = `https://work.weixin.qq.com/ca/cawcde0123456789?customer_channel=${SAMPLE_TOKEN}`;

/** Of each carrier the payload as it is, and of all of them the shortest and the longest that may come. */
const PAYLOADS = {
  link: `http://10.0.0.2/t/${SAMPLE_TOKEN}`,
  'wechat-link': `https://brand.example/t/${SAMPLE_TOKEN}`,
  'wechat-oa': 'http://weixin.qq.com/q/02AbCdEfGhIjK',
  'wecom-link': wecom,
  'wecom-contact': 'https://work.weixin.qq.com/u/vc0123456789abcdef',
  line: `https://liff.line.me/1234567890-AbcdEfgh?t=${SAMPLE_TOKEN}`,
  whatsapp: `https://wa.me/33612345678?text=${draft}%20${SAMPLE_TOKEN}`,
  longest: `${wecom}&${'l'.repeat(MAX_PAYLOAD)}`.slice(0, MAX_PAYLOAD),
} as const;

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

const CODE_SCENE = SCENES.find((each) => each.name === 'code') as Scene;

const sceneOf = (name: keyof typeof PAYLOADS): Scene => {
  const code = shownCode({ carrier: name === 'longest' ? 'whatsapp' : name, payload: PAYLOADS[name] });
  return { ...CODE_SCENE, code };
};

/** 40 % of the contrast, about mid grey. */
const dimmed = (picture: Sharp): Sharp => picture.linear(0.4, 0.6 * 128);

describe.each(GLASSES)('on a $name glass', (glass) => {
  let gallery: Gallery;

  beforeAll(async () => {
    gallery = await openGallery(browser, server, glass);
  });

  afterAll(() => gallery?.page.context().close());

  const photograph = async (name: keyof typeof PAYLOADS): Promise<Buffer> => {
    await gallery.show(sceneOf(name), 'en');
    return gallery.page.screenshot();
  };
  const plate = () => gallery.page.getByRole('img', { name: /^QR code/ });

  test.each(Object.keys(PAYLOADS) as (keyof typeof PAYLOADS)[])('the code of %s is read', async (name) => {
    const png = await photograph(name);
    const { width = 0 } = (await plate().boundingBox()) ?? {};
    const modulePx = width / drawQr(PAYLOADS[name]).size;
    const third = { width: Math.round(glass.width / 3) };
    const seen = {
      asItIs: await readQr(sharp(png)),
      fromAfar: await readQr(sharp(png).resize(third)),
      dimmed: await readQr(dimmed(sharp(png))),
      blurred: await readQr(sharp(png).blur(modulePx / 2)),
    };
    const text = [PAYLOADS[name]];
    expect(seen).toEqual({ asItIs: text, fromAfar: text, dimmed: text, blurred: text });
  });

  test('it is large enough to be scanned from where she stands, and stands in nothing that is mirrored', async () => {
    await photograph('link');
    const { width = 0, height } = (await plate().boundingBox()) ?? {};
    const { size } = drawQr(PAYLOADS.link);
    expect(width).toBe(height);
    expect(width).toBeGreaterThanOrEqual(400);
    expect(((width * (size - 8)) / size) * MM_A_PIXEL).toBeGreaterThanOrEqual(MIN_CODE_MM);
    const turns = await plate().evaluate((code) => {
      const transforms: string[] = [];
      for (let at: Element | null = code; at !== null; at = at.parentElement) {
        transforms.push(getComputedStyle(at).transform);
      }
      return transforms.filter((each) => each !== 'none');
    });
    expect(turns).toEqual([]);
  });

  /** Of the plate, from each of its edges inwards. */
  async function isWhiteAround(png: Buffer, quietPx: (widthPx: number) => number): Promise<boolean> {
    const { x = 0, y = 0, width = 0 } = (await plate().boundingBox()) ?? {};
    const [left, top, side] = [x, y, width].map(Math.ceil) as [number, number, number];
    const quiet = Math.floor(quietPx(width));
    const [across, down] = [
      { width: side - 1, height: quiet - 1 },
      { width: quiet - 1, height: side - 1 },
    ];
    const far = side - quiet;
    for (const band of [
      { left, top, ...across },
      { left, top, ...down },
      { left, top: top + far, ...across },
      { left: left + far, top, ...down },
    ]) {
      const values = await sharp(png).extract(band).removeAlpha().raw().toBuffer();
      if (!values.every((value) => value === 255)) return false;
    }
    return true;
  }

  test('four modules around it are white', async () => {
    const png = await photograph('wecom-link');
    const { size } = drawQr(PAYLOADS['wecom-link']);
    expect(await isWhiteAround(png, (widthPx) => (4 * widthPx) / size)).toBe(true);
  });

  test("a platform's own picture, dark to its edges, has a white margin of its own", async () => {
    const dark = sharp({ create: { width: 64, height: 64, channels: 3, background: '#000' } });
    const image = `data:image/png;base64,${(await dark.png().toBuffer()).toString('base64')}`;
    const code = shownCode({ carrier: 'wechat-code', payload: null, image });
    await gallery.show({ ...CODE_SCENE, code }, 'en');
    const png = await gallery.page.screenshot();
    expect(await isWhiteAround(png, (widthPx) => widthPx / MARGIN_SHARE)).toBe(true);
    expect(await isWhiteAround(png, (widthPx) => widthPx / 10)).toBe(false);
  });

  // Else none of these readings would tell that the colours are right.
  test('in the wrong colours it is not read', async () => {
    const png = await photograph('link');
    expect(await readQr(sharp(png).negate({ alpha: false }))).toEqual([]);
  });
});
