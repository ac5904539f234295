/** Whose benefit a page shows: that of her tier to a member who has proven who she is, and to nobody else. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { takeClaim } from '../../../../hq/claims/take.ts';
import { ticketOf } from '../../../../hq/claims/ticket.ts';
import { DEFAULT_HQ_SETTINGS } from '../../../../hq/settings/hq-settings.ts';
import { COOKIE, joinFields, openLanding, type TestLanding } from './landing-fixture.ts';

const SLOW_START_MS = 60_000;
const PHONE = '+8613800138000';
const BENEFITS = [
  { id: 'gift', tier: 'vip', title: { en: 'A lipstick of gold' } },
  { id: 'other', tier: null, title: { en: 'A blotter' } },
  { id: 'gift', tier: null, title: { en: 'A small liner' } },
  { id: 'care', tier: 'vip', title: { en: 'A second one' } },
  { id: 'care', tier: 'new', title: { en: 'A first card' } },
];

let hq: TestLanding;

beforeAll(async () => {
  hq = await openLanding();
  await hq.tell('benefits', [{ id: 'gift', tier: 'vip', title: { en: 'Of last year' } }]);
  await hq.tell('benefits', BENEFITS);
}, SLOW_START_MS);
afterAll(() => hq?.close());
beforeEach(() => hq.db.updateTable('contacts').set({ tier: null }).execute());

const shown = (body: string) =>
  [...BENEFITS.map(({ title }) => title.en), 'Of last year'].filter((title) => body.includes(title));
const giveTier = (tier: string | null) => hq.db.updateTable('contacts').set({ tier }).execute();
const gift = () => hq.show({ benefit: 'gift' });

async function newMember(number = '') {
  const phone = hq.phone();
  await phone.post(`/t/${await gift()}/join`, { ...joinFields, phone: number });
  return phone;
}

test('who has no tier is shown what the code promised', async () => {
  const phone = await newMember();
  expect(shown((await phone.get(`/t/${await gift()}`)).body)).toEqual(['A small liner']);
});

test('a member is shown that of her tier, by her own link, whatever the code promised', async () => {
  const phone = await newMember();
  for (const [tier, title] of [
    ['vip', 'A lipstick of gold'],
    ['new', 'A first card'],
    ['bought', 'A small liner'],
  ] as const) {
    await giveTier(tier);
    const token = await gift();
    expect(shown((await phone.get(`/t/${token}`)).body), tier).toEqual([title]);
    expect(shown((await hq.phone().get(`/t/${token}`)).body), tier).toEqual(['A small liner']);
    await phone.post(`/t/${token}/join`, { membership: 'on' });
    expect(shown((await phone.get(`/t/${token}`)).body), tier).toEqual([title]);
  }
});

test('a member is shown that of her tier by the ticket of a message, and before she agreed that of anybody', async () => {
  const token = await gift();
  const taken = await takeClaim(
    { db: hq.db, settings: DEFAULT_HQ_SETTINGS, now: () => hq.clock.nowMs },
    {
      id: `claim-${token}`,
      used: { token },
      carrier: 'wecom-link',
      contact: { channel: 'wecom', ref: 'external-1' },
      standing: 'new',
      claimedMs: hq.clock.nowMs,
    },
  );
  const ticket = await ticketOf(hq.db, token, (taken.kind === 'taken' && taken.contactId) as string);
  await giveTier('vip');
  expect(shown((await hq.phone().get(`/t/${token}?c=${ticket}`)).body)).toEqual(['A small liner']);
  await hq.phone().post(`/t/${token}/join`, { ...joinFields, c: ticket });
  expect(shown((await hq.phone().get(`/t/${token}?c=${ticket}`)).body)).toEqual(['A lipstick of gold']);
});

test('who left the membership, and who merely gives a member’s number, is shown that of anybody', async () => {
  const phone = await newMember(PHONE);
  await giveTier('vip');
  const stranger = await hq.phone().post(`/t/${await gift()}/join`, { ...joinFields, phone: PHONE });
  expect([stranger.statusCode, shown(stranger.body)]).toEqual([200, ['A small liner']]);
  const secret = phone.cookies.get(COOKIE);
  await phone.post(`/me/${secret}/consent`, { purpose: 'membership', give: 'no' });
  expect(shown((await phone.get(`/t/${await gift()}`)).body)).toEqual(['A small liner']);
});

test('what only a tier has is promised to nobody else, even if a code names it', async () => {
  const token = await hq.show({ benefit: 'care' });
  expect(shown((await hq.phone().get(`/t/${token}`)).body)).toEqual(['A blotter']);
  expect(shown((await hq.phone().get(`/t/${await hq.show()}`)).body)).toEqual([]);
});
