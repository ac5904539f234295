/** What a code on the screen is made of: a tap and what it brings, carriers, shades, cards and keys; and how it goes. */
import { expect, onTestFinished, test, vi } from 'vitest';
import type { CodesSettings } from '../../../../main/config/settings-schema.ts';
import { codeViewSchema } from '../../../../main/contract/code-view.ts';
import { HUMAN_PATTERN, SHOWN_MS, TOKEN_PATTERN } from '../../../../main/contract/tokens.ts';
import { NOBODY, NUDE, PLUM, RED } from '../visits/visit-stage.ts';
import { CARD, type CodeStage, codeStage, heart, LINE, NONE, only, poolItem } from './code-stage.ts';

const BENEFITS = [
  { id: 'vip', tier: 'vip', title: { en: 'A gift' } },
  { id: 'sample', tier: null, title: { en: 'A sample today' }, later: { en: 'News first' } },
  { id: 'coupon', tier: null, title: { en: 'Ten per cent' } },
];

test('a tap brings a code: recorded with its visit, and told to the page as it was recorded', () => {
  const stage = codeStage();
  stage.wear(RED);
  expect(stage.tap()).toBe('applied');
  const { visit } = stage.visits.session.value;
  const [event] = stage.recorded('code.shown');
  expect(event).toMatchObject({ visit, body: { carrier: 'link', benefit: null, ba: null, skus: [RED] } });
  const { token, human } = { ...event?.body } as { token: string; human: string };
  expect(token).toMatch(TOKEN_PATTERN);
  expect(human).toMatch(HUMAN_PATTERN);
  expect(codeViewSchema.parse(stage.view())).toEqual({
    ...{ kind: 'shown', carrier: 'link', payload: `https://hq.example/t/${token}`, image: null },
    ...{ humanCode: human, shownAtMs: Date.now(), expiresAtMs: Date.now() + SHOWN_MS, skus: [RED] },
    ...{ advisor: null, benefit: null, isLocalOnly: false },
  });
  expect(stage.phase()).toBe('taking-home');
});

test('a tap on a mirror that nobody has touched begins a visit with a code', () => {
  const stage = codeStage();
  stage.tap();
  expect(stage.types()).toEqual(['visit.started', 'code.shown']);
});

/** She wears it, and sees herself in it. */
const seenIn = (stage: CodeStage, sku: string, shownMs = 2000): void => {
  stage.wear(sku);
  stage.slice(sku, shownMs);
};

test('her hearts are in the code, then what she wore, the newest first, each once, twenty at the most', () => {
  const stage = codeStage();
  for (const sku of [RED, NUDE, PLUM]) seenIn(stage, sku);
  heart(stage, NUDE);
  heart(stage, PLUM);
  stage.tap();
  expect(stage.shown().skus).toEqual([PLUM, NUDE, RED]);
  expect(stage.recorded('code.shown')[0]?.body.skus).toEqual([PLUM, NUDE, RED]);
  const many = Array.from({ length: 22 }, (_, i) => `X-${i}`);
  for (const sku of many) heart(stage, sku);
  stage.tap();
  expect(stage.shown().skus).toEqual(many.slice(2).toReversed());
  for (const sku of many.slice(0, 20)) stage.send({ type: 'shade.favourite', sku, isFavourite: false });
  stage.tap();
  expect(stage.shown().skus).toEqual(['X-21', 'X-20', PLUM, NUDE, RED]);
});

test('a shade that she goes back to is the newest again, over a restart too', () => {
  const stage = codeStage();
  for (const sku of [RED, NUDE, PLUM, RED, NUDE]) seenIn(stage, sku);
  stage.restart();
  stage.tap();
  expect(stage.shown().skus).toEqual([NUDE, RED, PLUM]);
});

test('a shade that she only swiped past is not in the code, but for the one that she wears now', () => {
  const stage = codeStage();
  seenIn(stage, RED);
  seenIn(stage, NUDE, 600);
  stage.wear(PLUM);
  stage.tap();
  expect(stage.shown().skus).toEqual([PLUM, RED]);
  // Slices add up over wearings.
  seenIn(stage, NUDE, 400);
  stage.wear(RED);
  stage.tap();
  expect(stage.shown().skus).toEqual([RED, NUDE]);
});

