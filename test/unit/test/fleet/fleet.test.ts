/** What the fleet simulator is made of: visits by a seed, a store in memory that keeps the rules of the real one, its command line. */
import { describe, expect, it } from 'vitest';
import { EVENT_BODIES, type NewEvent } from '../../../../main/contract/events.ts';
import { countsOf, factsOf, mergeFacts, NO_FACTS } from '../../../../main/contract/visit-facts.ts';
import { makeVisit } from '../../../fakes/visit-events.ts';
import { buildRandom } from '../../../faults/random.ts';
import { openMemoryStore } from '../../../fleet/memory-store.ts';
import { readOptions } from '../../../fleet/options.ts';

const ALL = { maxEvents: 500, maxBytes: 512 * 1024 };
const visits = (count: number, seed = 1) => {
  const random = buildRandom(seed);
  return Array.from({ length: count }, () => makeVisit(random));
};

describe('a simulated visit', () => {
  it('carries only what an event may, in the order of time', () => {
    for (const visit of visits(200)) {
      for (const { event } of visit) expect(EVENT_BODIES[event.type].parse(event.body)).toEqual(event.body);
      const times = visit.map(({ afterMs }) => afterMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect([visit[0]?.event.type, visit.at(-1)?.event.type]).toEqual(['visit.started', 'visit.ended']);
    }
  });

  it('counts in the funnel with as many shades as were worn, three to twelve', () => {
    for (const visit of visits(50)) {
      const facts = visit
        .map(({ event: { type, body }, afterMs }) =>
          factsOf({ type, timeMs: afterMs, body: JSON.stringify(body) }),
        )
        .reduce(mergeFacts, NO_FACTS);
      const worn = countsOf(facts, 'UTC')?.counts.worn ?? 0;
      expect(worn).toBe(visit.filter(({ event }) => event.type === 'shade.worn').length);
      expect([worn >= 3, worn <= 12]).toEqual([true, true]);
    }
  });

  it('is the same for the same seed, and another for another', () => {
    expect(visits(3)).toEqual(visits(3));
    expect(visits(1, 2)).not.toEqual(visits(1));
  });
});

const heart = (visitId: string): NewEvent => ({ type: 'shade.favourited', visitId, body: { sku: 'A' } });
const [FIRST, SECOND] = [crypto.randomUUID(), crypto.randomUUID()];
const worn = (visitId: string) =>
  visits(1)[0]
    ?.map(({ event }) => event)
    .filter(({ type }) => type === 'shade.worn')
    .map((event) => ({ ...event, visitId }))[0] as NewEvent;
const code = (visitId: string): NewEvent => ({
  type: 'code.shown',
  visitId,
  body: { token: 'T', carrier: 'link', benefit: null, ba: null, skus: [] },
});

describe('the store in memory', () => {
  it('gives a code and the shades of its visit before all others, the rest in their order', () => {
    const store = openMemoryStore(false);
    store.append([heart(FIRST), worn(FIRST), heart(SECOND), worn(SECOND), code(SECOND)]);
    expect(store.nextBatch(ALL).map(({ seq }) => seq)).toEqual([4, 5, 1, 2, 3]);
    expect(store.nextBatch({ ...ALL, maxEvents: 2 }).map(({ seq }) => seq)).toEqual([4, 5]);
  });

  it('keeps what is not settled, and counts what HQ said', () => {
    const store = openMemoryStore(false);
    store.append([heart(FIRST), heart(FIRST), heart(FIRST)]);
    store.settle([
      { seq: 1, state: 'accepted' },
      { seq: 2, state: 'quarantined', error: 'invalid' },
    ]);
    store.settle([{ seq: 1, state: 'accepted' }]);
    expect(store.nextBatch(ALL).map(({ seq }) => seq)).toEqual([3]);
    expect([store.minted, store.accepted, store.counts()]).toMatchObject([
      3,
      1,
      { pending: 1, quarantined: 1 },
    ]);
  });
});

describe('the command line', () => {
  it('has the defaults of the documented run', () => {
    expect(readOptions([])).toMatchObject({ mirrors: 2000, minutes: 5, hq: undefined, throughput: false });
  });

  it.each([
    { args: ['--mirrors', '0'], says: /--mirrors must be a whole number/ },
    { args: ['--hq', 'http://127.0.0.1:1'], says: /--hq and --codes belong together/ },
    { args: ['--hq', 'ftp://x', '--codes', 'x'], says: /--hq must be an address/ },
    { args: ['--database', 'mysql'], says: /--database must be one of/ },
    { args: ['--what'], says: /--help explains everything/ },
  ])('refuses $args', ({ args, says }) => {
    expect(() => readOptions(args)).toThrow(says);
  });
});
