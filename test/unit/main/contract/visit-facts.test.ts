/** What events say of a visit, how findings become one, and what a visit counts. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EVENT_TYPES } from '../../../../main/contract/events.ts';
import {
  countsOf,
  FACT_TYPES,
  factsOf,
  factsText,
  mergeFacts,
  NO_FACTS,
  shadesPerMinute,
  type VisitFacts,
} from '../../../../main/contract/visit-facts.ts';
import { type SaidEvent, saidEvent } from './sample-facts.ts';

const ZONE = 'Asia/Shanghai';
const STARTED_MS = Date.parse('2026-11-22T10:15:00+08:00');
const said = ({ type, timeMs, body }: SaidEvent): VisitFacts =>
  factsOf({ type, timeMs, body: JSON.stringify(body) });
const merged = (events: readonly SaidEvent[]): VisitFacts => events.map(said).reduce(mergeFacts, NO_FACTS);
const facts = fc.array(saidEvent, { maxLength: 12 }).map(merged);

const start = (body: object = {}): SaidEvent => ({
  type: 'visit.started',
  timeMs: STARTED_MS,
  body: { trigger: 'touch', mode: 'shopper', ba: null, ...body },
});
const end = (body: object = {}): SaidEvent => ({
  type: 'visit.ended',
  timeMs: STARTED_MS + 60_000,
  body: { reason: 'left', durationMs: 60_000, tryonMs: 30_000, ...body },
});
const worn = (sku: string, body: object = {}): SaidEvent => ({
  type: 'shade.worn',
  timeMs: STARTED_MS + 9000,
  body: { sku, finish: 'matte', dwellMs: 4000, quality: { light: 'good', tracking: 1 }, ...body },
});
const late = (type: 'code.shown' | 'code.claimed' | 'member.joined', timeMs = STARTED_MS): SaidEvent => ({
  type,
  timeMs,
  body: { token: 't', carrier: 'link' },
});
const counted = (...events: SaidEvent[]) => countsOf(merged(events), ZONE);

describe('merging', () => {
  test('in either order is the same, as text too', () => {
    fc.assert(
      fc.property(facts, facts, (a, b) => {
        expect(factsText(mergeFacts(a, b))).toBe(factsText(mergeFacts(b, a)));
      }),
    );
  });

  test('three is the same whichever two come first', () => {
    fc.assert(
      fc.property(facts, facts, facts, (a, b, c) => {
        expect(factsText(mergeFacts(mergeFacts(a, b), c))).toBe(factsText(mergeFacts(a, mergeFacts(b, c))));
      }),
    );
  });

  test('with nothing changes nothing', () => {
    fc.assert(
      fc.property(facts, (a) => {
        expect(factsText(mergeFacts(a, NO_FACTS))).toBe(factsText(a));
        expect(factsText(mergeFacts(NO_FACTS, a))).toBe(factsText(a));
      }),
    );
  });

  test('survives being written and read', () => {
    fc.assert(
      fc.property(facts, saidEvent.map(said), (a, b) => {
        const read = JSON.parse(factsText(a)) as VisitFacts;
        expect(factsText(mergeFacts(read, b))).toBe(factsText(mergeFacts(a, b)));
      }),
    );
  });

  test('counts a shade whose name means something to objects like any other', () => {
    const names = ['__proto__', 'constructor', 'toString'];
    const visit = counted(start(), ...names.map((name) => worn(name)), worn('__proto__'), end());
    expect(visit?.shades.map(({ sku, worn }) => [sku, worn])).toEqual([
      ['__proto__', 2],
      ['constructor', 1],
      ['toString', 1],
    ]);
  });
});

test('exactly the events that are listed say anything', () => {
  const bodies: Record<string, object> = {
    'visit.started': start().body,
    'visit.ended': end().body,
    'shade.worn': worn('A').body,
  };
  const telling = EVENT_TYPES.filter((type) => {
    const body = bodies[type] ?? { sku: 'A', carrier: 'link' };
    return said({ type, timeMs: 1, body }) !== NO_FACTS;
  });
  expect(telling.sort()).toEqual([...FACT_TYPES].sort());
});

describe('a visit', () => {
  test('counts where it started, with all that came of it', () => {
    expect(counted(start({ ba: 'ba-1' }), worn('A'), late('code.shown'), end())).toEqual({
      day: '2026-11-22',
      hour: 10,
      mode: 'shopper',
      ba: 'ba-1',
      carrier: 'link',
      counts: {
        visits: 1,
        tryons: 1,
        codes: 1,
        claims: 0,
        joins: 0,
        worn: 1,
        tryonMs: 30_000,
        poorTryons: 0,
        sensed: 0,
      },
      shades: [{ sku: 'A', finish: 'matte', worn: 1, dwellMs: 4000, hearts: 0, visits: 1, poor: 0 }],
      finishes: [{ finish: 'matte', worn: 1, dwellMs: 4000, visits: 1 }],
    });
  });

  test('counts nothing while it is open, and nothing when it was shorter than three seconds', () => {
    expect(counted(start(), worn('A'))).toBeNull();
    expect(counted(start(), end({ durationMs: 2999 }))).toBeNull();
    expect(counted(start(), end({ durationMs: 3000 }))).not.toBeNull();
  });

  test('counts nothing while only its end is known', () => {
    expect(counted(worn('A'), end())).toBeNull();
  });

  test('is a try-on from one second on', () => {
    expect(counted(start(), worn('A', { dwellMs: 999 }), end())?.counts.tryons).toBe(0);
    expect(counted(start(), worn('A', { dwellMs: 1000 }), end())?.counts.tryons).toBe(1);
  });

  test('has a late claim and a join count on its own day, and each once', () => {
    const muchLater = STARTED_MS + 40 * 3_600_000;
    const again = [late('code.claimed', muchLater), late('code.claimed', muchLater + 1)];
    const visit = counted(start(), late('code.shown'), end(), ...again, late('member.joined', muchLater));
    expect(visit).toMatchObject({ day: '2026-11-22', counts: { codes: 1, claims: 1, joins: 1 } });
  });

  test('is poor only when every shade of it was', () => {
    const dim = { quality: { light: 'dim', tracking: 1 } };
    const lost = { quality: { light: null, tracking: 0.79 } };
    expect(counted(start(), worn('A', dim), worn('B', lost), end())?.counts.poorTryons).toBe(1);
    expect(counted(start(), worn('A', dim), worn('B'), end())?.counts.poorTryons).toBe(0);
    expect(counted(start(), end())?.counts.poorTryons).toBe(0);
  });

  test('that wore two shades of a finish wore that finish once', () => {
    const visit = counted(start(), worn('A'), worn('B'), worn('C', { finish: 'gloss' }), end());
    expect(visit?.finishes).toEqual([
      { finish: 'matte', worn: 2, dwellMs: 8000, visits: 1 },
      { finish: 'gloss', worn: 1, dwellMs: 4000, visits: 1 },
    ]);
  });

  test('keeps no heart that was taken back, and none that was only taken back', () => {
    const heart = (type: 'shade.favourited' | 'shade.unfavourited', sku: string): SaidEvent => ({
      type,
      timeMs: STARTED_MS,
      body: { sku },
    });
    const visit = counted(
      start(),
      heart('shade.favourited', 'A'),
      heart('shade.favourited', 'B'),
      heart('shade.unfavourited', 'B'),
      heart('shade.unfavourited', 'C'),
      end(),
    );
    expect(visit?.shades.map(({ sku, hearts }) => [sku, hearts])).toEqual([
      ['A', 1],
      ['B', 0],
      ['C', 0],
    ]);
  });
});

test('shades per minute are told to a tenth, and of try-ons only', () => {
  expect(shadesPerMinute({ worn: 7, tryonMs: 33_000 })).toBe(12.7);
  expect(shadesPerMinute({ worn: 0, tryonMs: 33_000 })).toBeNull();
  expect(shadesPerMinute({ worn: 1, tryonMs: 0 })).toBeNull();
});

test('the rest of a wearing adds its time, and no shade more, in good light or bad', () => {
  const rest = { isContinued: true, dwellMs: 400, quality: { light: 'dim', tracking: 0.1 } };
  expect(merged([worn('A'), worn('A', rest)]).shades.A).toMatchObject({ worn: 1, dwellMs: 4400, poor: 0 });
  expect(counted(start(), worn('A'), worn('A', rest), end())?.counts).toMatchObject({ worn: 1, tryons: 1 });
});
