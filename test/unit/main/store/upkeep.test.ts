/** What the store does for itself over the years: room is made before anything is refused, whatever the clock once said. */
import { expect, test } from 'vitest';
import type { Store } from '../../../../main/store/store.ts';
import {
  ALL,
  accepted,
  HOUR_MS,
  NOON_MS,
  opened,
  reading,
  standingClock,
  storePath,
  worn,
} from './sample.ts';

const PLENTY = { freeBytes: 1e12, totalBytes: 1e12 };
const TEN_YEARS_MS = 3650 * 24 * HOUR_MS;

/** Until nothing more is taken. */
function fill(store: Store): void {
  store.transact(() => {
    try {
      for (;;) store.append([worn()], { isKept: true });
    } catch {}
  });
}

const full = () => {
  const store = opened({ bounds: { maxEvents: 3000, maxBytes: 1e9 }, disk: () => PLENTY });
  fill(store);
  return store;
};

const times = ({ db }: Store): number[] =>
  db.prepare<[], number>('SELECT time_ms FROM events ORDER BY seq').pluck().all();

test('a visit is not refused while anything stands that HQ has, however far behind what it lacks', () => {
  const store = full();
  const all = store.nextBatch(ALL);
  store.settle(accepted(all.slice(1200)));
  expect(store.append([worn()])).toHaveLength(1);
  expect(store.health().lost).toBe(0);
});

test('once HQ has caught up, room is made in the background too', () => {
  const store = full();
  store.settle(accepted(store.nextBatch(ALL)));
  store.maintain();
  expect(store.health().fullness).toBeLessThan(0.9);
});

test('what its caller keeps is not counted as lost when it is refused, and is when it is given up', () => {
  const store = full();
  const events = [worn()];
  for (let attempt = 0; attempt < 3; attempt++) {
    expect(() => store.append(events, { isKept: true })).toThrow(
      expect.objectContaining({ code: 'store-full' }),
    );
  }
  expect(store.health().lost).toBe(0);
  store.countLost(events);
  expect(store.health().lost).toBe(1);
});

test('a clock that was once ten years ahead keeps no delivered event for ten years', () => {
  const { clock, edges } = standingClock(NOON_MS + TEN_YEARS_MS);
  const store = opened({ clock: edges });
  store.append(Array.from({ length: 600 }, () => worn()));
  clock.ms = NOON_MS;
  store.append(Array.from({ length: 600 }, () => worn()));
  store.settle(accepted(store.nextBatch(ALL)));
  clock.ms += 91 * 24 * HOUR_MS;
  store.append([worn()]);
  store.maintain();
  expect(times(store).filter((timeMs) => timeMs === NOON_MS)).toEqual([]);
  expect(times(store)).toHaveLength(601);
});

test('readings of a clock that was ahead keep no others from being folded', () => {
  const { clock, edges } = standingClock(NOON_MS + TEN_YEARS_MS);
  const store = opened({ clock: edges });
  store.append(Array.from({ length: 1001 }, () => reading()));
  clock.ms = NOON_MS;
  store.append(Array.from({ length: 60 }, () => reading()));
  clock.ms += 3 * HOUR_MS;
  store.maintain();
  expect(times(store).filter((timeMs) => timeMs === NOON_MS)).toHaveLength(1);
});

test('a reading that HQ may have is folded no more, over a restart too', () => {
  const { clock, edges } = standingClock();
  const path = storePath();
  const store = opened({ path, clock: edges });
  store.append([reading(), reading(), reading()]);
  expect(store.nextBatch(ALL)).toHaveLength(3);
  store.close();
  clock.ms += 3 * HOUR_MS;
  const again = opened({ path, clock: edges });
  again.maintain();
  expect(times(again)).toHaveLength(3);
});

test.each(['1e30', '-1.34', '"soon"', '{'])('a clock offset that the disk has made %s is none', (kept) => {
  const path = storePath();
  const store = opened({ path });
  store.writeState('clock-offset', 5);
  store.db.prepare(`UPDATE state SET value = ? WHERE key = 'clock-offset'`).run(kept);
  store.close();
  const again = opened({ path });
  expect(again.clock.offsetMs).toBeNull();
  expect(again.append([worn()])).toHaveLength(1);
});
