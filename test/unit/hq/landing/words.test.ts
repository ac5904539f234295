/** The four languages of the landing pages: whole, and chosen as she would. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import en from '../../../../hq/landing/texts/en.json' with { type: 'json' };
import ja from '../../../../hq/landing/texts/ja.json' with { type: 'json' };
import zhCN from '../../../../hq/landing/texts/zh-CN.json' with { type: 'json' };
import zhTW from '../../../../hq/landing/texts/zh-TW.json' with { type: 'json' };
import { LANDING_LOCALES, landingLocaleOf, landingWordsIn } from '../../../../hq/landing/words.ts';
import { flat } from '../../../../hq/pages/texts.ts';
import { openLanding, type TestLanding } from './landing-fixture.ts';

const SLOW_START_MS = 60_000;
const TEXTS = { 'zh-CN': zhCN, 'zh-TW': zhTW, en, ja };

let hq: TestLanding;

beforeAll(async () => {
  hq = await openLanding();
}, SLOW_START_MS);
afterAll(() => hq?.close());

test.each(LANDING_LOCALES)('%s has every text, with the same places for values', (locale) => {
  const [own, english] = [flat(TEXTS[locale]), flat(en)];
  expect([...own.keys()].sort()).toEqual([...english.keys()].sort());
  const places = (text = '') => (text.match(/\{\{\w+\}\}/g) ?? []).sort();
  for (const [key, text] of own) {
    expect(text.trim(), key).not.toBe('');
    expect(places(text), key).toEqual(places(english.get(key)));
  }
});

test('traditional and simplified are not mixed up', () => {
  const text = (locale: keyof typeof TEXTS) => [...flat(TEXTS[locale]).values()].join('');
  expect(text('zh-TW')).not.toMatch(/[们这为镜扫码号员删确关]/);
  expect(text('zh-CN')).not.toMatch(/[們這為鏡掃碼號員刪確關]/);
});

test.each([
  ['zh-CN,zh;q=0.9', 'zh-CN'],
  ['zh', 'zh-CN'],
  ['zh-Hans-HK', 'zh-CN'],
  ['zh-TW', 'zh-TW'],
  ['zh-HK,en;q=0.5', 'zh-TW'],
  ['zh-Hant', 'zh-TW'],
  ['zh-hant-mo', 'zh-TW'],
  ['en-GB', 'en'],
  ['ja-JP', 'ja'],
  ['fr-FR, ja;q=0.5', 'ja'],
  ['fr', 'en'],
  ['', 'en'],
  [undefined, 'en'],
])('Accept-Language %s is answered in %s', (accepted, locale) => {
  expect(landingLocaleOf([], accepted)).toBe(locale);
});

test('the address chooses, and the choice is remembered', async () => {
  const phone = hq.phone('en');
  const token = await hq.show();
  const langOf = (body: string) => /<html lang="([\w-]+)"/.exec(body)?.[1];
  for (const locale of LANDING_LOCALES) {
    const { body } = await phone.get(`/t/${token}?lang=${locale}`);
    expect(langOf(body)).toBe(locale);
    expect(body).toContain(`<h1>${TEXTS[locale].shades.title}</h1>`);
    expect(langOf((await phone.get('/consent/marketing')).body)).toBe(locale);
  }
  expect(langOf((await phone.get(`/t/${token}?lang=xx`)).body)).toBe('ja');
});

test('every page leads to itself in the other languages, with its ticket', async () => {
  const { body } = await hq.phone().get(`/t/${await hq.show()}?c=abc`);
  for (const locale of LANDING_LOCALES)
    expect(body).toMatch(new RegExp(`href="/t/[\\w-]{29}\\?c=abc&amp;lang=${locale}"`));
});

test('names of others come in the nearest language that there is', () => {
  const both = { 'zh-CN': '红', en: 'Red' };
  expect(LANDING_LOCALES.map((locale) => landingWordsIn(locale).pick(both))).toEqual([
    '红',
    '红',
    'Red',
    'Red',
  ]);
  expect(landingWordsIn('ja').pick({})).toBe('');
});

test.each(['membership', 'marketing'])(
  'the text of %s is to be read in every language with its version',
  async (purpose) => {
    for (const locale of LANDING_LOCALES) {
      const { statusCode, body } = await hq.phone().get(`/consent/${purpose}?lang=${locale}`);
      expect(statusCode).toBe(200);
      expect(body.match(/<section>/g)?.length).toBeGreaterThanOrEqual(6);
      expect(body).toContain(landingWordsIn(locale).say('consent.version', { version: '1' }));
      expect(body).not.toMatch(/consent\.\w+|\{\{/);
    }
  },
);

test('there is no text for another purpose', async () => {
  expect((await hq.phone().get('/consent/profiling')).statusCode).toBe(404);
});