test("her companion's shades are the companion's", () => {
  const stage = codeStage();
  const companion = { wearer: 'companion' } as const;
  seenIn(stage, RED);
  stage.wear(NUDE, companion);
  stage.slice(NUDE, 5000, companion);
  stage.wear(RED, companion);
  stage.slice(RED, 5000, companion);
  stage.wear(PLUM);
  stage.slice(NUDE, 5000, companion);
  stage.tap();
  expect(stage.shown().skus).toEqual([PLUM, RED]);
});

test('what the mirror had put on her lips is in the code of a visit that begins with the tap', () => {
  const stage = codeStage();
  stage.tapIn('X-99');
  expect(stage.shown().skus).toEqual([]);
  stage.visits.close();
  stage.tapIn(RED);
  expect(stage.types().slice(-2)).toEqual(['visit.started', 'code.shown']);
  expect(stage.shown().skus).toEqual([RED]);
  seenIn(stage, NUDE);
  stage.tapIn(PLUM);
  expect(stage.shown().skus).toEqual([PLUM, NUDE]);
});

test('a repeated tap brings no second code, and a late one none at all', () => {
  const stage = codeStage();
  const id = crypto.randomUUID();
  expect(stage.tap('code.show', id)).toBe('applied');
  const view = stage.view();
  stage.tap('code.hide');
  expect(stage.tap('code.show', id)).toBe('repeated');
  expect(stage.view()).toEqual(NONE);
  stage.restart();
  expect(stage.tap('code.show', id)).toBe('repeated');
  expect(view.kind).toBe('shown');
  const { visit } = stage.visits.session.value;
  stage.visits.close();
  const late = { id: crypto.randomUUID(), visit, atMs: Date.now(), type: 'code.show' } as const;
  expect(stage.members.desk.show(late).outcome).toBe('late');
  expect(stage.members.desk.hide({ ...late, type: 'code.hide' }).outcome).toBe('late');
  expect(stage.tokens()).toHaveLength(1);
  expect(stage.view()).toEqual(NONE);
});

test('a second tap while her code is on the screen leaves it there; with another shade it is another code', () => {
  const stage = codeStage();
  stage.wear(RED);
  stage.tap();
  const before = stage.view();
  stage.pass(2000);
  expect(stage.tap()).toBe('applied');
  expect(stage.view()).toEqual(before);
  heart(stage, PLUM);
  stage.tap();
  expect(stage.shown().skus).toEqual([PLUM, RED]);
  expect(stage.tokens()).toHaveLength(2);
});

test('a second tap tells the page of her code again, by the wall clock as it is now', () => {
  const stage = codeStage();
  stage.wear(RED);
  stage.tap();
  const before = stage.shown();
  let told = 0;
  onTestFinished(stage.members.desk.view.onChange(() => told++));
  vi.setSystemTime(Date.now() - 3_600_000);
  stage.tap();
  expect(told).toBe(1);
  expect(stage.shown()).toEqual({
    ...before,
    shownAtMs: before.shownAtMs - 3_600_000,
    expiresAtMs: before.expiresAtMs - 3_600_000,
  });
  expect(stage.tokens()).toHaveLength(1);
  // And it runs out when it would have.
  stage.pass(SHOWN_MS);
  expect(stage.view()).not.toMatchObject({ payload: before.payload });
});

test.each<
  [string, { ba?: string; signedIn?: string; carriers: CodesSettings['carriers'] }, string | undefined]
>([
  ['the first of the list', { carriers: [LINE, { kind: 'link' }] }, 'line'],
  [
    "the serving advisor's own",
    { ba: 'ba-a', carriers: [{ ...LINE, ba: 'ba-a' }, { kind: 'link' }] },
    'line',
  ],
  ["not another advisor's", { ba: 'ba-b', carriers: [{ ...LINE, ba: 'ba-a' }, { kind: 'link' }] }, 'link'],
  ['nobody’s where nobody serves', { carriers: [{ ...LINE, ba: 'ba-a' }] }, undefined],
  [
    'that of who is signed in before that of the settings',
    { ba: 'ba-b', signedIn: 'ba-a', carriers: [{ ...LINE, ba: 'ba-a' }, { kind: 'link' }] },
    'line',
  ],
  ['the next where the pool is empty', { carriers: [{ kind: 'wechat-code' }, LINE] }, 'line'],
])('the carrier is %s', (_what, { ba, signedIn, carriers }, chosen) => {
  const stage = codeStage({ ba });
  stage.codes = only(...carriers);
  if (signedIn !== undefined) stage.visits.staff(signedIn, false);
  stage.tap();
  const view = stage.view();
  expect(view.kind === 'shown' ? view.carrier : undefined).toBe(chosen);
  const [event] = stage.recorded('code.shown');
  if (chosen !== undefined)
    expect(event?.body).toMatchObject({ carrier: chosen, ba: signedIn ?? ba ?? null });
});

