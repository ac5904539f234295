/** The code on the screen, from her tap to the thank-you: what is shown, what is recorded, and what is gone when. */
import { expect, onTestFinished, test, vi } from 'vitest';
import type { CodesSettings } from '../../../../main/config/settings-schema.ts';
import { codeViewSchema } from '../../../../main/contract/code-view.ts';
import { HUMAN_PATTERN, SHOWN_MS, TOKEN_PATTERN } from '../../../../main/contract/tokens.ts';
import { NOBODY, NUDE, PLUM, RED, STAND_IN } from '../visits/visit-stage.ts';
import { type CodeStage, codeStage, poolItem } from './code-stage.ts';

const LINE = { kind: 'line', liffId: '1234567890-AbcdEfgh' } as const;
const NONE = { kind: 'none' };
const heart = (stage: CodeStage, sku: string) =>
  stage.send({ type: 'shade.favourite', sku, isFavourite: true });
const only = (...carriers: CodesSettings['carriers']): CodesSettings => ({ carriers });

const CARD = { id: 'ba-a', name: 'Advisor A', line: { en: 'Reds are my love' }, photo: null };
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

/** The page reports and nobody touches. */
const forget = (stage: CodeStage, ms: number) => stage.reportFor(ms, STAND_IN);

test('a code that runs out is replaced by a fresh one, twice; a forgotten one does not run for ever', () => {
  const stage = codeStage();
  stage.report(STAND_IN);
  stage.tap();
  forget(stage, SHOWN_MS - 2000);
  expect(stage.tokens()).toHaveLength(1);
  forget(stage, 2000);
  expect(stage.tokens()).toHaveLength(2);
  expect(stage.shown()).toMatchObject({
    payload: `https://hq.example/t/${stage.tokens()[1]}`,
    ...{ shownAtMs: Date.now(), expiresAtMs: Date.now() + SHOWN_MS },
  });
  forget(stage, SHOWN_MS);
  expect(new Set(stage.tokens()).size).toBe(3);
  expect(stage.phase()).toBe('taking-home');
  forget(stage, SHOWN_MS);
  expect(stage.view()).toEqual(NONE);
  expect(stage.phase()).toBe('trying');
  expect(stage.tokens()).toHaveLength(3);
  // And so the visit can end.
  forget(stage, 90_000);
  expect(stage.recorded('visit.ended')).toMatchObject([{ body: { reason: 'timeout' } }]);
});

test('whoever touches keeps her code for longer', () => {
  const stage = codeStage();
  stage.report(STAND_IN);
  stage.tap();
  forget(stage, 2 * SHOWN_MS + 58_000);
  stage.pass(2000);
  stage.report({ ...STAND_IN, touchAgeMs: 500 });
  forget(stage, 2 * SHOWN_MS - 60_000);
  expect(stage.tokens()).toHaveLength(5);
  expect(stage.phase()).toBe('taking-home');
  forget(stage, SHOWN_MS);
  expect(stage.view()).toEqual(NONE);
});

test('a fresh code by itself is no touch of hers: who has left has left', () => {
  const stage = codeStage();
  stage.report();
  stage.tap();
  stage.reportFor(SHOWN_MS - 4000);
  stage.reportFor(58_000, NOBODY);
  expect(stage.tokens()).toHaveLength(2);
  expect(stage.phase()).toBe('taking-home');
  stage.pass(2000);
  expect(stage.recorded('visit.ended')).toMatchObject([{ body: { reason: 'left' } }]);
});

test('what she loved meanwhile is in the fresh code', () => {
  const stage = codeStage();
  stage.report(STAND_IN);
  stage.tap();
  heart(stage, RED);
  forget(stage, SHOWN_MS);
  expect(stage.shown().skus).toEqual([RED]);
});

test('a code that runs out where no carrier can serve any more goes away', async () => {
  const stage = codeStage();
  stage.codes = only({ kind: 'wechat-oa' });
  await stage.fill('wechat-oa', poolItem());
  stage.report(STAND_IN);
  stage.tap();
  forget(stage, SHOWN_MS);
  expect(stage.view()).toEqual(NONE);
  expect(stage.phase()).toBe('trying');
});

test('a code runs out by the time that passed, whatever the wall clock says', () => {
  const stage = codeStage();
  stage.report(STAND_IN);
  stage.tap();
  stage.restart({ wallJumpMs: -3.2e11 });
  forget(stage, SHOWN_MS - 2000);
  expect(stage.tokens()).toHaveLength(1);
  const { expiresAtMs, shownAtMs } = stage.shown();
  expect(expiresAtMs - shownAtMs).toBe(SHOWN_MS);
  expect(shownAtMs).toBeLessThan(Date.now() - 3.1e11);
  forget(stage, 2000);
  expect(stage.tokens()).toHaveLength(2);
});

test('a service that comes back within the visit shows the same code for the time that it has left', () => {
  const stage = codeStage();
  stage.wear(RED);
  stage.tap();
  const before = stage.view();
  stage.restart({ awayMs: 20_000 });
  expect(stage.view()).toEqual(before);
  expect(stage.phase()).toBe('taking-home');
  stage.restart({ awayMs: 25_000 });
  expect(stage.view()).toEqual(before);
  expect(stage.tokens()).toHaveLength(1);
});

