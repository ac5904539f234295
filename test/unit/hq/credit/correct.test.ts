import { afterAll, beforeAll, expect, test } from 'vitest';
import { correctCredit } from '../../../../hq/credit/correct.ts';
import { type Claims, codeMirror, ledgerOf, openClaims, take } from '../claims/claims-fixture.ts';

let hq: Claims;
beforeAll(async () => {
  hq = await openClaims();
});
afterAll(() => hq.close());

async function claimed(person: string, minutes = 0) {
  const mirror = await codeMirror(hq);
  const token = mirror.token();
  await mirror.shows(token);
  const taken = await take(hq, token, person, { claimedMs: hq.clock.nowMs + minutes * 60_000 });
  if (taken.kind !== 'taken') throw new Error(taken.kind);
  return { mirrorId: mirror.id, claimId: taken.claimId };
}

const versionsOf = ({ claimId }: { claimId: string }) =>
  hq.db.selectFrom('credits').selectAll().where('claim_id', '=', claimId).orderBy('version').execute();

const word = { storeId: 'paris', ba: 'ba-c', reason: 'She was served in Paris.', operatorId: 'operator' };

test('a correction is a version of its own, with who and why; what stood before stays', async () => {
  const claim = await claimed('corrected');
  await correctCredit(hq.parts, { ...claim, ...word });
  expect(await versionsOf(claim)).toMatchObject([
    {
      version: 1,
      outcome: 'first-touch',
      credit_store_id: 'shanghai',
      credit_dealer_id: 'east',
      operator_id: null,
    },
    {
      version: 2,
      outcome: 'corrected',
      credit_store_id: 'paris',
      credit_dealer_id: 'west',
      credit_ba: 'ba-c',
      operator_id: 'operator',
      reason: word.reason,
    },
  ]);
  const deeds = await hq.db.selectFrom('audit').selectAll().where('what', '=', 'credit-corrected').execute();
  expect(deeds).toHaveLength(1);
});

test('no rule overrides a correction, and later claims of the contact follow it', async () => {
  const claim = await claimed('moved', 1);
  await correctCredit(hq.parts, { ...claim, ...word });
  const later = await claimed('moved', 2);
  const earlier = await claimed('moved', 0);
  const held = await ledgerOf(hq.db);
  const of = ({ claimId }: { claimId: string }) => held.find(({ claim_id }) => claim_id === claimId);
  expect(of(claim)).toMatchObject({ outcome: 'corrected', credit_ba: 'ba-c' });
  // What was learnt of later and was earlier is now her first touch, and binds her.
  expect(of(earlier)).toMatchObject({ outcome: 'first-touch', credit_ba: 'ba-a' });
  expect(of(later)).toMatchObject({ outcome: 'known', credit_ba: 'ba-a' });
});

test('a contact whose first claim was corrected stays bound to whoever it was corrected to', async () => {
  const claim = await claimed('bound');
  await correctCredit(hq.parts, { ...claim, ...word });
  const later = await claimed('bound', 1);
  expect((await versionsOf(later)).at(-1)).toMatchObject({
    outcome: 'bound',
    credit_ba: 'ba-c',
    credit_dealer_id: 'west',
  });
});

test.each([
  ['an unknown claim', { claimId: 'none' }, 'claim-unknown'],
  ['an unknown store', { storeId: 'nowhere' }, 'store-unknown'],
  ['an advisor of another store', { ba: 'ba-a' }, 'advisor-unknown'],
  ['no reason', { reason: ' ' }, 'reason-missing'],
] as const)('%s is refused in a sentence and changes nothing', async (what, changes, code) => {
  const claim = await claimed(what);
  const before = await ledgerOf(hq.db);
  await expect(correctCredit(hq.parts, { ...claim, ...word, ...changes })).rejects.toMatchObject({ code });
  expect(await ledgerOf(hq.db)).toEqual(before);
});
