/** Whatever she, HQ, time and kills do in whatever order: what is on the screen is true, hers, and fresh. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SHOWN_MS } from '../../../../main/contract/tokens.ts';
import { PLUM, RED, STAND_IN } from '../visits/visit-stage.ts';
import { type CodeStage, codeStage, poolItem } from './code-stage.ts';

const THANKS_MS = 12_000;
const nth = fc.nat(5);

const deed = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ kind: 'show' as const }) },
  { weight: 2, arbitrary: fc.constant({ kind: 'hide' as const }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('heart' as const), sku: fc.constantFrom(RED, PLUM) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constantFrom('claim' as const, 'join' as const), nth }) },
  fc.constantFrom({ kind: 'close' as const }, { kind: 'forget' as const }),
  fc.record({ kind: fc.constant('landing' as const), isThere: fc.boolean() }),
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('fill' as const), again: fc.boolean() }) },
  fc.record({ kind: fc.constant('kill' as const), awayMs: fc.constantFrom(0, 3000, 60_000, SHOWN_MS) }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.constantFrom(4000, 14_000, 88_000, SHOWN_MS),
      isSeen: fc.boolean(),
    }),
  },
);
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

async function act(stage: CodeStage, each: Deed, filled: ReturnType<typeof poolItem>[]): Promise<void> {
  const token = (n: number) => stage.tokens().at(-1 - n) ?? 'of another mirror';
  if (each.kind === 'heart') stage.send({ type: 'shade.favourite', sku: each.sku, isFavourite: true });
  if (each.kind === 'claim') await stage.claim(token(each.nth));
  if (each.kind === 'join') await stage.join(token(each.nth));
  if (each.kind === 'close') stage.visits.close();
  if (each.kind === 'forget') stage.send({ type: 'visit.forget', nextVisit: crypto.randomUUID() });
  if (each.kind === 'landing') stage.landing = each.isThere ? 'https://hq.example' : null;
  if (each.kind === 'kill') stage.restart({ awayMs: each.awayMs });
  if (each.kind === 'fill') {
    if (!each.again) filled.push(poolItem());
    if (filled.length > 0) await stage.fill('wechat-oa', ...filled);
  }
  if (each.kind !== 'pass') return;
  if (each.isSeen) stage.reportFor(each.ms, STAND_IN);
  else stage.pass(each.ms);
}

/** Held against the store's events and the visits alone. */
function judge(stage: CodeStage): void {
  const view = stage.view();
  const open = ['trying', 'taking-home'].includes(stage.phase()) ? stage.visits.session.value.visit : null;
  const codes = stage.recorded('code.shown');
  const tokens = stage.tokens();
  expect(new Set(tokens).size).toBe(tokens.length);
  expect(view.kind === 'shown').toBe(stage.phase() === 'taking-home');
  if (view.kind !== 'none') expect(open).not.toBeNull();
  const claims = stage.recorded('code.claimed').map(({ body, visit }) => ({ token: body.token, visit }));
  if (view.kind === 'shown') {
    const newest = codes.at(-1);
    expect(newest).toMatchObject({ visit: open, body: { human: view.humanCode, skus: view.skus } });
    expect(view.payload).toContain(newest?.body.token);
    expect(claims.map(({ token }) => token)).not.toContain(newest?.body.token);
    expect(view.shownAtMs).toBeLessThanOrEqual(Date.now());
    expect(view.expiresAtMs).toBeGreaterThan(Date.now());
    expect(view.expiresAtMs - view.shownAtMs).toBe(SHOWN_MS);
  }
  if (view.kind === 'thanks') expect(claims.some(({ visit }) => visit === open)).toBe(true);
}

test('the screen shows the newest code of the open visit while that is good, unclaimed and not hidden, and else none', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 4, maxLength: 30 }), async (deeds) => {
      const stage = codeStage();
      stage.codes = { carriers: [{ kind: 'wechat-oa' }, { kind: 'link' }] };
      const filled: ReturnType<typeof poolItem>[] = [];
      for (const each of deeds) {
        const before = stage.view();
        // What she taps after her time was up comes late.
        if (each.kind === 'show' && stage.tap() === 'applied')
          expect(['shown', 'unavailable']).toContain(stage.view().kind);
        if (each.kind === 'hide' && stage.tap('code.hide') === 'applied')
          expect(stage.view().kind).toBe('none');
        await act(stage, each, filled);
        judge(stage);
        if (each.kind === 'kill' && each.awayMs === 0) expect(stage.view()).toEqual(before);
      }
      expect(stage.lost).toEqual([]);
      stage.pass(THANKS_MS);
      expect(stage.view().kind).not.toBe('thanks');
    }),
    { numRuns: 25 },
  );
}, 60_000);
