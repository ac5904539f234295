/** The aggregates kept with each event: equal to a recount whatever comes in whatever order, over restarts and retention. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { passer, saidEvent } from '../contract/sample-facts.ts';
import { countInMemory } from './counting-database.ts';
import { claimCode, openCounting, recordVisit, showCode } from './counting-store.ts';

const ZONE = 'Europe/Paris';
const MORNING_MS = Date.parse('2026-11-22T09:30:00Z');
const HOUR_MS = 3_600_000;

const eventOfSomeVisit = fc.oneof(
  { weight: 9, arbitrary: fc.tuple(fc.constantFrom('one', 'two', 'three'), saidEvent) },
  { weight: 1, arbitrary: fc.tuple(fc.constant(null), passer) },
);

test('any events in any order come to the same rows, equal to a recount, none of zeros, none negative', () => {
  const orders = fc
    .array(eventOfSomeVisit, { maxLength: 30 })
    .chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
    );
  fc.assert(
    fc.property(orders, ([events, shuffled]) => {
      const { lines, differences } = countInMemory(events, ZONE);
      expect(differences).toEqual([]);
      for (const { counts } of lines) {
        expect(Math.min(...counts)).toBeGreaterThanOrEqual(0);
        expect(Math.max(...counts)).toBeGreaterThan(0);
      }
      expect(countInMemory(shuffled, ZONE).lines).toEqual(lines);
    }),
    { numRuns: 50 },
  );
});

describe('a visit', () => {
  test('counts from the moment that it ends', () => {
    const counting = openCounting(ZONE);
    counting.record(MORNING_MS, 'v', 'visit.started', { trigger: 'touch', mode: 'shopper', ba: null });
    expect(counting.rows()).toEqual([]);
    counting.record(MORNING_MS + 9000, 'v', 'visit.ended', { reason: 'left', durationMs: 9000, tryonMs: 0 });
    expect(counting.funnel({ from: '2026-11-22' }).total).toMatchObject({ visits: 1, tryons: 0 });
  });

  test('claimed days later counts on its own day, and nothing is counted twice', () => {
    const counting = openCounting(ZONE);
    const visit = recordVisit(counting, MORNING_MS);
    showCode(counting, visit, MORNING_MS + 30_000);
    claimCode(counting, visit, MORNING_MS + 50 * HOUR_MS);
    claimCode(counting, visit, MORNING_MS + 51 * HOUR_MS);
    const own = counting.funnel({ from: '2026-11-22' });
    expect(own.total).toMatchObject({ visits: 1, tryons: 1, codes: 1, claims: 1, shadesPerMinute: 12 });
    expect(own.byCarrier).toEqual([{ carrier: 'link', visits: 1, tryons: 1, codes: 1, claims: 1, joins: 0 }]);
    expect(counting.funnel({ from: '2026-11-24' }).total).toMatchObject({ visits: 0, claims: 0 });
    expect(counting.compare().differences).toEqual([]);
  });

  test('undone with its transaction leaves no trace', () => {
    const counting = openCounting(ZONE);
    const { store } = counting;
    expect(() =>
      store.transact(() => {
        recordVisit(counting, MORNING_MS);
        throw new Error('power cut');
      }),
    ).toThrow('power cut');
    expect(counting.rows()).toEqual([]);
    expect(counting.compare()).toMatchObject({ visits: 0, differences: [] });
  });
});

describe('at the next start', () => {
  test('nothing is counted again', () => {
    const first = openCounting(ZONE);
    recordVisit(first, MORNING_MS);
    const before = first.rows();
    first.store.close();
    const second = openCounting(ZONE, first.path);
    expect(second.rows()).toEqual(before);
  });

  test('aggregates made by other definitions are recounted from the events', () => {
    const first = openCounting(ZONE);
    recordVisit(first, MORNING_MS);
    const before = first.rows();
    first.store.transact(() => {
      first.store.db.exec(`DELETE FROM tallies; DELETE FROM visits; UPDATE paces SET tryons = 7`);
      first.store.writeState('statistics', { definition: 0, timeZone: ZONE });
    });
    first.store.close();
    const second = openCounting(ZONE, first.path);
    expect(second.rows()).toEqual(before);
    expect(second.compare().differences).toEqual([]);
  });

  test('tables that nobody vouches for are recounted', () => {
    const first = openCounting(ZONE);
    recordVisit(first, MORNING_MS);
    const before = first.rows();
    first.store.db.exec(`DELETE FROM tallies; DELETE FROM state WHERE key = 'statistics'`);
    first.store.close();
    expect(openCounting(ZONE, first.path).rows()).toEqual(before);
  });

  test('another time zone moves visits and passers to its days and hours, those whose events are gone too', () => {
    const first = openCounting(ZONE);
    recordVisit(first, Date.parse('2026-11-22T22:30:00Z'));
    recordVisit(first, Date.parse('2026-11-22T12:00:00Z'));
    first.record(Date.parse('2026-11-22T22:50:00Z'), null, 'presence.passed', { durationMs: 1 });
    retire(first, 'SELECT seq FROM events WHERE seq < 5 OR visit_id IS NULL');
    expect(first.funnel({ from: '2026-11-22' }).total).toMatchObject({ visits: 2, passers: 1 });
    first.store.close();
    const second = openCounting('Asia/Kathmandu', first.path);
    expect(second.funnel({ from: '2026-11-22' }).total).toMatchObject({ visits: 1, passers: null });
    const moved = second.funnel({ from: '2026-11-23' });
    expect(moved.total).toMatchObject({ visits: 1, passers: 1 });
    expect(moved.byHour[4]).toMatchObject({ visits: 1, passers: 1 });
    expect(second.compare()).toMatchObject({ differences: [], leftOut: 1 });
  });
});

/** Deletes events as retention does. */
function retire({ store }: ReturnType<typeof openCounting>, seqs: string): void {
  store.transact(() => {
    store.db.exec(`UPDATE retention SET is_running = 1; DELETE FROM events WHERE seq IN (${seqs});
      UPDATE retention SET is_running = 0`);
  });
}

