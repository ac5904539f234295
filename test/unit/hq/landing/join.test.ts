/** The form by which she joins: what it asks, what it refuses, and what she holds in her hand afterwards. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COOKIE, joinFields, openLanding, type TestLanding } from './landing-fixture.ts';

const SLOW_START_MS = 60_000;

let hq: TestLanding;

beforeAll(async () => {
  hq = await openLanding();
}, SLOW_START_MS);
afterAll(() => hq?.close());

/** A tag of the form, by its name. */
const inputIn = (body: string, name: string) =>
  new RegExp(`<input[^>]*name="${name}"[^>]*>`).exec(body)?.[0] ?? '';
const consentsOf = (contactId: string) =>
  hq.db
    .selectFrom('consents')
    .select(['purpose', 'version', 'locale', 'is_given'])
    .where('contact_id', '=', contactId)
    .execute();
const countOf = async (table: 'claims' | 'contacts' | 'consents') =>
  (
    await hq.db
      .selectFrom(table)
      .select((each) => each.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
  ).count;
async function contactOf(token: string) {
  const row = await hq.db
    .selectFrom('claims')
    .select('contact_id')
    .where('token', '=', token)
    .executeTakeFirstOrThrow();
  return row.contact_id as string;
}

describe('the form', () => {
  test('has two separate boxes that nobody ticked for her, each with the version and the text of its consent', async () => {
    const { body } = await hq.phone().get(`/t/${await hq.show()}`);
    for (const purpose of ['membership', 'marketing']) {
      const box = inputIn(body, purpose);
      expect(box).toContain('type="checkbox"');
      expect(box).not.toContain('checked');
      expect(body).toContain(`href="/consent/${purpose}"`);
    }
    expect(body.match(/Version 1</g)).toHaveLength(2);
    expect(body).toContain('parent or guardian');
    expect(body).toContain('have everything deleted');
  });

  test.each([
    ['nickname', ['nickname'], 'Please tell us what to call you.'],
    ['phone', ['phone'], 'Please give us your mobile number.'],
    ['either', ['nickname', 'phone'], 'Please give us a name or a number.'],
  ])('asks for what the settings say: %s', async (ask, fields, sentence) => {
    const own = await hq.withSettings({ ask });
    const token = await hq.show();
    const { body } = await own.phone().get(`/t/${token}`);
    for (const field of ['nickname', 'phone'])
      expect(inputIn(body, field) !== '', field).toBe(fields.includes(field));
    if (fields.includes('phone')) {
      expect(inputIn(body, 'phone')).toMatch(/type="tel" inputmode="tel" autocomplete="tel"/);
    }
    if (fields.includes('nickname')) expect(inputIn(body, 'nickname')).toContain('autocomplete="nickname"');
    const refused = await own.phone().post(`/t/${token}/join`, { membership: 'on' });
    expect([refused.statusCode, refused.body.includes(sentence)]).toEqual([422, true]);
    const other = ask === 'nickname' ? 'phone' : 'nickname';
    if (ask !== 'either') {
      // What is not asked for is neither enough nor kept.
      const more = await own.phone().post(`/t/${token}/join`, { membership: 'on', [other]: '13800138000' });
      expect(more.statusCode).toBe(422);
    }
  });

  test('keeps nothing that it did not ask for', async () => {
    const own = await hq.withSettings({ ask: 'phone' });
    const token = await hq.show();
    await own.phone().post(`/t/${token}/join`, { ...joinFields, phone: '+86 136 0013 8000' });
    const { nickname, phone } = await hq.db
      .selectFrom('contacts')
      .select(['nickname', 'phone'])
      .where('contact_id', '=', await contactOf(token))
      .executeTakeFirstOrThrow();
    expect([nickname, phone]).toEqual([null, '+8613600138000']);
  });

  test('leads to the brand’s own text where the settings name one', async () => {
    const link = 'https://brand.example/terms';
    const own = await hq.withSettings({ membership: { version: '2026-11', link } });
    const { body } = await own.phone().get(`/t/${await hq.show()}`);
    expect(body).toContain(`href="${link}"`);
    expect(body).toContain('Version 2026-11');
    const text = await own.phone().get('/consent/membership');
    expect([text.statusCode, text.headers.location]).toEqual([303, link]);
    expect((await own.phone().get('/consent/marketing')).statusCode).toBe(200);
  });

  test('without membership is refused at its box, with her input kept, and nothing is recorded', async () => {
    const token = await hq.show();
    const before = await Promise.all([countOf('claims'), countOf('contacts'), countOf('consents')]);
    const { statusCode, body } = await hq
      .phone()
      .post(`/t/${token}/join`, { nickname: 'A "quoted" <name>', phone: '13800138000', marketing: 'on' });
    expect(statusCode).toBe(422);
    expect(inputIn(body, 'nickname')).toContain('value="A &quot;quoted&quot; &lt;name&gt;"');
    expect(inputIn(body, 'phone')).toContain('value="13800138000"');
    expect(inputIn(body, 'marketing')).toContain('checked');
    const box = inputIn(body, 'membership');
    expect(box).toContain('aria-describedby="membership-fault" aria-invalid="true"');
    expect(box).not.toContain('checked');
    expect(body).toMatch(/id="membership-fault" role="alert">To join, please tick this box\./);
    expect(await Promise.all([countOf('claims'), countOf('contacts'), countOf('consents')])).toEqual(before);
  });

  test.each([
    ['phone', { phone: '12' }, 'This number does not look right'],
    ['phone', { phone: 'call me' }, 'This number does not look right'],
    ['nickname', { nickname: 'x'.repeat(41) }, 'Please keep it to 40 characters.'],
    ['nickname', { nickname: '   ' }, 'Please give us a name or a number.'],
  ])('tells at the field %s what is wrong with %o', async (field, fields, sentence) => {
    const { statusCode, body } = await hq
      .phone()
      .post(`/t/${await hq.show()}/join`, { membership: 'on', ...fields });
    expect(statusCode).toBe(422);
    expect(inputIn(body, field)).toMatch(new RegExp(`aria-describedby="${field}-fault[ "]`));
    expect(body).toContain(`id="${field}-fault" role="alert">${sentence}`);
  });

  test('that is no form is refused without harm', async () => {
    const url = `/t/${await hq.show()}/join`;
    const long = await hq.phone().post(url, { membership: 'on', nickname: 'x'.repeat(2000) });
    expect(long.statusCode).toBe(400);
    const json = await hq.app.inject({ method: 'POST', url, payload: { membership: 'on', nickname: 'A' } });
    expect(json.statusCode).toBe(415);
    const twice = await hq.app.inject({
      method: 'POST',
      url,
      payload: 'nickname=a&nickname=b&membership=on',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-for': '10.9.0.1' },
    });
    expect(twice.statusCode).toBe(400);
    expect(twice.body).not.toMatch(/zod|stack|expected/i);
  });
});

describe('who joins', () => {
  test('holds the secret of her own link, and has agreed to what she ticked, in her language', async () => {
    const token = await hq.show();
    const phone = hq.phone('ja');
    const joined = await phone.post(`/t/${token}/join`, joinFields);
    expect([joined.statusCode, joined.headers.location]).toEqual([303, `/t/${token}`]);
    expect(joined.cookies).toEqual([
      expect.objectContaining({
        name: COOKIE,
        path: '/',
        httpOnly: true,
        sameSite: 'Lax',
        maxAge: 31_536_000,
      }),
    ]);
    expect(joined.cookies[0]).not.toHaveProperty('secure');
    expect(await consentsOf(await contactOf(token))).toEqual([
      { purpose: 'membership', version: '1', locale: 'ja', is_given: true },
    ]);
    const marketing = await hq.show();
    await hq.phone().post(`/t/${marketing}/join`, { ...joinFields, marketing: 'on' });
    expect((await consentsOf(await contactOf(marketing))).map(({ purpose }) => purpose).sort()).toEqual([
      'marketing',
      'membership',
    ]);
    const told = await hq.db.selectFrom('inbox').select('body').where('kind', '=', 'join').execute();
    expect(told.some(({ body }) => body.includes(token))).toBe(true);
  });

  test('gets the secret through an encrypted line only where there is one', async () => {
    const { cookies } = await hq.app.inject({
      method: 'POST',
      url: `/t/${await hq.show()}/join`,
      payload: new URLSearchParams(joinFields).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-proto': 'https',
        'x-forwarded-for': '10.9.0.2',
      },
    });
    expect(cookies[0]).toMatchObject({ name: COOKIE, secure: true });
  });

  test('may send the form twice', async () => {
    const token = await hq.show();
    const phone = hq.phone();
    await phone.post(`/t/${token}/join`, joinFields);
    const again = await phone.post(`/t/${token}/join`, joinFields);
    expect([again.statusCode, again.headers.location]).toEqual([303, `/t/${token}`]);
  });

  test('is known at the next code by her browser, and asked for her agreement but not for her name', async () => {
    const phone = hq.phone();
    await phone.post(`/t/${await hq.show()}/join`, { ...joinFields, marketing: 'on' });
    const next = await hq.show();
    const { body } = await phone.get(`/t/${next}`);
    expect(body).toContain('Welcome back, Member A');
    expect([inputIn(body, 'nickname'), inputIn(body, 'marketing')]).toEqual(['', '']);
    expect(inputIn(body, 'membership')).not.toContain('checked');
    expect((await phone.post(`/t/${next}/join`)).statusCode).toBe(422);
    expect((await phone.post(`/t/${next}/join`, { membership: 'on' })).statusCode).toBe(303);
    expect((await phone.get(`/t/${next}`)).body).toContain('Welcome, Member A');
  });

  test('by a number that HQ knows is thanked, and shown or given nothing of what is under it', async () => {
    const number = { phone: '138 0013 8000', membership: 'on' };
    const first = hq.phone();
    await first.post(`/t/${await hq.show()}/join`, { ...number, nickname: 'Known' });
    const second = hq.phone();
    const token = await hq.show();
    const { statusCode, body, cookies } = await second.post(`/t/${token}/join`, {
      ...number,
      nickname: 'Other',
    });
    expect([statusCode, cookies]).toEqual([200, []]);
    expect(body).toContain('Lacquer Red');
    expect(body).not.toMatch(/Known|\/me\//);
    expect((await second.get('/me')).statusCode).toBe(404);
    expect((await first.get('/me')).body).toContain('Known');
  });

  test('too often from one address must wait', async () => {
    const phone = hq.phone();
    const url = `/t/${await hq.show()}/join`;
    const replies = [];
    for (let i = 0; i < 31; i++) replies.push(await phone.post(url));
    expect(replies.slice(0, 30).every(({ statusCode }) => statusCode === 422)).toBe(true);
    expect(replies[30]?.statusCode).toBe(429);
    expect(replies[30]?.body).toContain('One moment, please');
    expect(Number(replies[30]?.headers['retry-after'])).toBeGreaterThan(0);
  });
});
