/** The mirror's own pulse: about every minute, out of step with others, and stopped by no disk. */
import { expect, onTestFinished, test, vi } from 'vitest';
import type { NewEvent } from '../../../../main/contract/events.ts';
import type { Health } from '../../../../main/contract/health.ts';
import type { Log } from '../../../../main/health/log.ts';
import { startUpkeep } from '../../../../main/health/upkeep.ts';

const health = (): Health => ({
  ...{
    version: '1.2.3',
    boot: crypto.randomUUID(),
    uptimeMs: 5,
    problems: [],
    page: null,
    calibration: null,
  },
  store: { pending: 7, quarantined: 1, oldestPendingMs: 9, lost: 0, fullness: 0 },
  sync: {
    ...{ state: 'waiting', store: 'a', mirror: 'b', acceptedAgeMs: 1, problem: null },
    clockOffsetMs: -40,
  },
});

function upkeep(random: () => number) {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const appended: NewEvent[] = [];
  const noted: unknown[] = [];
  const note = (...line: unknown[]) => void noted.push(line);
  const log: Log = { info: note, warn: note, error: note, lostLines: 0, stop: async () => {} };
  const disk = { isFull: false, maintained: 0, isDamaged: false, damages: 0 };
  const refuse = () => {
    if (disk.isFull) throw new Error('No room.');
  };
  const store = {
    get isDamaged() {
      return disk.isDamaged;
    },
    append(events: readonly NewEvent[]) {
      refuse();
      appended.push(...events);
      return [];
    },
    maintain() {
      disk.maintained++;
      refuse();
    },
  };
  const onDamaged = () => void disk.damages++;
  const { stop } = startUpkeep({ store, health, log, onDamaged, random });
  onTestFinished(stop);
  return { appended, noted, disk, stop };
}

test('damage that is found while it runs is told, once', () => {
  const { disk } = upkeep(() => 0.5);
  vi.advanceTimersByTime(60_000);
  expect(disk.damages).toBe(0);
  disk.isDamaged = true;
  vi.advanceTimersByTime(300_000);
  expect(disk.damages).toBe(1);
});

test.each([
  [0, 48_000],
  [0.5, 60_000],
  [1, 72_000],
])('where chance says %d, health is recorded every %d ms', (chance, everyMs) => {
  const { appended, disk, stop } = upkeep(() => chance);
  vi.advanceTimersByTime(everyMs - 1);
  expect(appended).toEqual([]);
  vi.advanceTimersByTime(1 + everyMs);
  expect(appended).toHaveLength(2);
  // Once more soon after the start.
  expect(disk.maintained).toBe(3);
  stop();
  vi.advanceTimersByTime(10 * everyMs);
  expect(appended).toHaveLength(2);
});

test('it says how the mirror is, a page that is gone included', () => {
  const { appended } = upkeep(() => 0.5);
  vi.advanceTimersByTime(60_000);
  expect(appended).toEqual([
    {
      ...{ type: 'mirror.health', visitId: null },
      body: {
        ...{ fps: 0, faceShare: 0, camera: null, frameAgeMs: null, rssMiB: expect.any(Number) },
        ...{ pending: 7, quarantined: 1, clockOffsetMs: -40, version: '1.2.3', devices: {}, folded: 1 },
      },
    },
  ]);
});

test('a disk that refuses is noted and asked again a minute later', () => {
  const { appended, noted, disk } = upkeep(() => 0.5);
  disk.isFull = true;
  vi.advanceTimersByTime(60_000);
  expect(noted).toEqual([
    ['store.upkeep', { message: 'Error: No room.' }],
    ['event.unrecorded', { type: 'mirror.health', message: 'Error: No room.' }],
    ['store.upkeep', { message: 'Error: No room.' }],
  ]);
  disk.isFull = false;
  vi.advanceTimersByTime(60_000);
  expect(appended).toHaveLength(1);
});
