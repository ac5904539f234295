/** What the code of each carrier says, and with which sentence a carrier beyond its limits is refused when the mirror starts. */
import { expect, test } from 'vitest';
import { readSettings } from '../../../../main/config/settings.ts';
import type { CarrierSettings } from '../../../../main/contract/carriers.ts';
import { type BuildCodeErrorCode, buildCode, withChannel } from '../../../../main/members/build-code.ts';
import { mintToken } from '../../../../main/members/mint.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';
import { poolItem } from './code-stage.ts';

const TOKEN = mintToken({ id: '8a1b2c', secret: 'A'.repeat(43) });
const HUMAN = '0123ABCD';
const LANDING = 'https://hq.example';
const WECOM = 'https://work.weixin.qq.com/ca/cawcde0123';

const built = (carrier: CarrierSettings, more = {}) =>
  buildCode(TOKEN, carrier, { landing: LANDING, item: undefined, human: HUMAN, ...more });

test.each<[string, CarrierSettings, string]>([
  ['link', { kind: 'link' }, `https://hq.example/t/${TOKEN}`],
  ['link elsewhere', { kind: 'link', address: 'https://brand.example/' }, `https://brand.example/t/${TOKEN}`],
  ['wecom-link', { kind: 'wecom-link', link: WECOM }, `${WECOM}?customer_channel=${TOKEN}`],
  [
    'wecom-link with a query',
    { kind: 'wecom-link', link: `${WECOM}?a=1` },
    `${WECOM}?a=1&customer_channel=${TOKEN}`,
  ],
  [
    'wecom-link with an anchor',
    { kind: 'wecom-link', link: `${WECOM}#top` },
    `${WECOM}?customer_channel=${TOKEN}#top`,
  ],
  [
    'wechat-link',
    { kind: 'wechat-link', address: 'https://brand.example/t/', rule: 'https://brand.example/t/' },
    `https://brand.example/t/${TOKEN}`,
  ],
  [
    'line',
    { kind: 'line', liffId: '1234567890-AbcdEfgh' },
    `https://liff.line.me/1234567890-AbcdEfgh?t=${TOKEN}`,
  ],
  ['whatsapp', { kind: 'whatsapp', number: '33612345678' }, `https://wa.me/33612345678?text=${TOKEN}`],
  [
    'whatsapp with a draft',
    { kind: 'whatsapp', number: '33612345678', text: 'Mes teintes & moi' },
    `https://wa.me/33612345678?text=Mes%20teintes%20%26%20moi%20${TOKEN}`,
  ],
])('%s', (_what, carrier, payload) => {
  expect(built(carrier)).toEqual({ token: TOKEN, payload, image: null, ecLevel: 'M', humanCode: HUMAN });
});

test('wecom-contact is static: neither token nor human code is in it', () => {
  const link = 'https://work.weixin.qq.com/u/vc0123';
  const code = built({ kind: 'wecom-contact', ba: 'ba-a', link, state: 'm1.ba-a' });
  expect(code).toEqual({ token: TOKEN, payload: link, image: null, ecLevel: 'M', humanCode: null });
});

test.each(['wechat-code', 'wechat-oa'] as const)("%s is the pool's, with its token", (kind) => {
  const item = poolItem();
  expect(built({ kind }, { item })).toMatchObject({
    ...{ token: item.token, payload: item.payload, image: null },
  });
  for (const [image, type] of [
    ['/9j/4AAQ', 'jpeg'],
    ['iVBORw0KGgoAAAA=', 'png'],
  ] as const) {
    const pictured = built({ kind }, { item: { ...item, payload: null, image } });
    expect(pictured).toMatchObject({
      payload: null,
      image: `data:image/${type};base64,${image}`,
      humanCode: HUMAN,
    });
  }
});

test.each<[string, BuildCodeErrorCode, () => unknown]>([
  ['no address of HQ', 'landing-missing', () => built({ kind: 'link' }, { landing: null })],
  [
    'an address that is endless',
    'code-too-long',
    () => built({ kind: 'link' }, { landing: `https://${'a'.repeat(400)}.example` }),
  ],
  ['an empty pool', 'pool-empty', () => built({ kind: 'wechat-oa' })],
])('%s builds no code, and the sentence tells no token', (_what, code, build) => {
  expect(build).toThrow(expect.objectContaining({ code }));
  expect(build).not.toThrow(TOKEN);
});

test('a customer_channel of 64 bytes is the longest: WeCom would cut a longer one in silence', () => {
  expect(TOKEN).toHaveLength(29);
  expect(withChannel(WECOM, 'x'.repeat(64))).toBe(`${WECOM}?customer_channel=${'x'.repeat(64)}`);
  expect(() => withChannel(WECOM, 'x'.repeat(65))).toThrow('A customer_channel may have 64 bytes');
  expect(() => withChannel(WECOM, '口'.repeat(22))).toThrow('A customer_channel may have 64 bytes');
});

