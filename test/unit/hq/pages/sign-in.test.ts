import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csrfOf } from '../../../../hq/accounts/sessions.ts';
import { NOON_MS } from '../hq-fixture.ts';
import { cheapPasswords, deedsIn, openPages, SLOW_START_MS, type TestPages } from './pages-fixture.ts';

let pages: TestPages;

beforeAll(async () => {
  pages = await openPages();
}, SLOW_START_MS);
afterAll(() => pages?.close());

describe('signing in', () => {
  const LOGIN = 'someone';
  const PASSWORD = 'a good long password';
  const visitor = 'visitor-token';

  beforeAll(async () => {
    const row = {
      ...({ operator_id: LOGIN, login: LOGIN, role: 'hq', scope_id: null, must_change: true } as const),
      ...{ password_hash: await cheapPasswords.hash(PASSWORD), failures: 0, locked_until_ms: 0 },
    };
    await pages.db
      .insertInto('operators')
      .values({ ...row, created_ms: NOON_MS })
      .execute();
  });

  const enter = (password: string, { csrf = csrfOf(visitor), next = '', proto = 'http' } = {}) =>
    pages.app.inject({
      method: 'POST',
      url: '/sign-in',
      headers: {
        cookie: `vermilion-hq-visitor=${visitor}`,
        'content-type': 'application/x-www-form-urlencoded',
        'x-forwarded-proto': proto,
      },
      payload: new URLSearchParams({ csrf, login: LOGIN, password, next }).toString(),
    });

  test('gives a cookie that no script and no other site can use, and leads to the password first', async () => {
    const reply = await enter(PASSWORD);
    expect([reply.statusCode, reply.headers.location]).toEqual([303, '/password']);
    expect(String(reply.headers['set-cookie'])).toMatch(
      /vermilion-hq-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict/,
    );
    expect(String(reply.headers['set-cookie'])).not.toContain('Secure');
  });

  test('gives a cookie for https alone where the proxy says that it was asked by https', async () => {
    const reply = await enter(PASSWORD, { proto: 'https' });
    expect(String(reply.headers['set-cookie'])).toMatch(/vermilion-hq-session=[^,]*; Secure/);
  });

  test('with a one-time password lets nobody further until it is changed, and then everywhere', async () => {
    const signedIn = await enter(PASSWORD);
    const token = /session=([\w-]+)/.exec(String(signedIn.headers['set-cookie']))?.[1] ?? '';
    const cookie = `vermilion-hq-session=${token}`;
    const get = (url: string, with_ = cookie) => pages.app.inject({ url, headers: { cookie: with_ } });
    expect((await get('/fleet')).headers.location).toBe('/password');
    expect((await get('/funnel.json')).statusCode).toBe(403);
    const change = (present: string, next: string) =>
      pages.app.inject({
        method: 'POST',
        url: '/password',
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ csrf: csrfOf(token), present, next }).toString(),
      });
    expect((await change(PASSWORD, 'too short')).statusCode).toBe(422);
    const changed = await change(PASSWORD, 'another long password');
    expect([changed.statusCode, changed.headers.location]).toEqual([303, '/']);
    expect((await get('/fleet')).headers.location).toContain('/sign-in');
    const fresh = /vermilion-hq-session=[\w-]+/.exec(String(changed.headers['set-cookie']))?.[0];
    expect((await get('/fleet', fresh)).statusCode).toBe(200);
    await pages.db
      .updateTable('operators')
      .set({ password_hash: await cheapPasswords.hash(PASSWORD), must_change: false })
      .where('login', '=', LOGIN)
      .execute();
  });

  test('goes on to the page that was asked for, of this HQ and no other', async () => {
    expect((await enter(PASSWORD, { next: '/fleet?state=bad' })).headers.location).toBe('/fleet?state=bad');
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/a\r\nb: c'])
      expect((await enter(PASSWORD, { next })).headers.location, next).toBe('/');
  });

  test('refuses a form without the token of its page', async () => {
    expect((await enter(PASSWORD, { csrf: csrfOf('another') })).statusCode).toBe(403);
    for (const url of ['/operators', '/registry', '/sign-out', '/fleet/own-1/code'])
      expect((await pages.post('hq', url, {}, 'guess')).statusCode, url).toBe(403);
  });

  test('that fails says the same for a wrong password and a wrong login, and both are in the audit', async () => {
    const wrong = await enter('wrong');
    expect(wrong.statusCode).toBe(401);
    expect(wrong.headers['set-cookie']).toBeUndefined();
    expect(await deedsIn(pages.db, 'sign-in-failed')).toContainEqual({ operator_id: LOGIN, detail: {} });
    expect(await deedsIn(pages.db, 'signed-in')).toContainEqual({ operator_id: LOGIN, detail: {} });
  });

  test('is tried ten times a minute from one address and no more', async () => {
    const statuses = [];
    for (let i = 0; i < 11; i++) statuses.push((await enter(PASSWORD)).statusCode);
    expect(statuses.at(-1)).toBe(429);
  });

  test('ends by signing out, on the server too', async () => {
    const { db } = pages;
    const before = await db.selectFrom('operator_sessions').selectAll().execute();
    const reply = await pages.post('store', '/sign-out');
    expect(reply.headers.location).toBe('/sign-in');
    expect(await db.selectFrom('operator_sessions').selectAll().execute()).toHaveLength(before.length - 1);
    expect((await pages.get('store', '/fleet')).statusCode).toBe(303);
  });
});