test('a code that ran out while the service was away is hidden, and its visit goes on', () => {
  const stage = codeStage();
  stage.tap();
  stage.reportFor(SHOWN_MS - 10_000);
  stage.restart({ awayMs: 12_000 });
  expect(stage.view()).toEqual(NONE);
  expect(stage.phase()).toBe('trying');
  expect(stage.tokens()).toHaveLength(1);
});

test('a kept code that cannot be read is hidden', () => {
  const stage = codeStage();
  stage.tap();
  stage.restart({ spoil: (store) => store.writeState('code', { visit: 'none' }) });
  expect(stage.view()).toEqual(NONE);
  expect(stage.phase()).toBe('trying');
});

test('a claim brings the thank-you in place of the code, for twelve seconds', async () => {
  const stage = codeStage({ ba: 'ba-a' });
  await stage.told(({ offers }) => offers.keepAdvisors([CARD]));
  stage.report();
  stage.tap();
  await stage.claim();
  expect(stage.view()).toEqual({ kind: 'thanks', contact: 'new', hasJoined: false, advisor: CARD });
  expect(stage.phase()).toBe('trying');
  expect(stage.recorded('code.claimed')).toMatchObject([{ visit: stage.visits.session.value.visit }]);
  stage.pass(11_999);
  expect(stage.view().kind).toBe('thanks');
  stage.pass(1);
  expect(stage.view()).toEqual(NONE);
});

test.each<[string, (stage: CodeStage) => void]>([
  ['her tap', ({ tap }) => tap('code.hide')],
  ['the end of her visit', ({ visits }) => visits.close()],
])('the thank-you goes with %s', async (_what, act) => {
  const stage = codeStage();
  stage.tap();
  await stage.claim();
  act(stage);
  expect(stage.view()).toEqual(NONE);
});

test('who bows over her phone for most of a minute keeps her code, and sees the thank-you', async () => {
  const stage = codeStage();
  stage.report();
  stage.wear(RED);
  stage.tap();
  stage.reportFor(56_000, NOBODY);
  expect(stage.view().kind).toBe('shown');
  await stage.claim();
  stage.reportFor(10_000, NOBODY);
  expect(stage.view().kind).toBe('thanks');
  stage.reportFor(10_000, NOBODY);
  expect(stage.phase()).toBe('leaving');
});

test('who walks away from her code has left after sixty seconds without a face', () => {
  const stage = codeStage();
  stage.report();
  stage.wear(RED);
  stage.tap();
  stage.reportFor(58_000, NOBODY);
  expect(stage.view().kind).toBe('shown');
  stage.reportFor(4000, NOBODY);
  expect(stage.view()).toEqual(NONE);
  expect(stage.recorded('visit.ended')).toMatchObject([{ body: { reason: 'left' } }]);
});

test('who has joined is thanked for that: together with the claim, after it, or before it', async () => {
  const stage = codeStage();
  const thanks = (hasJoined: boolean, contact = 'known') => ({ kind: 'thanks', contact, hasJoined });
  stage.tap();
  const [token] = stage.tokens() as [string];
  await stage.told(({ desk }) => {
    desk.claimed({ token, contact: 'known', claimedAtMs: 5 });
    desk.joined({ token, contact: 'contact-1', tier: 'vip' });
  });
  expect(stage.view()).toMatchObject(thanks(true));
  stage.pass(20_000);
  stage.tap();
  await stage.claim(undefined, 'known');
  expect(stage.view()).toMatchObject(thanks(false));
  stage.pass(8000);
  await stage.join();
  expect(stage.view()).toMatchObject(thanks(true));
  stage.pass(11_000);
  expect(stage.view()).toMatchObject(thanks(true));
  stage.pass(20_000);
  stage.tap();
  await stage.join();
  expect(stage.view().kind).toBe('shown');
  await stage.claim(undefined, 'known');
  expect(stage.view()).toMatchObject(thanks(true));
});

test("another's join changes nothing of the thank-you, and one that comes when it is gone brings none", async () => {
  const stage = codeStage();
  stage.tap();
  heart(stage, RED);
  stage.tap();
  const [first, second] = stage.tokens() as [string, string];
  await stage.claim(second);
  await stage.join(first);
  expect(stage.view()).toMatchObject({ kind: 'thanks', hasJoined: false });
  stage.pass(20_000);
  await stage.join(second);
  expect(stage.view()).toEqual(NONE);
});

test('each code of the open visit may be claimed: the earlier one while the later is on the screen, and then that', async () => {
  const stage = codeStage();
  stage.tap();
  heart(stage, RED);
  stage.tap();
  const [first, second] = stage.tokens() as [string, string];
  await stage.claim(first, 'known');
  expect(stage.view()).toMatchObject({ kind: 'thanks', contact: 'known' });
  await stage.claim(second, 'new');
  expect(stage.view()).toMatchObject({ kind: 'thanks', contact: 'new' });
  expect(stage.recorded('code.claimed').map(({ body }) => body.token)).toEqual([first, second]);
});

