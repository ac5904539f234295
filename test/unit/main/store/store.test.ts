/** The store in its ordinary days: recording, queueing, settling, keeping and copying. */
import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { hashText } from './hash-text.ts';
import {
  ALL,
  accepted,
  code,
  HOUR_MS,
  opened,
  rated,
  seqs,
  standingClock,
  storePath,
  worn,
} from './sample.ts';

test('what the promises hang on is set', () => {
  const { db } = opened();
  const read = (name: string) => db.pragma(name, { simple: true });
  expect(read('journal_mode')).toBe('wal');
  expect(read('synchronous')).toBe(2);
  expect(read('busy_timeout')).toBe(5000);
  expect(read('journal_size_limit')).toBe(16 * 1024 ** 2);
  expect(read('foreign_keys')).toBe(1);
  expect(read('max_page_count')).toBe((2 * 1024 ** 3) / 4096);
  const tables = db.prepare(
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'`,
  );
  expect(tables.all()).toEqual([]);
});

test('events come back as they were minted, over a restart too', () => {
  const path = storePath();
  const first = opened({ path });
  const minted = first.append([worn(), rated()]);
  first.close();
  const again = opened({ path });
  expect(again.nextBatch(ALL)).toEqual(minted);
  expect(again.incident).toBeNull();
  expect(minted.map((event) => hashText(event) === event.sha256)).toEqual([true, true]);
  expect(seqs(again.append([worn()]))).toEqual([3]);
});

test('nobody edits an event, and nobody but retention deletes one', () => {
  const { db, append } = opened();
  append([worn()]);
  expect(() => db.prepare(`UPDATE events SET body = '{}'`).run()).toThrow('never edited');
  expect(() => db.prepare('DELETE FROM events').run()).toThrow('only retention');
});

