import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { queryFunnel } from '../../../../hq/funnel/query.ts';
import type { FunnelFilters } from '../../../../hq/funnel/selection.ts';
import { importRegistry } from '../../../../hq/registry/import.ts';
import { CARRIERS } from '../../../../main/contract/carriers.ts';
import { funnelReportSchema } from '../../../../main/contract/funnel.ts';
import { sourceOf, toEnvelope } from '../../../../main/contract/wire.ts';
import { makeVisit } from '../../../fakes/visit-events.ts';
import { buildRandom, type Random } from '../../../faults/random.ts';
import { type CountingStore, openCounting } from '../../main/stats/counting-store.ts';
import {
  DAY_MS,
  newMirror,
  openTestHq,
  registerStores,
  type TestHq,
  type TestMirror,
  WORN,
} from '../hq-fixture.ts';

const SLOW_START_MS = 60_000;
const ALL = { kind: 'all' } as const;
/** Clocks go back in Paris on the 25th. */
const FIRST_MS = Date.UTC(2026, 9, 12);
const DAYS = 20;
const VISITS = 80;
/** All must be counted somewhere, or nothing was compared. */
const FIGURES = [
  'passers',
  'visits',
  'tryons',
  'codes',
  'claims',
  'joins',
  'poorTryons',
  'shadesPerMinute',
] as const;
const ADVISORS = ['ba-1', 'ba-2', null];

let hq: TestHq;
beforeAll(async () => {
  hq = await openTestHq();
  await registerStores(hq.db);
}, SLOW_START_MS);
afterAll(() => hq?.close());

/** What the generator of whole visits leaves out: passers, short and open ones, second thoughts, late claims. */
function odd(random: Random, { record }: CountingStore, startMs: number): void {
  const visit = randomUUID();
  const mode = random.pick(['shopper', 'shopper', 'demo'] as const);
  const trigger = random.pick(['presence', 'touch', 'scan'] as const);
  record(startMs, null, 'presence.passed', { durationMs: 2000 });
  record(startMs, visit, 'visit.started', { trigger, mode, ba: random.pick(ADVISORS) });
  record(startMs + 900, visit, random.pick(['shade.favourited', 'shade.unfavourited']), { sku: 'VA-M01' });
  const quality = { light: 'backlit', tracking: 1 };
  const worn = { ...WORN, quality, dwellMs: random.pick([999, 1000, 8000]) };
  if (random.next() < 0.5) record(startMs + 950, visit, 'shade.worn', worn);
  const durationMs = random.pick([2999, 3000, 40_000]);
  if (random.next() < 0.8)
    record(startMs + durationMs, visit, 'visit.ended', {
      reason: 'left',
      durationMs,
      tryonMs: random.below(20_000),
    });
  const code = { token: visit, carrier: random.pick(CARRIERS), benefit: null, ba: null, skus: [] };
  if (random.next() < 0.5) record(startMs + 1000, visit, 'code.shown', code);
  const lateMs = startMs + random.below(3 * DAY_MS);
  if (random.next() < 0.4)
    record(lateMs, visit, 'code.claimed', { token: visit, contact: 'new', claimedAtMs: lateMs });
  if (random.next() < 0.3) record(lateMs, visit, 'member.joined', { token: visit, contact: 'c', tier: null });
}

function live(random: Random, store: CountingStore): void {
  for (let i = 0; i < VISITS; i++) {
    const startMs = FIRST_MS + random.below(DAYS * DAY_MS);
    if (random.next() < 0.4) odd(random, store, startMs);
    else
      for (const { afterMs, event } of makeVisit(random, random.pick(ADVISORS)))
        store.record(startMs + Math.round(afterMs), event.visitId, event.type, event.body);
  }
}

