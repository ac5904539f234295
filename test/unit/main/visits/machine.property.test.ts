/** Whatever happens in whatever order, kills included: the events of each visit tell one sane story. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EventBody, NewEvent } from '../../../../main/contract/events.ts';
import type { PageReport } from '../../../../main/contract/health.ts';
import type { Intent } from '../../../../main/contract/intents.ts';
import { WEARERS } from '../../../../main/contract/wearers.ts';
import { bookSchema, emptyBook } from '../../../../main/visits/book.ts';
import { nextDueMs } from '../../../../main/visits/end-rules.ts';
import type { What } from '../../../../main/visits/happenings.ts';
import { advance, type VisitState } from '../../../../main/visits/machine.ts';
import { restore } from '../../../../main/visits/restore.ts';

const SKUS = ['A', 'B', 'C'];
const sku = fc.constantFrom(...SKUS);
const wearer = fc.constantFrom(...WEARERS);
const source = fc.constantFrom('rail' as const, 'scan' as const, 'tour' as const, 'hand-over' as const);

const slice = fc
  .record({ sku, wearer, shownMs: fc.nat(20_000), moreMs: fc.nat(5000), isDemo: fc.boolean() })
  .map(({ moreMs, ...rest }) => ({
    ...rest,
    type: 'shade.shown' as const,
    intensity: 1,
    frames: Math.ceil(rest.shownMs / 33),
    spanMs: rest.shownMs + moreMs,
    allFrames: Math.ceil((rest.shownMs + moreMs) / 33),
    light: 'good' as const,
  }));
const wish = fc.oneof(
  { weight: 5, arbitrary: slice },
  fc.record({ type: fc.constant('shade.wear' as const), sku, wearer, source, intensity: fc.constant(1) }),
  fc.record({ type: fc.constant('shade.favourite' as const), sku, isFavourite: fc.boolean() }),
  fc.record({ type: fc.constant('compare.use' as const), sku }),
  fc.record({ type: fc.constantFrom('code.show' as const, 'code.hide' as const) }),
  fc.record({ type: fc.constantFrom('companion.forget' as const, 'visit.forget' as const) }),
);
const report = fc
  .record({
    state: fc.constantFrom('live' as const, 'lost' as const),
    isDemo: fc.boolean(),
    faceShare: fc.constantFrom(0, 0.3, 1),
    touchAgeMs: fc.option(fc.nat(60_000)),
  })
  .map(({ state, isDemo, faceShare, touchAgeMs }) => ({
    camera: { state, isDemo },
    tryon: { state: 'running', faceShare },
    touchAgeMs,
  }));

const CODE: EventBody<'code.shown'> = { token: 't', carrier: 'line', benefit: null, ba: null, skus: [] };
const deed = fc.oneof(
  { weight: 8, arbitrary: wish.map((each) => ({ kind: 'wish' as const, wish: each })) },
  { weight: 4, arbitrary: report.map((each) => ({ kind: 'report' as const, report: each })) },
  fc
    .constantFrom<What>(
      ...([true, false, null] as const).map((isPresent) => ({ type: 'presence' as const, isPresent })),
      { type: 'code', code: CODE, isRenewal: false },
      { type: 'code', code: CODE, isRenewal: true },
      { type: 'code-gone' },
      { type: 'close' },
      ...[true, false].map((isDemo) => ({
        type: 'staff' as const,
        ba: 'ba',
        isDemo,
        reason: 'asked' as const,
      })),
      { type: 'scan', sku: 'A', finish: 'matte' },
    )
    .map((what) => ({ kind: 'what' as const, what })),
  {
    weight: 4,
    arbitrary: fc.constantFrom(500, 2000, 9000, 25_000, 100_000).map((ms) => ({ kind: 'pass' as const, ms })),
  },
  fc.nat(60_000).map((awayMs) => ({ kind: 'kill' as const, awayMs })),
);
type Deed = typeof deed extends fc.Arbitrary<infer T> ? T : never;

/** The machine as visits.ts drives it, with a disk that always takes what it is given. */
function run(deeds: readonly Deed[], startOn: 'touch' | 'presence') {
  const recorded: NewEvent[] = [];
  const slices = new Map<string, number>();
  let nowMs = 1000;
  let state: VisitState = { phase: 'idle', book: emptyBook(crypto.randomUUID()) };
  const occur = (what: What, atMs = nowMs) => ({
    ...what,
    ...{ nowMs: atMs, policy: { startOn, demo: false }, nextVisit: crypto.randomUUID() },
  });
  const adopt = (next: VisitState): void => {
    recorded.push(...next.book.records);
    const { records: _, ...book } = next.book;
    // As it comes back from the disk.
    const kept = bookSchema.parse(JSON.parse(JSON.stringify(book)));
    state = { phase: next.phase, book: { ...kept, records: [] } };
  };
  const settle = (): void => {
    while (nextDueMs(state.phase, state.book) <= nowMs) adopt(advance(state, occur({ type: 'tick' })));
  };
  const tell = (what: What): void => adopt(advance(state, occur(what)));

  for (const each of deeds) {
    if (each.kind === 'pass') nowMs += each.ms;
    if (each.kind === 'kill') {
      const mark = { atMs: nowMs, wallMs: 0, monoMs: 0 };
      nowMs += each.awayMs;
      adopt(restore(state, mark, nowMs, occur));
    }
    settle();
    if (each.kind === 'report') tell({ type: 'report', report: each.report as PageReport });
    if (each.kind === 'what') tell(each.what);
    if (each.kind === 'wish') {
      const { visit } = state.book.session;
      const next = each.wish.type === 'visit.forget' ? { nextVisit: crypto.randomUUID() } : {};
      const intent = { id: '', visit, atMs: 0, ...each.wish, ...next } as Intent;
      if (intent.type === 'shade.shown') slices.set(visit, (slices.get(visit) ?? 0) + intent.shownMs);
      tell({ type: 'intent', intent, finish: 'satin' });
    }
  }
  return { recorded, slices, state, nowMs };
}

