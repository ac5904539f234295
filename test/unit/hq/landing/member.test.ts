/** Her own data: seen, consented to, taken back and deleted, by the secret of her link and nothing else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DAY_MS } from '../hq-fixture.ts';
import { COOKIE, joinFields, openLanding, type TestLanding } from './landing-fixture.ts';

const SLOW_START_MS = 60_000;

let hq: TestLanding;

beforeAll(async () => {
  hq = await openLanding();
}, SLOW_START_MS);
afterAll(() => hq?.close());

async function newMember(fields: Record<string, string> = {}) {
  const phone = hq.phone();
  const token = await hq.show();
  await phone.post(`/t/${token}/join`, { ...joinFields, ...fields });
  return { phone, token, secret: phone.cookies.get(COOKIE) as string };
}

const buttons = (body: string) => [...body.matchAll(/<button[^>]*>([^<]*)/g)].map(([, label]) => label);

describe('her page', () => {
  test('shows what HQ holds of her, by the secret or by her browser’s cookie', async () => {
    const { phone, secret } = await newMember({ phone: '+86 139 1234 5678', marketing: 'on' });
    for (const reply of [await phone.get('/me'), await hq.phone().get(`/me/${secret}`)]) {
      expect(reply.statusCode).toBe(200);
      for (const shown of ['Member A', '678', 'November 22, 2026', 'Agreed on November 22, 2026, version 1'])
        expect(reply.body).toContain(shown);
      expect(reply.body).not.toContain('1234');
      expect(reply.body).toContain('Vermilion Atelier');
      expect(reply.headers['cache-control']).toBe('no-store');
      expect(reply.headers['referrer-policy']).toBe('no-referrer');
    }
  });

  test('is nobody’s without a secret or with a wrong one, and wrong ones are counted', async () => {
    expect((await hq.phone().get('/me')).statusCode).toBe(404);
    const phone = hq.phone();
    const { secret } = await newMember();
    const statuses = [];
    for (let i = 0; i < 31; i++)
      statuses.push((await phone.get(`/me/${'A'.repeat(30)}${10 + i}`)).statusCode);
    expect(statuses).toEqual([...Array(30).fill(404), 429]);
    // Nor is the right one told from a wrong one then.
    expect((await phone.get(`/me/${secret}`)).statusCode).toBe(429);
    expect((await hq.phone().get(`/me/${secret}`)).statusCode).toBe(200);
  });

  test('gives and takes back marketing, and keeps every step', async () => {
    const { phone, token, secret } = await newMember();
    const change = (give: string) => phone.post(`/me/${secret}/consent`, { purpose: 'marketing', give });
    expect(buttons((await phone.get('/me')).body)).toEqual([
      'Leave the membership',
      'Agree to news and invitations',
    ]);
    expect((await change('yes')).headers.location).toBe(`/me/${secret}?done=1`);
    expect((await phone.get(`/me/${secret}?done=1`)).body).toContain('role="status">It is noted');
    hq.clock.nowMs += DAY_MS;
    await change('yes');
    await change('no');
    const { body } = await phone.get('/me');
    expect(body).toMatch(/Taken back on November \d+, 2026, version 1/);
    const rows = await hq.db
      .selectFrom('consents')
      .innerJoin('claims', 'claims.contact_id', 'consents.contact_id')
      .select('is_given')
      .where('purpose', '=', 'marketing')
      .where('token', '=', token)
      .orderBy('at_ms')
      .execute();
    expect(rows.map(({ is_given }) => is_given)).toEqual([true, false]);
  });

  test('ends a membership, which begins again at a mirror alone', async () => {
    const { phone, secret } = await newMember();
    await phone.post(`/me/${secret}/consent`, { purpose: 'membership', give: 'no' });
    const { body } = await phone.get('/me');
    expect(body).toContain('You are no longer a member');
    expect(buttons(body)).toEqual([]);
    for (const give of ['yes', 'maybe', ''])
      expect((await phone.post(`/me/${secret}/consent`, { purpose: 'membership', give })).statusCode).toBe(
        400,
      );
    const next = await hq.show();
    expect((await phone.get(`/t/${next}`)).body).toContain('name="membership"');
    await phone.post(`/t/${next}/join`, { membership: 'on' });
    expect(buttons((await phone.get('/me')).body)).toContain('Leave the membership');
  });
});

describe('deleting', () => {
  test('is asked about, then really done: the secret is dead, the cookie gone, the name nowhere', async () => {
    const { phone, secret } = await newMember({ nickname: 'Unforgettable', phone: '+86 137 0013 8000' });
    const asked = await phone.get(`/me/${secret}/delete`);
    expect(buttons(asked.body)).toEqual(['Yes, delete it all']);
    expect((await phone.get('/me')).statusCode).toBe(200);
    const deleted = await phone.post(`/me/${secret}/delete`);
    expect(deleted.statusCode).toBe(200);
    expect(deleted.body).toContain('It is deleted');
    expect(deleted.cookies).toEqual([expect.objectContaining({ name: COOKIE, value: '', path: '/' })]);
    expect((await phone.get(`/me/${secret}`)).statusCode).toBe(404);
    expect(
      (await phone.post(`/me/${secret}/consent`, { purpose: 'marketing', give: 'yes' })).statusCode,
    ).toBe(404);
    expect((await phone.post(`/me/${secret}/delete`)).statusCode).toBe(404);
    const kept = JSON.stringify(
      await Promise.all(
        (['contacts', 'contact_refs', 'claims', 'consents', 'inbox', 'audit'] as const).map((table) =>
          hq.db.selectFrom(table).selectAll().execute(),
        ),
      ),
    );
    expect(kept).not.toMatch(/Unforgettable|13700138000/);
  });

  test('is not done by reading a page', async () => {
    const { phone, secret } = await newMember();
    await phone.get(`/me/${secret}/delete`);
    expect((await phone.get('/me')).statusCode).toBe(200);
  });
});

test('the log names neither tokens nor secrets', async () => {
  const token = await hq.show();
  const phone = hq.phone();
  await phone.get(`/t/${token}`);
  await phone.post(`/t/${token}/join`, joinFields);
  const secret = phone.cookies.get(COOKIE) as string;
  await phone.get(`/me/${secret}`);
  const logged = hq.logged();
  expect(logged).toContain('/t/:token');
  expect(logged).toContain('/me/:secret');
  expect(logged).not.toContain(token);
  expect(logged).not.toContain(secret);
  expect(logged).not.toContain('Member A');
});