test('a transaction that throws leaves no event, no document, no number and no count behind', () => {
  const store = opened();
  store.append([worn()]);
  expect(() =>
    store.transact(() => {
      store.append([worn(), worn()]);
      store.writeState('cursor', 7);
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(store.counts().pending).toBe(1);
  expect(store.readState('cursor')).toBeUndefined();
  expect(seqs(store.append([worn()]))).toEqual([2]);
});

test('an inner transaction that is caught undoes itself alone', () => {
  const store = opened();
  store.transact(() => {
    store.append([worn()]);
    try {
      store.transact(() => {
        store.append([rated()]);
        throw new Error('bad message');
      });
    } catch {
      store.writeState('cursor', 8);
    }
    store.append([worn()]);
  });
  expect(store.nextBatch(ALL).map(({ seq, type }) => [seq, type])).toEqual([
    [1, 'shade.worn'],
    [2, 'shade.worn'],
  ]);
  expect(store.readState('cursor')).toBe(8);
});

test('a statistics error undoes the event', () => {
  const store = opened({
    project: () => (event) => {
      if (event.type === 'shade.rated') throw new Error('bad statistics');
    },
  });
  expect(() => store.append([worn(), rated()])).toThrow('bad statistics');
  expect(store.counts()).toMatchObject({ pending: 0 });
});

test('listeners are told once per commit, and what one of them throws undoes nothing', async () => {
  const store = opened();
  let told = 0;
  onTestFinished(store.onAppended(() => told++));
  const loud = new Promise((resolve) => process.prependOnceListener('uncaughtException', resolve));
  const others = process.listeners('uncaughtException').slice(1) as NodeJS.UncaughtExceptionListener[];
  for (const listener of others) process.off('uncaughtException', listener);
  onTestFinished(() => {
    for (const listener of others) process.on('uncaughtException', listener);
  });
  const end = store.onAppended(() => {
    throw new Error('listener');
  });
  expect(seqs(store.append([worn(), worn()]))).toEqual([1, 2]);
  await expect(loud).resolves.toMatchObject({ message: 'listener' });
  end();
  expect(() => store.transact(() => store.append([worn()]) && fail())).toThrow('fails');
  expect(told).toBe(1);
  expect(seqs(store.append([worn()]))).toEqual([3]);
});

function fail(): never {
  throw new Error('fails');
}

test('codes jump the queue, and the shades of their visit with them', () => {
  const store = opened();
  const [visit, other] = [randomUUID(), randomUUID()];
  store.append([worn(visit), worn(other), rated(), worn(visit)]);
  store.append([code(visit)]);
  expect(seqs(store.nextBatch(ALL))).toEqual([1, 4, 5, 2, 3]);
});

test('a batch holds no more events and bytes than asked for, but always one', () => {
  const store = opened();
  store.append([worn(), worn(), worn()]);
  expect(seqs(store.nextBatch({ maxEvents: 2, maxBytes: 1e6 }))).toEqual([1, 2]);
  expect(seqs(store.nextBatch({ maxEvents: 3, maxBytes: 1700 }))).toEqual([1, 2]);
  expect(seqs(store.nextBatch({ maxEvents: 3, maxBytes: 1 }))).toEqual([1]);
});

test('what HQ accepted is done for ever; what it refused waits for an operator', () => {
  const store = opened();
  store.append([worn(), worn(), worn()]);
  store.settle([
    { seq: 1, state: 'accepted' },
    { seq: 2, state: 'quarantined', error: 'invalid' },
  ]);
  store.settle([{ seq: 1, state: 'quarantined', error: 'too-large' }]);
  expect(store.counts()).toMatchObject({ pending: 1, quarantined: 1 });
  expect(seqs(store.nextBatch(ALL))).toEqual([3]);
  expect(store.retryQuarantined()).toBe(1);
  expect(seqs(store.nextBatch(ALL))).toEqual([2, 3]);
  store.settle(accepted(store.nextBatch(ALL)));
  expect(store.counts()).toEqual({ pending: 0, quarantined: 0, oldestPendingMs: null });
});

test('counts are the same after a restart, and know the oldest', () => {
  const path = storePath();
  const { clock, edges } = standingClock();
  const first = opened({ path, clock: edges });
  first.append([worn()]);
  clock.ms += 1000;
  const [second] = first.append([worn()]);
  first.append([code(randomUUID()), worn()]);
  first.settle([
    { seq: 1, state: 'accepted' },
    { seq: 4, state: 'quarantined', error: 'invalid' },
  ]);
  const counts = { pending: 2, quarantined: 1, oldestPendingMs: second?.timeMs };
  expect(first.counts()).toEqual(counts);
  first.close();
  expect(opened({ path, clock: edges }).counts()).toEqual(counts);
});

test('an event that the disk has changed is put in quarantine, never sent', () => {
  const store = opened();
  store.append([worn(), worn(), rated()]);
  store.db.exec('DROP TRIGGER events_are_never_edited');
  store.db.prepare(`UPDATE events SET body = replace(body, '2000', '2001') WHERE seq = 1`).run();
  expect(seqs(store.nextBatch({ maxEvents: 1, maxBytes: 1e6 }))).toEqual([2]);
  expect(store.health()).toMatchObject({ pending: 2, quarantined: 1 });
  const error = store.db.prepare('SELECT last_error FROM delivery WHERE seq = 1').pluck().get();
  expect(error).toBe('hash-mismatch');
});

test('what HQ has goes after ninety days, what it lacks never, and the number of the newest is not given again', () => {
  const path = storePath();
  const { clock, edges } = standingClock();
  const store = opened({ path, clock: edges });
  store.append(Array.from({ length: 1200 }, () => worn()));
  const all = store.nextBatch(ALL);
  store.settle(accepted(all.filter(({ seq }) => seq !== 7)));
  clock.ms += 89 * 24 * HOUR_MS;
  store.append([worn()]);
  store.maintain();
  const standing = () => store.db.prepare('SELECT seq FROM events').pluck().all();
  expect(standing()).toHaveLength(1201);
  clock.ms += 2 * 24 * HOUR_MS;
  store.maintain();
  expect(standing()).toEqual([7, 1201]);
  store.settle([{ seq: 1201, state: 'accepted' }]);
  clock.ms += 91 * 24 * HOUR_MS;
  store.maintain();
  expect(standing()).toEqual([7, 1201]);
  expect(store.health().fullness).toBeLessThan(0.01);
  store.close();
  expect(seqs(opened({ path, clock: edges }).append([worn()]))).toEqual([1202]);
});

test('a backup made while events go on is sound and of one moment', async () => {
  const path = storePath();
  const store = opened({ path });
  store.append(Array.from({ length: 2000 }, () => worn()));
  const backup = store.backup(`${path}.copy`);
  store.append([rated()]);
  await backup;
  const copy = new Database(`${path}.copy`, { readonly: true });
  onTestFinished(() => void copy.close());
  expect(copy.pragma('quick_check', { simple: true })).toBe('ok');
  const { events, deliveries } = copy
    .prepare<[], { events: number; deliveries: number }>(
      'SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM delivery) AS deliveries',
    )
    .get() ?? { events: 0, deliveries: 1 };
  expect(events).toBeGreaterThanOrEqual(2000);
  expect(deliveries).toBe(events);
});
