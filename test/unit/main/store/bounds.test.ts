/** A store without room: what is refused first, what is counted and reported, and that HQ can still be heard. */
import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { EventType, NewEvent } from '../../../../main/contract/events.ts';
import type { Store } from '../../../../main/store/store.ts';
import {
  ALL,
  accepted,
  code,
  favourited,
  HOUR_MS,
  NOON_MS,
  opened,
  rated,
  reading,
  seqs,
  standingClock,
  storePath,
  worn,
} from './sample.ts';

const MIB = 1024 ** 2;
const PLENTY = { freeBytes: 1e12, totalBytes: 1e12 };

/** A disk whose room is what a test says. */
function fakeDisk(freeBytes = 1e12, totalBytes = 1e12) {
  const space = { freeBytes, totalBytes };
  return { space, disk: () => space };
}

/** Read without handing them out: what was handed out HQ may have. */
const waiting = ({ db }: Store): { type: EventType; body: string }[] =>
  db
    .prepare<[], { type: EventType; body: string }>(
      `SELECT type, body FROM events JOIN delivery USING (seq) WHERE state = 'pending' ORDER BY turn, seq`,
    )
    .all();

const types = (store: Store): EventType[] => waiting(store).map(({ type }) => type);

const bodies = (store: Store, type: EventType): unknown[] =>
  waiting(store)
    .filter((event) => event.type === type)
    .map(({ body }) => JSON.parse(body));

test('when the store is full, health goes first, then opinions, then all but visits, which go last', () => {
  const store = opened({ bounds: { maxEvents: 640, maxBytes: 1e9 }, disk: () => PLENTY });
  const record = (event: NewEvent): boolean => store.append([event]).length === 1;
  store.append(Array.from({ length: 630 }, () => worn()));
  expect(record(reading())).toBe(true);
  expect([reading(), rated(), favourited(), worn()].map(record)).toEqual([false, true, true, true]);
  expect([reading(), rated(), favourited(), worn()].map(record)).toEqual([false, false, true, true]);
  expect([rated(), favourited(), worn()].map(record)).toEqual([false, false, true]);
  expect(() => {
    for (;;) store.append([code(randomUUID())]);
  }).toThrow(expect.objectContaining({ code: 'store-full', message: expect.stringContaining('free space') }));
  expect(store.counts().pending).toBe(639);
  expect(store.health()).toMatchObject({ lost: 6, fullness: 1 });
});

test('an append that lacks room for what is vital records nothing of it and counts all of it', () => {
  const store = opened({ bounds: { maxEvents: 64, maxBytes: 1e9 }, disk: () => PLENTY });
  store.append(Array.from({ length: 64 }, () => worn()));
  const { pending } = store.counts();
  expect(() => store.append([reading(), worn()])).toThrow(expect.objectContaining({ code: 'store-full' }));
  expect(store.health()).toMatchObject({ pending, lost: 2 });
});

test('what was refused is reported as soon as there is room, counted over a restart', () => {
  const path = storePath();
  const options = { path, bounds: { maxEvents: 640, maxBytes: 1e9 }, disk: () => PLENTY };
  const first = opened(options);
  first.append(Array.from({ length: 638 }, () => worn()));
  for (const event of [reading(), rated(), rated()]) first.append([event]);
  first.close();
  const store = opened(options);
  expect(store.health().lost).toBe(3);
  store.settle(accepted(store.nextBatch({ maxEvents: 100, maxBytes: 1e9 })));
  store.append([rated(4)]);
  expect(bodies(store, 'loss.reported')).toEqual([
    { class: 'mirror.health', count: 1 },
    { class: 'shade.rated', count: 2 },
  ]);
  expect(store.health().lost).toBe(0);
  store.close();
  expect(opened(options).health().lost).toBe(0);
});

test('before anything is refused, what HQ has makes room', () => {
  const store = opened({ bounds: { maxEvents: 640, maxBytes: 1e9 }, disk: () => PLENTY });
  store.append(Array.from({ length: 639 }, () => worn()));
  store.settle(accepted(store.nextBatch({ maxEvents: 300, maxBytes: 1e9 })));
  expect(store.append([reading()])).toHaveLength(1);
  expect(store.health().lost).toBe(0);
  expect(store.counts().pending).toBe(340);
});

test('the bound in bytes holds, and what HQ says is noted at it', () => {
  const store = opened({ bounds: { maxEvents: 1e9, maxBytes: 600 * 1024 }, disk: () => PLENTY });
  expect(() => {
    for (;;) store.append([worn(), rated(), favourited(), reading()]);
  }).toThrow(expect.objectContaining({ code: 'store-full' }));
  const pages = store.db.pragma('page_count', { simple: true }) as number;
  expect(pages * 4096).toBeLessThanOrEqual(600 * 1024);
  const { pending } = store.counts();
  expect(store.db.prepare('SELECT count(*) FROM delivery').pluck().get()).toBe(pending);
  store.settle(accepted(store.nextBatch(ALL)));
  expect(store.counts().pending).toBe(0);
});