/** Sends all that the mirror recorded out of order, in pieces, and some of it twice. */
async function deliver(
  random: Random,
  { store }: CountingStore,
  mirror: TestMirror,
  at: string,
): Promise<void> {
  const events = store.nextBatch({ maxEvents: 100_000, maxBytes: 100_000_000 });
  const mixed = events
    .map((event) => ({ event, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ event }) => toEnvelope(event, sourceOf(at, mirror.id)));
  for (let from = 0; from < mixed.length; from += 200) {
    const { rejected } = await mirror.send(mixed.slice(Math.max(0, from - 20), from + 200));
    expect(rejected).toEqual([]);
  }
}

const ranges = [
  ['2026-10-25', '2026-10-25'],
  ['2026-10-20', '2026-10-20'],
  ['2026-10-19', '2026-10-31'],
  ['2026-10-01', '2026-11-30'],
  ['2026-12-24', '2026-12-25'],
] as const;

describe.each([
  ['paris', 'Europe/Paris', 1],
  ['shanghai', 'Asia/Shanghai', 2],
])('of the same events in %s', (at, timeZone, seed) => {
  test('mirror and HQ give the same funnel, whatever the order in which HQ got them', async () => {
    const random = buildRandom(seed);
    const store = openCounting(timeZone);
    const mirror = await newMirror(hq, at);
    live(random, store);
    await deliver(random, store, mirror, at);
    const filters: FunnelFilters = { store: at, mirror: mirror.id };
    const counted = new Set<string>();
    for (const [from, to] of ranges)
      for (const mode of ['shopper', 'demo'] as const) {
        const report = await queryFunnel(hq.db, { from, to, mode, scope: ALL, filters });
        expect(report).toEqual(store.funnel({ from, to, mode }));
        expect(funnelReportSchema.parse(report)).toEqual(report);
        for (const figure of FIGURES) if (report.total[figure]) counted.add(figure);
      }
    expect([...counted].sort()).toEqual([...FIGURES].sort());
  });
});

describe('the funnel of several mirrors', () => {
  const at = Date.UTC(2026, 8, 10, 4);
  const ask = (filters: FunnelFilters) =>
    queryFunnel(hq.db, { from: '2026-09-10', to: '2026-09-10', mode: 'shopper', scope: ALL, filters });

  test('adds them up, and has no passers where one of them with visits had no sensor', async () => {
    await importRegistry(hq.db, 'kind,id,name,dealer,timeZone\nstore,two,Two,d,Asia/Shanghai');
    const [seeing, blind] = [await newMirror(hq, 'two'), await newMirror(hq, 'two')];
    const passed = seeing.mint({ type: 'presence.passed', visitId: null, body: { durationMs: 1000 } }, at);
    await seeing.send([...seeing.visit(at), passed]);
    expect((await ask({ store: 'two' })).total).toMatchObject({ visits: 1, passers: 1, tryonRate: 0.5 });
    await blind.send(blind.visit(at));
    expect((await ask({ store: 'two' })).total).toMatchObject({ visits: 2, passers: null, tryonRate: 1 });
    expect((await ask({ mirror: seeing.id })).total).toMatchObject({ visits: 1, passers: 1 });
  });

  test('has door and till of its stores, and none for a mirror, an advisor or a demonstration', async () => {
    await importRegistry(hq.db, 'kind,id,name,dealer,timeZone\nstore,doors,Doors,d,Asia/Shanghai');
    const mirror = await newMirror(hq, 'doors');
    await mirror.send(mirror.visit(at));
    const days = [
      { store_id: 'doors', day: '2026-09-10', door: 100, till: 25 },
      { store_id: 'doors', day: '2026-09-09', door: 80, till: null },
    ];
    await hq.db.insertInto('day_counts').values(days).execute();
    const { total, before } = await ask({ store: 'doors' });
    expect(total).toMatchObject({ door: 100, till: 25, entryConversion: 0.25 });
    expect(before).toMatchObject({ door: 80, till: null, entryConversion: null });
    expect((await ask({ mirror: mirror.id })).total).toMatchObject({ visits: 1, door: null });
    expect((await ask({ ba: 'ba-a', store: 'doors' })).total).toMatchObject({
      visits: 1,
      passers: null,
      door: null,
    });
    expect((await ask({ ba: 'ba-b', store: 'doors' })).total.visits).toBe(0);
  });
});