test('where no carrier can serve her shades are there to be noted down, and nothing is recorded of a code', () => {
  const stage = codeStage();
  stage.landing = null;
  stage.wear(RED);
  expect(stage.tap()).toBe('applied');
  expect(stage.view()).toEqual({ kind: 'unavailable', skus: [RED] });
  expect(stage.unusable).toEqual(['link']);
  expect(stage.phase()).toBe('trying');
  stage.restart({ awayMs: 2000 });
  expect(stage.view()).toEqual({ kind: 'unavailable', skus: [RED] });
  // HQ is there meanwhile.
  stage.landing = 'https://hq.example';
  stage.tap();
  expect(stage.shown().skus).toEqual([RED]);
  stage.landing = null;
  heart(stage, PLUM);
  stage.tap();
  expect(stage.view()).toEqual({ kind: 'unavailable', skus: [PLUM, RED] });
  expect(stage.phase()).toBe('trying');
  stage.tap('code.hide');
  expect(stage.view()).toEqual(NONE);
  expect(stage.tokens()).toHaveLength(1);
});

test('shades to be noted down go with her visit', () => {
  const stage = codeStage();
  stage.landing = null;
  stage.tap();
  expect(stage.view().kind).toBe('unavailable');
  stage.visits.close();
  expect(stage.view()).toEqual(NONE);
});

test.each([
  ['http://127.0.0.1:4470', true],
  ['http://192.168.1.20:4470', false],
  ['https://hq.example', false],
])('the page learns whether %s opens on this machine only', (landing, isLocalOnly) => {
  const stage = codeStage();
  stage.landing = landing;
  stage.tap();
  expect(stage.shown()).toMatchObject({ payload: expect.stringContaining(`${landing}/t/`), isLocalOnly });
});

test('a static code of an advisor is recorded with a token that is not in it, and nothing for staff to type', () => {
  const stage = codeStage({ ba: 'ba-a' });
  const link = 'https://work.weixin.qq.com/u/vc0123';
  stage.codes = only({ kind: 'wecom-contact', ba: 'ba-a', link, state: 'm1.ba-a' });
  stage.tap();
  expect(stage.shown()).toMatchObject({ payload: link, humanCode: null, carrier: 'wecom-contact' });
  const [event] = stage.recorded('code.shown');
  expect(event?.body.token).toMatch(TOKEN_PATTERN);
  expect(event?.body).not.toHaveProperty('human');
});

test("the advisor's card and the benefit are those that HQ told", async () => {
  const stage = codeStage({ ba: 'ba-a' });
  await stage.told(({ offers }) => {
    offers.keepAdvisors([{ ...CARD, id: 'ba-b' }, CARD]);
    offers.keepBenefits(BENEFITS);
  });
  stage.tap();
  expect(stage.shown()).toMatchObject({
    advisor: CARD,
    benefit: { now: { en: 'A sample today' }, later: { en: 'News first' } },
  });
  stage.tap('code.hide');
  stage.codes = { ...stage.codes, benefit: 'coupon' };
  stage.restart();
  heart(stage, RED);
  stage.tap();
  expect(stage.shown()).toMatchObject({ advisor: CARD, benefit: { now: { en: 'Ten per cent' }, later: {} } });
  stage.tap('code.hide');
  // A tier's benefit is for HQ to give: the mirror knows nobody's tier.
  stage.codes = { ...stage.codes, benefit: 'vip' };
  stage.visits.staff('ba-c', false);
  stage.tap();
  expect(stage.shown()).toMatchObject({ advisor: null, benefit: null });
  expect(stage.recorded('code.shown').map(({ body }) => body.benefit)).toEqual(['sample', 'coupon', null]);
});

