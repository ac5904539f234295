/** What a scanned code shows, to whom, in each of its states. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { takeClaim } from '../../../../hq/claims/take.ts';
import { ticketOf } from '../../../../hq/claims/ticket.ts';
import { DEFAULT_HQ_SETTINGS } from '../../../../hq/settings/hq-settings.ts';
import { DAY_MS } from '../hq-fixture.ts';
import { COOKIE, joinFields, LOVED, NAMES, openLanding, SKUS, type TestLanding } from './landing-fixture.ts';

const SLOW_START_MS = 60_000;
/** A JPEG of one pixel would do: what is served is what was saved. */
const PHOTO = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.alloc(16 * 1024, 7)]);
const LINE = { 'zh-CN': '红色从不喧哗。', en: 'Red never shouts.' };

let hq: TestLanding;

beforeAll(async () => {
  hq = await openLanding();
}, SLOW_START_MS);
afterAll(() => hq?.close());

/** Whatever would tell a stranger what somebody wore. */
const TELLTALES = SKUS.flatMap((sku) => [sku, NAMES[sku]?.en, NAMES[sku]?.['zh-CN']]) as string[];
const tells = (body: string) => TELLTALES.filter((name) => body.includes(name));

const claimBy = (token: string, ref: string) =>
  takeClaim(
    { db: hq.db, settings: DEFAULT_HQ_SETTINGS, now: () => hq.clock.nowMs },
    {
      id: `claim-${token}`,
      used: { token },
      carrier: 'wecom-link',
      contact: { channel: 'wecom', ref },
      standing: 'new',
      claimedMs: hq.clock.nowMs,
    },
  );

