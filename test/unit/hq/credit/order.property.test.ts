/** Claims in any order and any number of repeats give the same ledger: by the rules alone, and through HQ's database. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Claim, claimIdOf } from '../../../../hq/claims/claim.ts';
import { takeClaim } from '../../../../hq/claims/take.ts';
import { type ClaimToJudge, type Credit, foldClaims } from '../../../../hq/credit/fold.ts';
import type { Carrier } from '../../../../main/contract/carriers.ts';
import { type Claims, codeMirror, ledgerOf, openClaims, wecom } from '../claims/claims-fixture.ts';

const SERVING: readonly Credit[] = [
  { storeId: 'shanghai', dealerId: 'east', ba: 'ba-a' },
  { storeId: 'paris', dealerId: 'west', ba: 'ba-c' },
  { storeId: 'paris', dealerId: 'west', ba: null },
];
const carrier = fc.constantFrom<Carrier>('link', 'wecom-link', 'wecom-contact', 'wechat-oa');
const standing = fc.constantFrom('new' as const, 'known' as const, 're-added' as const, null);

const judged: fc.Arbitrary<ClaimToJudge> = fc.record({
  mirrorId: fc.constantFrom('m-1', 'm-2'),
  claimId: fc.uuid(),
  token: fc.constantFrom('', 't-1', 't-2', 't-3'),
  carrier,
  contactId: fc.constantFrom(null, 'c-1', 'c-2', 'c-3'),
  isStaff: fc.boolean(),
  isDemo: fc.boolean(),
  standing,
  claimedMs: fc.integer({ min: 0, max: 20 }),
  serving: fc.constantFrom(null, ...SERVING),
  expiresMs: fc.constantFrom(null, 5, 15),
  correction: fc.constantFrom(null, null, null, SERVING[0] as Credit),
});
const rule = fc.constantFrom('bound' as const, 'serving' as const);

test('the rules do not depend on the order in which claims are learnt of', () => {
  const cases = fc
    .uniqueArray(judged, { selector: ({ claimId }) => claimId, maxLength: 12 })
    .chain((claims) =>
      fc.tuple(fc.constant(claims), fc.shuffledSubarray(claims, { minLength: claims.length })),
    );
  fc.assert(
    fc.property(cases, rule, ([claims, shuffled], known) => {
      expect(foldClaims(shuffled, known)).toEqual(foldClaims(claims, known));
    }),
    { numRuns: 500 },
  );
});

test('of the claims on one code one contact’s alone is credited, by whatever rule', () => {
  fc.assert(
    fc.property(fc.array(judged, { maxLength: 12 }), rule, (claims, known) => {
      const credited = foldClaims(claims, known).filter(
        ({ claim, outcome, credit }) => claim.token !== '' && credit !== null && outcome !== 'corrected',
      );
      const codes = credited.map(({ claim }) => `${claim.mirrorId} ${claim.token}`);
      expect(new Set(codes).size).toBe(codes.length);
    }),
    { numRuns: 500 },
  );
});

let hq: Claims;
beforeAll(async () => {
  hq = await openClaims();
});
afterAll(() => hq.close());

/** Which of few codes, by whom of few people, and when, each at a time of its own; the mirror's word comes for some only after the claims. */
const drawn = fc.record({
  code: fc.nat({ max: 3 }),
  person: fc.constantFrom(null, 0, 1, 2),
  minute: fc.nat({ max: 30 }),
  carrier: fc.constantFrom<Carrier>('link', 'wecom-link'),
});

test('the ledger in the database is the same for every order and any number of repeats', {
  timeout: 60_000,
}, async () => {
  const cases = fc
    .uniqueArray(drawn, { selector: ({ minute }) => minute, minLength: 1, maxLength: 7 })
    .chain((claims) =>
      fc.record({
        claims: fc.constant(claims),
        shuffled: fc.shuffledSubarray(claims, { minLength: claims.length }),
        repeated: fc.subarray(claims),
        isLate: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      }),
    );
  await fc.assert(
    fc.asyncProperty(cases, async ({ claims, shuffled, repeated, isLate }) => {
      const inOrder = await lifeOf(claims, isLate);
      const otherwise = await lifeOf([...repeated, ...shuffled, ...repeated], isLate);
      expect(otherwise).toEqual(inOrder);
    }),
    { numRuns: 25 },
  );
});

/** Codes and people of its own; what the ledger then says of them, by their numbers. */
async function lifeOf(
  claims: readonly (typeof drawn extends fc.Arbitrary<infer T> ? T : never)[],
  isLate: readonly boolean[],
) {
  const mirrors = [await codeMirror(hq), await codeMirror(hq, 'paris')] as const;
  const tokens = [0, 1, 2, 3].map((i) => mirrors[i % 2 === 0 ? 0 : 1].token());
  const show = (late: boolean) =>
    Promise.all(
      tokens.map((token, i) =>
        isLate[i] === late
          ? mirrors[i % 2 === 0 ? 0 : 1].shows(token, { ba: i < 2 ? 'ba-a' : null })
          : undefined,
      ),
    );
  const own = mirrors[0].id;
  await show(false);
  for (const { code, person, minute, carrier: by } of claims) {
    const claim: Claim = {
      id: claimIdOf(own, String(code), String(person), String(minute), by),
      used: { token: tokens[code] as string },
      carrier: by,
      contact: person === null ? null : wecom(`${own}-${person}`),
      standing: null,
      claimedMs: hq.clock.nowMs + minute * 60_000,
    };
    await takeClaim(hq.parts, claim);
  }
  await show(true);
  const rows = (await ledgerOf(hq.db)).filter(({ mirror_id }) => mirrors.some(({ id }) => id === mirror_id));
  return rows
    .map(({ token, claimed_ms, carrier: by, outcome, credit_store_id, credit_dealer_id, credit_ba }) => ({
      code: tokens.indexOf(token),
      claimed_ms,
      by,
      outcome,
      credit: [credit_store_id, credit_dealer_id, credit_ba],
    }))
    .toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
