/** What a claim brings to the screen: the thank-you, while the visit that showed the code is open, and nothing else. */
import { expect, test } from 'vitest';
import { NOBODY, RED } from '../visits/visit-stage.ts';
import { CARD, type CodeStage, codeStage, heart, NONE } from './code-stage.ts';

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
