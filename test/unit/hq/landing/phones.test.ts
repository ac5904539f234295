/** The listener for phones in the local network: the landing pages, and nothing else of HQ. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningPhones, startPhones } from '../../../../hq/phones.ts';
import { DEFAULT_HQ_SETTINGS } from '../../../../hq/settings/hq-settings.ts';
import { openLanding, type TestLanding } from './landing-fixture.ts';

const SLOW_START_MS = 60_000;

let hq: TestLanding;
let phones: RunningPhones;

beforeAll(async () => {
  hq = await openLanding();
  const parts = { db: hq.db, settings: DEFAULT_HQ_SETTINGS, now: () => hq.clock.nowMs };
  phones = await startPhones(parts, { host: '127.0.0.1', port: 0 });
}, SLOW_START_MS);
afterAll(async () => {
  await phones?.stop();
  await hq?.close();
});

test('serves the page of a code with the headers of all answers', async () => {
  expect(phones.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const reply = await fetch(`${phones.address}/t/${await hq.show()}`, {
    headers: { 'accept-language': 'en' },
  });
  expect([reply.status, reply.headers.get('x-frame-options')]).toEqual([200, 'DENY']);
  expect(reply.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await reply.text()).toContain('Lacquer Red');
  expect((await fetch(`${phones.address}/landing/landing.css`)).status).toBe(200);
  expect((await fetch(`${phones.address}/consent/membership`)).status).toBe(200);
});

test.each([
  '/',
  '/sign-in',
  '/fleet',
  '/funnel.json',
  '/static/style.css',
  '/metrics',
  '/openapi.json',
  '/v1/events',
  '/v1/enrol',
  '/healthz',
  '/landing/style.css',
  '/landing/../landing.ts',
])('has nothing at %s', async (path) => {
  expect((await fetch(phones.address + path)).status).toBe(404);
  expect((await fetch(phones.address + path, { method: 'POST', body: '{}' })).status).toBe(404);
});

test('says what to do where the address cannot be had', async () => {
  const port = Number(new URL(phones.address).port);
  const again = startPhones(
    { db: hq.db, settings: DEFAULT_HQ_SETTINGS, now: Date.now },
    { host: '127.0.0.1', port },
  );
  await expect(again).rejects.toMatchObject({
    code: 'phones-refused',
    message: expect.stringContaining(`127.0.0.1:${port}`),
  });
});