test('a code that she has hidden is thanked for all the same while her visit is open', async () => {
  const stage = codeStage();
  stage.tap();
  stage.tap('code.hide');
  await stage.claim();
  expect(stage.view().kind).toBe('thanks');
});

test('a claim of an earlier visit is recorded with that, and changes nothing for whoever stands there now', async () => {
  const stage = codeStage();
  stage.tap();
  const { visit } = stage.visits.session.value;
  const [token] = stage.tokens() as [string];
  stage.visits.close();
  stage.wear(RED);
  stage.tap();
  const hers = stage.view();
  await stage.claim(token);
  await stage.join(token);
  expect(stage.view()).toBe(hers);
  stage.restart();
  expect(stage.view()).toEqual(hers);
  expect(stage.recorded('code.claimed', 'member.joined')).toMatchObject([{ visit }, { visit }]);
});

test('a claim that comes when her visit has just ended thanks nobody', async () => {
  const stage = codeStage();
  stage.tap();
  stage.visits.close();
  await stage.claim();
  expect(stage.phase()).toBe('leaving');
  expect(stage.view()).toEqual(NONE);
});

test('a claim that comes when the mirror was offline for hours is only recorded', async () => {
  const stage = codeStage();
  stage.tap();
  const { visit } = stage.visits.session.value;
  stage.restart({ awayMs: 5 * 3_600_000 });
  stage.report(NOBODY);
  stage.wear(RED);
  await stage.claim();
  expect(stage.view()).toEqual(NONE);
  expect(stage.recorded('code.claimed')).toMatchObject([{ visit }]);
});

test('a claim that HQ tells again thanks nobody a second time', async () => {
  const stage = codeStage();
  stage.tap();
  await stage.claim();
  stage.pass(20_000);
  await stage.claim();
  expect(stage.view()).toEqual(NONE);
  expect(stage.recorded('code.claimed')).toHaveLength(1);
});

test('a claim of a code that this mirror does not know is recorded and shows nothing', async () => {
  const stage = codeStage();
  stage.tap();
  const before = stage.view();
  await stage.claim('of another mirror');
  expect(stage.view()).toBe(before);
  expect(stage.recorded('code.claimed')).toMatchObject([{ visit: null }]);
});

test('a claim whose transaction fails thanks nobody', async () => {
  const stage = codeStage();
  stage.tap();
  const [token] = stage.tokens() as [string];
  const failing = stage.told(({ desk }) => {
    desk.claimed({ token, contact: 'new', claimedAtMs: 5 });
    throw new Error('The disk refuses the cursor.');
  });
  await expect(failing).rejects.toThrow('cursor');
  await Promise.resolve();
  expect(stage.view().kind).toBe('shown');
  expect(stage.phase()).toBe('taking-home');
  await stage.claim();
  expect(stage.view().kind).toBe('thanks');
});

test('a service that is killed between claim and thank-you thanks, and shows the used code no more', async () => {
  const stage = codeStage();
  stage.tap();
  const [token] = stage.tokens() as [string];
  stage.store.transact(() => stage.members.desk.claimed({ token, contact: 'new', claimedAtMs: 5 }));
  stage.restart({ awayMs: 3000 });
  expect(stage.view().kind).toBe('thanks');
  expect(stage.phase()).toBe('trying');
  stage.pass(9000);
  expect(stage.view()).toEqual(NONE);
});

test('a tap that the disk refuses shows no code, and the same tap shows one when it does not', () => {
  const stage = codeStage();
  const id = crypto.randomUUID();
  stage.store.db.pragma('query_only = ON');
  expect(() => stage.tap('code.show', id)).toThrow();
  expect(stage.view()).toEqual(NONE);
  stage.store.db.pragma('query_only = OFF');
  expect(stage.tap('code.show', id)).toBe('applied');
  expect(stage.view().kind).toBe('shown');
});

test('a code that runs out while the disk refuses is gone from the screen all the same', () => {
  const stage = codeStage();
  stage.report(STAND_IN);
  stage.tap();
  stage.store.db.pragma('query_only = ON');
  forget(stage, SHOWN_MS);
  expect(stage.view()).toEqual(NONE);
  expect(stage.phase()).toBe('trying');
  expect(stage.lost).toHaveLength(1);
  stage.store.db.pragma('query_only = OFF');
  stage.tap();
  expect(stage.view().kind).toBe('shown');
});

test('a service that stood still over the end of a code hears the page out before the visit is called over', () => {
  const stage = codeStage();
  stage.report();
  stage.tap();
  stage.reportFor(SHOWN_MS - 10_000);
  stage.standStill(300_000, 10_000);
  expect(stage.recorded('visit.ended')).toEqual([]);
  expect(stage.phase()).toBe('taking-home');
  stage.report(NOBODY);
  expect(stage.recorded('visit.ended')).toMatchObject([{ body: { reason: 'timeout' } }]);
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
