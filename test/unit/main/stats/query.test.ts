/** The funnel from the aggregates of a real store: days of odd zones and changing clocks, comparisons, modes and parts. */
import { describe, expect, test } from 'vitest';
import { funnelReportSchema } from '../../../../main/contract/funnel.ts';
import { takeDayCounts } from '../../../../main/stats/day-counts.ts';
import { openCounting, recordVisit, showCode } from './counting-store.ts';

const NOON_MS = Date.parse('2026-11-22T12:00:00Z');
const DAY_MS = 86_400_000;

test('an empty store answers with zeros for each day, in the future too', () => {
  const counting = openCounting('Asia/Shanghai');
  const report = counting.funnel({ from: '2030-01-01', to: '2030-01-07' });
  expect(funnelReportSchema.parse(report)).toEqual(report);
  expect(report.byDay).toHaveLength(7);
  expect(report.total).toMatchObject({ passers: null, visits: 0, tryonRate: null, door: null });
});

test('a busy day is told whole, and allowed by the schema', () => {
  const counting = openCounting('UTC');
  const first = recordVisit(counting, NOON_MS, { ba: 'ba-1' });
  showCode(counting, first, NOON_MS + 40_000);
  counting.record(NOON_MS + 50_000, first, 'shade.favourited', { sku: 'B' });
  recordVisit(counting, NOON_MS + 3_600_000, { trigger: 'presence' });
  recordVisit(counting, NOON_MS, { mode: 'demo' });
  recordVisit(counting, NOON_MS, { durationMs: 2000 });
  counting.record(NOON_MS, null, 'presence.passed', { durationMs: 1 });
  counting.record(NOON_MS, null, 'presence.passed', { durationMs: 1 });
  takeDayCounts(counting.store, [{ day: '2026-11-22', door: 40, till: 10 }]);

  const report = counting.funnel({ from: '2026-11-22' });
  expect(funnelReportSchema.parse(report)).toEqual(report);
  expect(report.total).toMatchObject({
    passers: 2,
    visits: 2,
    tryons: 2,
    codes: 1,
    tryonRate: 0.5,
    shadesPerMinute: 12,
    door: 40,
    entryConversion: 0.25,
  });
  expect(report.byHour[12]).toMatchObject({ hour: 12, visits: 1, passers: 2 });
  expect(report.byHour[13]).toMatchObject({ hour: 13, visits: 1, passers: 0 });
  expect(report.byBa.map(({ ba, visits }) => [ba, visits])).toEqual([
    [null, 1],
    ['ba-1', 1],
  ]);
  expect(report.byCarrier.map(({ carrier, visits }) => [carrier, visits])).toEqual([
    [null, 1],
    ['link', 1],
  ]);
  expect(report.byShade).toEqual([
    { sku: 'A', finish: 'matte', worn: 2, dwellMs: 10_000, hearts: 0, visits: 2, poor: 0 },
    { sku: 'B', finish: 'matte', worn: 2, dwellMs: 10_000, hearts: 1, visits: 2, poor: 0 },
  ]);
  expect(report.byFinish).toEqual([{ finish: 'matte', worn: 4, dwellMs: 20_000, visits: 2 }]);
});

test('demonstrations are told apart, without passers and doors', () => {
  const counting = openCounting('UTC');
  recordVisit(counting, NOON_MS, { mode: 'demo', trigger: 'presence' });
  takeDayCounts(counting.store, [{ day: '2026-11-22', door: 40, till: 10 }]);
  expect(counting.funnel({ from: '2026-11-22' }).total.visits).toBe(0);
  const { total } = counting.funnel({ from: '2026-11-22', mode: 'demo' });
  expect(total).toMatchObject({ visits: 1, tryons: 1, passers: null, door: null });
});

describe('days are those of the store', () => {
  test.each([
    // The day with 25 hours, the one with 23, and the last half hour of each.
    ['Europe/Paris', '2026-10-25T22:30:00Z', '2026-10-25', 23],
    ['Europe/Paris', '2026-10-24T22:00:00Z', '2026-10-25', 0],
    ['Europe/Paris', '2026-03-29T21:30:00Z', '2026-03-29', 23],
    ['Pacific/Kiritimati', '2026-11-22T10:00:00Z', '2026-11-23', 0],
    ['Pacific/Apia', '2026-11-22T10:59:00Z', '2026-11-22', 23],
    ['Asia/Kathmandu', '2026-11-22T18:15:00Z', '2026-11-23', 0],
  ])('in %s %s is %s at %i', (zone, time, day, hour) => {
    const counting = openCounting(zone);
    recordVisit(counting, Date.parse(time));
    const { total, byHour } = counting.funnel({ from: day });
    expect(total.visits).toBe(1);
    expect(byHour.findIndex(({ visits }) => visits > 0)).toBe(hour);
  });

  test('an hour that exists twice is one hour with the visits of both', () => {
    const counting = openCounting('Europe/Paris');
    recordVisit(counting, Date.parse('2026-10-25T00:30:00Z'));
    recordVisit(counting, Date.parse('2026-10-25T01:30:00Z'));
    expect(counting.funnel({ from: '2026-10-25' }).byHour[2]?.visits).toBe(2);
  });

  test('the day before and the week before are calendar days over a change of the clock', () => {
    const counting = openCounting('Europe/Paris');
    // 23:30 on the short day: 24 hours before 00:30 on the day after would be another day.
    recordVisit(counting, Date.parse('2026-03-29T21:30:00Z'));
    recordVisit(counting, Date.parse('2026-03-29T22:30:00Z'));
    recordVisit(counting, Date.parse('2026-03-22T22:30:00Z'));
    recordVisit(counting, Date.parse('2026-03-22T23:30:00Z'));
    const { total, before, weekBefore } = counting.funnel({ from: '2026-03-30' });
    expect([total.visits, before.visits, weekBefore.visits]).toEqual([1, 1, 1]);
  });

  test('a range over the change has every day once', () => {
    const counting = openCounting('Europe/Paris');
    for (let day = -2; day <= 2; day++)
      recordVisit(counting, Date.parse('2026-10-25T12:00:00Z') + day * DAY_MS);
    const { byDay } = counting.funnel({ from: '2026-10-23', to: '2026-10-27' });
    expect(byDay.map(({ day, visits }) => [day, visits])).toEqual([
      ['2026-10-23', 1],
      ['2026-10-24', 1],
      ['2026-10-25', 1],
      ['2026-10-26', 1],
      ['2026-10-27', 1],
    ]);
  });
});

test('a recount after a change of the clock finds nothing', () => {
  const counting = openCounting('Europe/Paris');
  for (let quarter = 0; quarter < 16; quarter++)
    counting.record(Date.parse('2026-10-24T23:00:00Z') + quarter * 900_000, null, 'presence.passed', {
      durationMs: 1,
    });
  expect(counting.compare().differences).toEqual([]);
  expect(
    counting
      .funnel({ from: '2026-10-25' })
      .byHour.slice(0, 5)
      .map(({ passers }) => passers),
  ).toEqual([0, 4, 8, 4, 0]);
});
