/** Her own data: seen, consented to, taken back and deleted, by the secret of her link and nothing else. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LANDING_LOCALES, landingWordsIn } from '../../../../hq/landing/words.ts';
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
    // Nobody guesses a right one, so who has it need not wait for those who do.
    expect((await phone.get(`/me/${secret}`)).statusCode).toBe(200);
  });

  test('gives and takes back marketing, and keeps every step', async () => {
    const { phone, token, secret } = await newMember();
    const change = (give: string) => phone.post(`/me/${secret}/consent`, { purpose: 'marketing', give });
    expect(buttons((await phone.get('/me')).body)).toEqual([
      'This is not me',
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
    expect(buttons(body)).toEqual(['This is not me']);
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

describe('who shares a phone', () => {
  const leave = (body: string) => /action="(\/me\/[^"]+\/leave)"/.exec(body)?.[1] ?? '';

  test('is greeted by another’s name, says so, and joins by a name of her own', async () => {
    const { phone, secret } = await newMember();
    const token = await hq.show();
    const greeted = (await phone.get(`/t/${token}`)).body;
    expect(greeted).toContain('Welcome back, Member A');
    expect(greeted).not.toContain('name="nickname"');
    const left = await phone.post(leave(greeted), { token });
    expect([left.statusCode, left.headers.location]).toEqual([303, `/t/${token}`]);
    expect(phone.cookies.has(COOKIE)).toBe(false);
    const { body } = await phone.get(`/t/${token}`);
    expect(body).toContain('name="nickname"');
    expect(body).not.toMatch(/Member A|This is not me/);
    expect((await phone.get('/me')).statusCode).toBe(404);
    await phone.post(`/t/${token}/join`, { ...joinFields, nickname: 'Member B' });
    expect((await phone.get(`/t/${token}`)).body).toContain('Welcome, Member B');
    // Of the first nothing is lost.
    expect((await hq.phone().get(`/me/${secret}`)).body).toContain('Member A');
  });

  test('says so on the page after joining and on that of the data, in every language', async () => {
    for (const locale of LANDING_LOCALES) {
      const words = landingWordsIn(locale);
      for (const path of ['code', 'me']) {
        const { phone, token } = await newMember();
        const { body } = await phone.get(`${path === 'me' ? '/me' : `/t/${token}`}?lang=${locale}`);
        expect(buttons(body)).toContain(words.say('leave.button'));
        const left = await phone.post(leave(body));
        expect([left.statusCode, left.body.includes(words.say('left.title'))]).toEqual([200, true]);
        expect(left.cookies).toEqual([expect.objectContaining({ name: COOKIE, value: '', path: '/' })]);
        expect((await phone.get('/me')).statusCode).toBe(404);
      }
    }
  });

  test('is led to codes alone, and by a secret that is somebody’s', async () => {
    const { phone, secret } = await newMember();
    const leaving = await phone.post(`/me/${secret}/leave`, { token: '/evil.example' });
    expect([leaving.statusCode, leaving.headers.location]).toEqual([200, undefined]);
    expect((await phone.post(`/me/${'A'.repeat(32)}/leave`)).statusCode).toBe(404);
    // Where the browser keeps nothing there is nothing to drop.
    expect((await hq.phone().get(`/me/${secret}`)).body).not.toContain('/leave"');
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