test('she goes on trying: the code is gone, and a repeated wish to do so hides no later one', () => {
  const stage = codeStage();
  stage.wear(RED);
  stage.tap();
  const id = crypto.randomUUID();
  expect(stage.tap('code.hide', id)).toBe('applied');
  expect(stage.view()).toEqual(NONE);
  expect(stage.phase()).toBe('trying');
  stage.restart();
  expect(stage.view()).toEqual(NONE);
  stage.tap();
  expect(stage.tap('code.hide', id)).toBe('repeated');
  expect(stage.view().kind).toBe('shown');
});

test('a code that she hid comes back within its time, and uses up no other', () => {
  const stage = codeStage();
  stage.wear(RED);
  stage.tap();
  const first = stage.shown();
  stage.pass(60_000);
  stage.tap('code.hide');
  stage.restart();
  stage.tap();
  expect(stage.shown()).toEqual(first);
  expect(stage.phase()).toBe('taking-home');
  expect(stage.tokens()).toHaveLength(1);
  stage.tap('code.hide');
  heart(stage, PLUM);
  stage.tap();
  expect(stage.tokens()).toHaveLength(2);
  stage.tap('code.hide');
  stage.reportFor(SHOWN_MS);
  stage.tap();
  expect(stage.tokens()).toHaveLength(3);
  stage.tap('code.hide');
  stage.policy.ba = 'ba-b';
  stage.tap();
  expect(stage.tokens()).toHaveLength(4);
});

test('a code that was claimed while it was hidden does not come back', async () => {
  const stage = codeStage();
  stage.wear(RED);
  stage.tap();
  stage.tap('code.hide');
  await stage.claim();
  stage.tap('code.hide');
  stage.tap();
  expect(stage.tokens()).toHaveLength(2);
});

test.each<[string, (stage: CodeStage) => void]>([
  ['staff', ({ visits }) => visits.close()],
  ['"forget me"', ({ send }) => send({ type: 'visit.forget', nextVisit: crypto.randomUUID() })],
  ['her leaving', ({ reportFor }) => reportFor(62_000, NOBODY)],
  ['a demonstration that ends', ({ visits }) => visits.staff('ba-a', true)],
])('a visit that ends by %s takes its code along, for good', (_what, finish) => {
  const stage = codeStage();
  stage.report();
  stage.tap();
  finish(stage);
  expect(stage.recorded('visit.ended')).toHaveLength(1);
  expect(stage.view()).toEqual(NONE);
  stage.restart();
  expect(stage.view()).toEqual(NONE);
});

test('codes are made with the key that is in use, HQ’s as soon as it has told one', async () => {
  const stage = codeStage();
  const keyOf = (token: string | undefined) =>
    Buffer.from(token?.slice(1) ?? '', 'base64url').toString('hex', 0, 3);
  stage.tap();
  const own = stage.members.keys.current();
  expect(keyOf(stage.tokens()[0])).toBe(own.id);
  stage.restart();
  expect(stage.members.ownKey()).toEqual(own);
  await stage.told(({ keys }) => keys.take({ id: '010203', secret: 'B'.repeat(43) }));
  heart(stage, RED);
  stage.tap();
  expect(keyOf(stage.tokens()[1])).toBe('010203');
  expect(stage.members.codeKeyId()).toBe('010203');
  expect(stage.members.ownKey()).toEqual(own);
});

test('what is good at one HQ only is forgotten for another: key, pool, advisors and benefits', async () => {
  const stage = codeStage({ ba: 'ba-a' });
  stage.codes = only({ kind: 'wechat-oa' }, { kind: 'link' });
  const own = stage.members.ownKey();
  await stage.fill('wechat-oa', poolItem());
  await stage.told(({ keys, offers }) => {
    keys.take({ id: '010203', secret: 'B'.repeat(43) });
    offers.keepAdvisors([CARD]);
    offers.keepBenefits(BENEFITS);
  });
  await stage.told(({ forgetHq }) => forgetHq());
  stage.restart();
  expect(stage.members.ownKey()).toEqual(own);
  expect(stage.members.codeKeyId()).toBe(own.id);
  stage.tap();
  expect(stage.shown()).toMatchObject({ carrier: 'link', advisor: null, benefit: null });
});

test('an idle desk writes nothing', () => {
  const stage = codeStage();
  const changes = () => stage.store.db.prepare('SELECT total_changes()').pluck().get();
  const before = changes();
  stage.pass(3_600_000);
  expect(changes()).toBe(before);
});