describe('when retention has deleted events', () => {
  test('counts stay, and visits that lost events are left out of the comparison alone', () => {
    const counting = openCounting(ZONE);
    recordVisit(counting, MORNING_MS);
    recordVisit(counting, MORNING_MS + HOUR_MS);
    counting.record(MORNING_MS, null, 'presence.passed', { durationMs: 1 });
    counting.record(MORNING_MS, null, 'presence.passed', { durationMs: 1 });
    const before = counting.rows();
    retire(
      counting,
      `SELECT min(seq) FROM events GROUP BY type HAVING type IN ('visit.started', 'presence.passed')`,
    );
    expect(counting.rows()).toEqual(before);
    expect(counting.compare()).toMatchObject({ visits: 1, leftOut: 1, differences: [] });
  });

  test('a claim still counts on its visit, and a recount keeps it', () => {
    const first = openCounting(ZONE);
    const visit = recordVisit(first, MORNING_MS);
    retire(first, 'SELECT seq FROM events');
    claimCode(first, visit, MORNING_MS + HOUR_MS);
    first.store.writeState('statistics', { definition: 0, timeZone: ZONE });
    first.store.close();
    const second = openCounting(ZONE, first.path);
    expect(second.funnel({ from: '2026-11-22' }).total).toMatchObject({ visits: 1, claims: 1 });
  });

  test('events that say nothing of a visit may go without leaving it out', () => {
    const counting = openCounting(ZONE);
    const visit = recordVisit(counting, MORNING_MS);
    counting.record(MORNING_MS, visit, 'compare.used', { skus: ['A'] });
    retire(counting, `SELECT seq FROM events WHERE type = 'compare.used'`);
    expect(counting.compare()).toMatchObject({ visits: 1, leftOut: 0 });
  });
});

describe('a recount finds', () => {
  test.each([
    [
      'a changed count',
      `UPDATE tallies SET visits = visits + 1 WHERE split = 'ba'`,
      '["tallies","shopper","ba"',
    ],
    ['a missing row', 'DELETE FROM paces', '["paces","shopper","2026-11-22",120]: stored nowhere'],
    [
      'a row too many',
      `INSERT INTO finish_tallies VALUES ('shopper', '2026-11-21', 'balm', 1, 1, 1)`,
      'recounted nothing',
    ],
    ['a changed dwell', 'UPDATE shade_tallies SET dwell_ms = dwell_ms - 1', '["shade_tallies"'],
    ['a changed visit', `UPDATE visits SET facts = replace(facts, '"joins":0', '"joins":1')`, 'visits '],
    ['a visit that is gone', 'DELETE FROM visits', 'visits '],
    ['a changed number of passers', 'UPDATE passers SET passers = 2', 'passers '],
    ['an event that was added behind its back', addedEvent(), '"Z"'],
  ])('%s', (_, sql, words) => {
    const counting = openCounting(ZONE);
    recordVisit(counting, MORNING_MS);
    counting.record(MORNING_MS, null, 'presence.passed', { durationMs: 1 });
    expect(counting.compare().differences).toEqual([]);
    counting.store.db.exec(sql);
    expect(counting.compare().differences.join('\n')).toContain(words);
  });
});

/** A shade worn in a visit that the statistics were not told of. */
function addedEvent(): string {
  return `INSERT INTO events SELECT seq + 1000, id || 'x', type, version, visit_id, time_ms, wall_ms, mono_ms, boot_id,
    replace(body, '"A"', '"Z"'), sha256 FROM events WHERE type = 'shade.worn'`;
}