/** On line 4 of the settings file. */
const fileWith = (carrier: unknown): string => `{
  "codes": {
    "carriers": [
      ${JSON.stringify(carrier)}
    ]
  }
}`;
const BRAND = 'https://brand.example/t/';

test.each<[unknown, string]>([
  [{ kind: 'fax' }, "kind: Invalid discriminator value. Expected 'link' | 'wecom-link'"],
  [{ kind: 'link', ba: 'Somebody Named' }, "ba: must be the advisor's id in the registry"],
  [{ kind: 'link', address: 'http://brand.example' }, 'address: must be https (http only on this machine'],
  [{ kind: 'link', address: `https://brand.example/${'x'.repeat(300)}` }, 'address: may have 300 characters'],
  [
    { kind: 'wecom-link', link: 'https://brand.example/ca/1' },
    'link: must be a link such as https://work.weixin.qq',
  ],
  [
    { kind: 'wecom-link', link: `${WECOM}?customer_channel=a` },
    'link: must be the bare link: the mirror itself adds',
  ],
  [{ kind: 'wecom-link', link: WECOM + 'x'.repeat(300) }, 'link: may have 300 characters'],
  [
    { kind: 'wecom-contact', ba: 'a', link: 'https://a.example', state: 'x'.repeat(31) },
    'state: may have 30 characters',
  ],
  [{ kind: 'wecom-contact', link: 'https://a.example', state: 'x' }, 'ba: Invalid input: expected string'],
  [
    { kind: 'wechat-link', address: BRAND, rule: 'https://other.example/t/' },
    'address: must begin with the registered',
  ],
  [
    { kind: 'wechat-link', address: BRAND, rule: `${BRAND}m/` },
    `address: must begin with the registered rule ${BRAND}m/`,
  ],
  [{ kind: 'wechat-link', address: 'https://brand.example/t', rule: BRAND }, 'address: must end with /'],
  [{ kind: 'wechat-link', address: `${BRAND}?a=/`, rule: BRAND }, 'address: must have no ? and no #'],
  [{ kind: 'wechat-link', address: 'junk', rule: 'junk' }, 'address: must be an https address'],
  [{ kind: 'line', liffId: 'abc' }, 'liffId: must be a LIFF id such as 1234567890-AbcdEfgh'],
  [{ kind: 'whatsapp', number: '+33612345678' }, 'number: must be digits only, country code first'],
  [
    { kind: 'whatsapp', number: '33612345678', text: '色'.repeat(34) },
    'text: may have 300 signs as a link writes them',
  ],
  [
    { kind: 'whatsapp', number: '33612345678', text: '\ud800' },
    'text: may have 300 signs as a link writes them',
  ],
  [{ kind: 'wechat-oa', scene: 'x' }, 'scene: is not a key that is known here'],
])('at the start %j is refused with line, key and reason', (carrier, complaint) => {
  const folder = tempFolder({ 'vermilion.json': fileWith(carrier) });
  const read = () => readSettings([], {}, folder);
  expect(read).toThrow(expect.objectContaining({ code: 'file-invalid' }));
  expect(read).toThrow(`  line 4, codes.carriers[0].${complaint}`);
});

test.each([
  ['[]', 'line 1, codes.carriers: must name one carrier at least'],
  [
    JSON.stringify(Array.from({ length: 21 }, () => ({ kind: 'link' }))),
    'codes.carriers: may name 20 carriers',
  ],
])('a list of carriers is refused: %#', (list, complaint) => {
  const folder = tempFolder({ 'vermilion.json': `{"codes": {"carriers": ${list}}}` });
  expect(() => readSettings([], {}, folder)).toThrow(complaint);
});

test('whatever the settings allow makes a code that the page can draw', () => {
  const [long, text] = [`https://brand.example/${'x'.repeat(277)}/`, '色'.repeat(33)];
  const carriers = [
    { kind: 'link', address: long },
    { kind: 'wecom-link', link: WECOM.padEnd(300, 'x') },
    { kind: 'wecom-contact', ba: 'a', link: long, state: 'x'.repeat(30) },
    { kind: 'wechat-link', address: long, rule: 'https://brand.example/' },
    { kind: 'line', liffId: '1234567890-AbcdEfgh' },
    { kind: 'whatsapp', number: '336123456789012', text },
  ];
  const folder = tempFolder({ 'vermilion.json': JSON.stringify({ codes: { carriers } }) });
  for (const carrier of readSettings([], {}, folder).codes.carriers)
    expect(built(carrier).payload?.length).toBeLessThanOrEqual(400);
});