test('readings of health that HQ has not had for hours become one an hour, which tells how many it stands for', () => {
  const { clock, edges } = standingClock(NOON_MS);
  const store = opened({ clock: edges });
  for (let minute = 0; minute < 180; minute++) {
    store.append([reading(minute % 60, 200 + minute)]);
    clock.ms += 60_000;
  }
  const visit = store.append([worn()]);
  store.maintain();
  expect(types(store).filter((type) => type === 'mirror.health')).toHaveLength(62);
  clock.ms += HOUR_MS;
  store.settle(accepted(visit));
  store.nextBatch({ maxEvents: 0, maxBytes: 1 });
  store.maintain();
  const readings = bodies(store, 'mirror.health');
  expect(readings).toMatchObject([
    { folded: 60, fps: 29.5, rssMiB: 259 },
    { folded: 60, rssMiB: 319 },
    { folded: 60, rssMiB: 379 },
  ]);
  const [first] = store.nextBatch(ALL);
  expect(first).toMatchObject({ seq: 182, timeMs: NOON_MS + 59 * 60_000 });
  expect(store.counts().pending).toBe(3);
  clock.ms += 10 * HOUR_MS;
  store.nextBatch({ maxEvents: 0, maxBytes: 1 });
  store.maintain();
  expect(bodies(store, 'mirror.health')).toEqual(readings);
});

test('readings that are on their way to HQ are not folded', () => {
  const { clock, edges } = standingClock(NOON_MS);
  const store = opened({ clock: edges });
  store.append([reading(), reading(), reading()]);
  clock.ms += 3 * HOUR_MS;
  const batch = store.nextBatch({ maxEvents: 2, maxBytes: 1e9 });
  store.maintain();
  store.settle(accepted(batch));
  expect(store.db.prepare(`SELECT state FROM delivery`).pluck().all()).toEqual([
    'accepted',
    'accepted',
    'pending',
  ]);
});

test('the ballast is a share of a small disk, made only where there is room for it eight times over', () => {
  const path = storePath();
  const { space, disk } = fakeDisk(3 * MIB, 8 * MIB);
  const store = opened({ path, disk });
  store.maintain();
  expect(existsSync(`${path}.ballast`)).toBe(false);
  space.freeBytes = 5 * MIB;
  store.maintain();
  expect(statSync(`${path}.ballast`).size).toBe(MIB / 2);
});

test('on a disk without room health is refused while visits are recorded, and nothing when even they are not', () => {
  const { space, disk } = fakeDisk(8 * MIB, 8 * MIB);
  const store = opened({ disk });
  store.maintain();
  space.freeBytes = MIB / 4;
  expect(store.append([reading(), worn()]).map(({ type }) => type)).toEqual(['shade.worn']);
  space.freeBytes = MIB / 32;
  expect(() => store.append([worn()])).toThrow(expect.objectContaining({ code: 'store-full' }));
  expect(store.health()).toMatchObject({ lost: 2, fullness: 1 });
  space.freeBytes = 6 * MIB;
  store.maintain();
  expect(bodies(store, 'loss.reported')).toEqual([
    { class: 'mirror.health', count: 1 },
    { class: 'shade.worn', count: 1 },
  ]);
});

/** Refused events, reported or not yet. */
function lossesOf(store: Store): number {
  const reported = bodies(store, 'loss.reported') as { count: number }[];
  return store.health().lost + reported.reduce((sum, { count }) => sum + count, 0);
}

test('when the disk refuses, the ballast goes and stays for acknowledging alone', () => {
  const path = storePath();
  const store = opened({ path });
  store.maintain();
  const first = store.append([worn(), worn()]);
  expect(existsSync(`${path}.ballast`)).toBe(true);
  // SQLite then answers as on a full disk.
  store.db.pragma(`max_page_count = ${store.db.pragma('page_count', { simple: true })}`);
  expect(() => {
    for (;;) store.append([worn()]);
  }).toThrow(expect.objectContaining({ code: 'store-full' }));
  expect(existsSync(`${path}.ballast`)).toBe(false);
  const { pending } = store.counts();
  expect(store.db.prepare('SELECT count(*) FROM delivery').pluck().get()).toBe(pending);
  store.settle(accepted(first));
  expect(store.counts().pending).toBe(pending - 2);
  expect(lossesOf(store)).toBe(1);
});

test('a transaction that a full disk undoes is counted, and leaves the numbers as they were', () => {
  const store = opened();
  store.append([worn()]);
  store.db.pragma(`max_page_count = ${store.db.pragma('page_count', { simple: true })}`);
  expect(() =>
    store.transact(() => {
      for (let count = 0; count < 1000; count++) store.append([worn()]);
    }),
  ).toThrow(expect.objectContaining({ code: 'store-full' }));
  expect(types(store).filter((type) => type === 'shade.worn')).toHaveLength(1);
  expect(lossesOf(store)).toBeGreaterThan(1);
  store.db.pragma('max_page_count = 100000');
  const [next] = store.append([favourited()]);
  store.maintain();
  expect(seqs(store.nextBatch(ALL))).toEqual([1, 2, 3]);
  expect([2, 3]).toContain(next?.seq);
  expect(store.health().lost).toBe(0);
});
