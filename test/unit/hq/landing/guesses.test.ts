/** Guessing at tokens: it gives nothing, is slowed, and holds up nobody who has a right one. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { joinFields, openLanding, type TestLanding } from './landing-fixture.ts';

const SLOW_START_MS = 60_000;
const GUESSES = 10_000;
const ALLOWED = 30;

let hq: TestLanding;

beforeAll(async () => {
  hq = await openLanding();
}, SLOW_START_MS);
afterAll(() => hq?.close());

/** With the id of a real key every other time, which only its MAC then betrays. */
function guess(known: string, i: number): string {
  const random = randomBytes(21).toString('base64url');
  return `1${i % 2 === 0 ? known.slice(1, 5) + random.slice(4) : random}`;
}

test('ten thousand guesses get nothing but "unknown" and "wait", and right codes are answered in between', {
  timeout: 120_000,
}, async () => {
  const known = await hq.show();
  const pageOf = async (token: string) =>
    (await hq.app.inject({ url: `/t/${token}`, remoteAddress: '10.1.0.1' })).statusCode;
  const counts = new Map<number, number>();
  let longest = 0;
  for (let i = 0; i < GUESSES; i++) {
    const path = ['', '/seen.svg', '/advisor', '/join'][i % 4];
    const { statusCode, body } = await hq.app.inject({
      method: path === '/join' ? 'POST' : 'GET',
      url: `/t/${guess(known, i)}${path}`,
      remoteAddress: '10.1.0.1',
    });
    counts.set(statusCode, (counts.get(statusCode) ?? 0) + 1);
    longest = Math.max(longest, body.length);
    if (i % 1000 === 0) expect(await pageOf(known)).toBe(200);
  }
  expect([...counts]).toEqual([
    [404, ALLOWED],
    [429, GUESSES - ALLOWED],
  ]);
  expect(longest).toBeLessThan(10_000);
});

test('who guesses on is told to wait, and whoever shares the address sees and joins by a right code', async () => {
  const token = await hq.show();
  const shared = hq.phone();
  for (let i = 0; i < ALLOWED; i++) await shared.post(`/t/${guess(token, i)}/join`, joinFields);
  const { statusCode, body, headers } = await shared.get(`/t/${guess(token, ALLOWED)}`);
  expect(statusCode).toBe(429);
  expect(body).toContain('One moment, please');
  expect(headers['retry-after']).toBe('60');
  expect((await shared.get(`/t/${token}`)).statusCode).toBe(200);
  expect((await shared.post(`/t/${token}/join`, joinFields)).statusCode).toBe(303);
  expect((await shared.get('/me')).statusCode).toBe(200);
});

test('an unknown code is a page that tells what to do, and scanning right codes is never slowed', async () => {
  const phone = hq.phone('zh-CN');
  const { statusCode, body } = await phone.get('/t/nonsense');
  expect(statusCode).toBe(404);
  expect(body).toContain('请把镜子上的码完整地再扫一次');
  const token = await hq.show();
  for (let i = 0; i < 2 * ALLOWED; i++) expect((await phone.get(`/t/${token}`)).statusCode).toBe(200);
});

test('a revoked key’s codes are unknown', async () => {
  const token = await hq.show();
  await hq.db.updateTable('code_keys').set({ revoked_ms: 1 }).execute();
  expect((await hq.phone().get(`/t/${token}`)).statusCode).toBe(404);
});