describe('an open code', () => {
  test('shows the shades in their order with colour, finish and price, and a heart at what she loved', async () => {
    const token = await hq.show();
    const { statusCode, body } = await hq.phone().get(`/t/${token}`);
    expect(statusCode).toBe(200);
    const items = body.split('<li class="shade">').slice(1);
    expect(items).toHaveLength(SKUS.length);
    expect(items[0]).toContain('Lacquer Red');
    expect(items[0]).toMatch(/fill="#[0-9a-f]{6}"/);
    expect(items[0]).toContain('Satin');
    expect(items[0]).toContain('CN¥280');
    expect(items.map((item) => item.includes('You gave this one your heart'))).toEqual(
      SKUS.map((sku) => sku === LOVED),
    );
    expect(body).toContain('Vermilion Atelier');
    expect(body).toContain('No picture of you ever left the mirror');
  });

  test('goes by what HQ last told this mirror: catalogue, prices, stock and benefit', async () => {
    const shade = { gtin: '2900401000013', family: 'red', finish: 'gloss', swatch: '#aa1122', coverage: 1 };
    const told = await hq.newMirror();
    await told.tell('catalogue', {
      brand: { 'zh-CN': '某家', en: 'A House' },
      shades: [
        {
          ...shade,
          sku: 'H-1',
          finish: 'gloss',
          name: { 'zh-CN': '甲', en: 'First Red' },
          price: { amount: 10, currency: 'EUR' },
        },
      ],
    });
    await told.tell('prices', { 'H-1': { amount: 31.5, currency: 'EUR' } });
    await told.tell('stock', { 'H-1': 9 });
    await told.tell('stock', { 'H-1': 2 });
    const gift = {
      id: 'gift',
      tier: null,
      title: { 'zh-CN': '小样', en: 'A sample <b>' },
      later: { en: 'Care' },
    };
    await told.tell('benefits', [{ ...gift, id: 'other', title: { en: 'Nothing' } }, gift]);
    const token = await told.show({ skus: ['H-1', 'H-GONE'], benefit: 'gift' });
    const { body } = await hq.phone().get(`/t/${token}`);
    for (const shown of ['A House', 'First Red', '#aa1122', 'Gloss', '€31.50', 'Only a few left', 'H-GONE'])
      expect(body).toContain(shown);
    expect(body).toContain('A sample &lt;b&gt;');
    expect(body).toContain('Care');
    expect(body).not.toContain('Nothing');
    await told.tell('stock', { 'H-1': 0 });
    expect((await hq.phone().get(`/t/${token}`)).body).toContain('Ask at the counter');
    await told.tell('stock', { 'H-1': 4 });
    expect((await hq.phone().get(`/t/${token}`)).body).toContain('In stock');
  });

  test('names another brand’s shades by their numbers where HQ has no catalogue for them', async () => {
    for (const skus of [['X-9'], ['VA-S05', 'X-9']]) {
      const { body } = await hq.phone().get(`/t/${await hq.show({ skus })}`);
      for (const sku of skus) expect(body).toContain(sku);
      expect(body).not.toMatch(/Vermilion Atelier|Lacquer Red/);
      expect(body).toContain('<p class="brand">Brand</p>');
    }
  });

  test('shows the advisor who served with a monogram, and with photo and line once she has a card', async () => {
    const token = await hq.show();
    const before = await hq.phone().get(`/t/${token}`);
    expect(before.body).toContain('Advisor A');
    expect(before.body).toMatch(/<span class="face" aria-hidden="true">A<\/span>/);
    expect((await hq.phone().get(`/t/${token}/advisor`)).statusCode).toBe(404);
    const card = { store_id: 'shanghai', ba_id: 'ba-a', line: JSON.stringify(LINE) };
    await hq.db
      .insertInto('advisor_cards')
      .values({ ...card, photo: PHOTO.toString('base64') })
      .execute();
    const { body } = await hq.phone().get(`/t/${token}`);
    expect(body).toContain(LINE.en);
    expect(body).toContain(`<img class="face" src="/t/${token}/advisor"`);
    const photo = await hq.phone().get(`/t/${token}/advisor`);
    expect(photo.headers['content-type']).toBe('image/jpeg');
    expect(photo.rawPayload.equals(PHOTO)).toBe(true);
  });

  test('is at most 60 KB with style, mark and photo, runs nothing, and asks nobody else', async () => {
    const skus = [
      'VA-S05',
      'VA-M01',
      'VA-G01',
      'VA-H05',
      'VA-B01',
      'VA-M11',
      'VA-M09',
      'VA-S01',
      'VA-S02',
      'VA-M02',
    ];
    const token = await hq.show({ skus: [...skus, ...skus.map((sku) => `${sku}X`)] });
    const phone = hq.phone('zh-CN');
    const page = await phone.get(`/t/${token}`);
    const own = [...page.body.matchAll(/(?:src|href)="(\/[^"?]*)"/g)]
      .map(([, path]) => path as string)
      .filter((path) => /^\/(landing|t)\/.*(css|svg|advisor)$/.test(path));
    expect(own.sort()).toEqual(
      ['/landing/landing.css', '/landing/mark.svg', `/t/${token}/advisor`, `/t/${token}/seen.svg`].sort(),
    );
    const replies = [page, ...(await Promise.all(own.map((path) => phone.get(path))))];
    expect(replies.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200, 200]);
    const bytes = replies.reduce((sum, { rawPayload }) => sum + rawPayload.length, 0);
    expect(bytes).toBeGreaterThan(PHOTO.length);
    expect(bytes).toBeLessThanOrEqual(60 * 1024);
    expect(page.body).not.toMatch(/<script|<style| style=| on\w+="|(src|href|action)="(https?:)?\/\//);
    expect(replies[own.indexOf('/landing/landing.css') + 1]?.body).not.toMatch(/url\(|@import|@font-face/);
    expect(page.headers['content-security-policy']).toMatch(/default-src 'none'.*form-action 'self'/);
    expect(page.headers['cache-control']).toBe('no-store');
  });

  test('counts as opened when a browser shows it, once, and not when its address is merely fetched', async () => {
    const token = await hq.show();
    const openedMs = async () =>
      (
        await hq.db
          .selectFrom('codes')
          .select('opened_ms')
          .where('token', '=', token)
          .executeTakeFirstOrThrow()
      ).opened_ms;
    await hq.phone().get(`/t/${token}`);
    expect(await openedMs()).toBeNull();
    const seen = await hq.phone().get(`/t/${token}/seen.svg`);
    expect([seen.statusCode, seen.headers['content-type']]).toEqual([200, 'image/svg+xml']);
    const first = await openedMs();
    expect(first).toBe(hq.clock.nowMs);
    hq.clock.nowMs += 1000;
    await hq.phone().get(`/t/${token}/seen.svg`);
    expect(await openedMs()).toBe(first);
  });

  test('is found by the addresses that chats make of it', async () => {
    const token = await hq.show();
    for (const query of [
      `t=${token}`,
      `liff.state=%3Ft%3D${token}`,
      `liff.state=%2F%3Ft%3D${token}%26x%3D1`,
    ]) {
      const { statusCode, headers } = await hq.phone().get(`/t?${query}`);
      expect([statusCode, headers.location], query).toEqual([303, `/t/${token}`]);
    }
    for (const query of ['', '?t=short', '?t=//evil.example', '?liff.state=%2F%2Fevil.example', '?t=a&t=b'])
      expect((await hq.phone().get(`/t${query}`)).statusCode, query).toBe(404);
  });
});

describe('a code that the mirror has not told of', () => {
  test('says that the shades are on their way, and they come with the mirror’s word', async () => {
    const token = hq.mint();
    const phone = hq.phone();
    const { statusCode, body } = await phone.get(`/t/${token}`);
    expect(statusCode).toBe(200);
    expect(body).toContain('Your shades are on their way');
    expect(body).toContain('name="membership"');
    expect(tells(body)).toEqual([]);
    await phone.get(`/t/${token}/seen.svg`);
    await hq.show({ token });
    expect(tells((await phone.get(`/t/${token}`)).body)).toContain('Lacquer Red');
  });

  test('is joined by before the shades come', async () => {
    const token = hq.mint();
    const phone = hq.phone();
    expect((await phone.post(`/t/${token}/join`, joinFields)).statusCode).toBe(303);
    const { body } = await phone.get(`/t/${token}`);
    expect(body).toContain('Welcome, Member A');
    expect(body).toContain('on their way');
    await hq.show({ token });
    expect(tells((await phone.get(`/t/${token}`)).body)).toContain('Lacquer Red');
  });
});

describe('a code that is somebody’s', () => {
  test('shows the joined page to her who claimed it, and nothing of hers to anybody else', async () => {
    const token = await hq.show();
    const hers = hq.phone();
    await hers.post(`/t/${token}/join`, joinFields);
    const own = await hers.get(`/t/${token}`);
    expect(own.body).toContain('Welcome, Member A');
    expect(own.body).toContain(`href="/me/${hers.cookies.get(COOKIE)}"`);
    const other = hq.phone();
    const used = await other.get(`/t/${token}`);
    expect(used.statusCode).toBe(410);
    expect(used.body).toContain('This code has been used');
    expect(used.body).not.toMatch(/Member A|<form|class="shade"|Advisor A/);
    expect(tells(used.body)).toEqual([]);
    expect((await other.get(`/t/${token}/advisor`)).statusCode).toBe(404);
    // Another member is another person.
    await other.post(`/t/${await hq.show()}/join`, { ...joinFields, nickname: 'Member B' });
    expect((await other.get(`/t/${token}`)).statusCode).toBe(410);
    const late = await other.post(`/t/${token}/join`, joinFields);
    expect([late.statusCode, tells(late.body)]).toEqual([410, []]);
  });

  test('is open to the ticket of its welcome message, through the form, and to no other ticket', async () => {
    const token = await hq.show();
    const taken = await claimBy(token, 'external-1');
    const contactId = (taken.kind === 'taken' && taken.contactId) as string;
    const ticket = await ticketOf(hq.db, token, contactId);
    expect((await hq.phone().get(`/t/${token}`)).statusCode).toBe(410);
    expect((await hq.phone().get(`/t/${token}?c=${ticket.slice(1)}`)).statusCode).toBe(410);
    const phone = hq.phone();
    const page = await phone.get(`/t/${token}?c=${ticket}`);
    expect(tells(page.body)).toContain('Lacquer Red');
    expect(page.body).toContain(`<input type="hidden" name="c" value="${ticket}">`);
    expect((await phone.get(`/t/${token}/advisor?c=${ticket}`)).statusCode).toBe(200);
    const refused = await phone.post(`/t/${token}/join`, { c: ticket, nickname: 'Member C' });
    expect(refused.body).toContain(`name="c" value="${ticket}"`);
    await phone.post(`/t/${token}/join`, { ...joinFields, nickname: 'Member C', c: ticket });
    expect((await phone.get(`/t/${token}`)).body).toContain('Welcome, Member C');
    // On her other phone the link is proof still, and her data page is not given away by it.
    const second = await hq.phone().get(`/t/${token}?c=${ticket}`);
    expect(second.body).toContain('Welcome, Member C');
    expect(second.body).not.toContain('/me/');
  });

  test('is nobody’s page any more once she has had her data deleted', async () => {
    const token = await hq.show();
    const taken = await claimBy(token, 'external-2');
    const ticket = await ticketOf(hq.db, token, (taken.kind === 'taken' && taken.contactId) as string);
    const phone = hq.phone();
    await phone.post(`/t/${token}/join`, { ...joinFields, c: ticket });
    await phone.post(`/me/${phone.cookies.get(COOKIE)}/delete`);
    for (const address of [`/t/${token}`, `/t/${token}?c=${ticket}`]) {
      const { statusCode, body } = await phone.get(address);
      expect([statusCode, tells(body)], address).toEqual([410, []]);
    }
    expect((await phone.post(`/t/${token}/join`, { ...joinFields, c: ticket })).statusCode).toBe(410);
  });
});

describe('a code past its day', () => {
  test('shows nothing and takes no form', async () => {
    const token = await hq.show();
    hq.clock.nowMs += DAY_MS + 1;
    const { statusCode, body } = await hq.phone().get(`/t/${token}`);
    expect([statusCode, tells(body)]).toEqual([410, []]);
    expect(body).toContain('This code has expired');
    const joined = await hq.phone().post(`/t/${token}/join`, joinFields);
    expect([joined.statusCode, tells(joined.body)]).toEqual([410, []]);
    expect((await hq.phone().get(`/t/${token}/advisor`)).statusCode).toBe(404);
  });
});