type Of<T extends NewEvent['type']> = Extract<NewEvent, { type: T }>;
const only = <T extends NewEvent['type']>(events: NewEvent[], type: T) =>
  events.filter((event): event is Of<T> => event.type === type);

test('each visit starts once, ends once at the most and last, and no dwell is more than what was shown', () => {
  fc.assert(
    fc.property(
      fc.array(deed, { minLength: 5, maxLength: 80 }),
      fc.constantFrom('touch' as const, 'presence' as const),
      (deeds, startOn) => {
        const { recorded, slices, state, nowMs } = run(deeds, startOn);
        const visits = Map.groupBy(recorded, ({ visitId }) => visitId);
        for (const [visit, events] of visits) {
          if (visit === null) continue;
          const [first] = events;
          expect(first?.type).toBe('visit.started');
          expect(only(events, 'visit.started')).toHaveLength(1);
          const ends = only(events, 'visit.ended');
          const isOpen = state.book.visit?.id === visit;
          expect(ends).toHaveLength(isOpen ? 0 : 1);
          if (!isOpen) expect(events.at(-1)?.type).toBe('visit.ended');
          const dwellMs = only(events, 'shade.worn').reduce((sum, { body }) => sum + body.dwellMs, 0);
          expect(dwellMs).toBeLessThanOrEqual(slices.get(visit) ?? 0);
          for (const { body } of only(events, 'shade.worn'))
            expect(body.dwellMs).toBeGreaterThanOrEqual(1000);
          for (const { body } of ends) {
            expect(body.durationMs).toBeGreaterThanOrEqual(0);
            expect(body.durationMs).toBeLessThanOrEqual(nowMs);
            expect(body.tryonMs).toBeLessThanOrEqual(slices.get(visit) ?? 0);
          }
          const tryons = events.map(({ type }) => type).filter((type) => type.startsWith('tryon.'));
          expect(tryons).toEqual(tryons.map((_, i) => (i % 2 === 0 ? 'tryon.started' : 'tryon.ended')));
          if (!isOpen) expect(tryons.length % 2).toBe(0);
          const [{ body }] = only(events, 'visit.started') as [Of<'visit.started'>];
          if (body.mode === 'demo') expect(deeds.some(isDemonstration)).toBe(true);
        }
        for (const { body } of only(recorded, 'presence.passed'))
          expect(body.durationMs).toBeGreaterThanOrEqual(0);
        expect(state.phase === 'trying' || state.phase === 'taking-home').toBe(state.book.visit !== null);
      },
    ),
    { numRuns: 150 },
  );
});

const isDemonstration = (each: Deed): boolean =>
  (each.kind === 'report' && each.report.camera.isDemo) ||
  (each.kind === 'wish' && each.wish.type === 'shade.shown' && each.wish.isDemo) ||
  (each.kind === 'what' && each.what.type === 'staff' && each.what.isDemo);
