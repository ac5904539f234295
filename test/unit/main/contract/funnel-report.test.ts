/** The report that mirror and HQ make of counted rows. */
import { describe, expect, test } from 'vitest';
import { funnelQuerySchema, funnelReportSchema } from '../../../../main/contract/funnel.ts';
import { reportOf } from '../../../../main/contract/funnel-report.ts';
import { type DayRow, type FunnelRows, rangesOf, spanOf } from '../../../../main/contract/funnel-rows.ts';

const NO_ROWS: FunnelRows = {
  days: [],
  dayCounts: [],
  paces: { total: [], before: [], weekBefore: [] },
  hours: [],
  bas: [],
  carriers: [],
  shades: [],
  finishes: [],
};
const STEPS = { visits: 0, tryons: 0, codes: 0, claims: 0, joins: 0 };
const dayRow = (day: string, counts: Partial<DayRow> = {}): DayRow => ({
  ...STEPS,
  mirror: '',
  poorTryons: 0,
  sensed: 0,
  passers: 0,
  day,
  ...counts,
});
const report = (from: string, to: string, rows: Partial<FunnelRows> = {}, mode?: 'demo') =>
  reportOf(funnelQuerySchema.parse({ from, to, mode }), 'Europe/Paris', { ...NO_ROWS, ...rows });
const passersOf = (from: string, to: string, ...days: DayRow[]) => {
  const { total, byDay } = report(from, to, { days });
  return [total.passers, byDay.map(({ passers }) => passers)];
};

test('of nothing every day and hour stands there with zeros, and no rate is made up', () => {
  const empty = report('2026-11-20', '2026-11-22');
  expect(funnelReportSchema.parse(empty)).toEqual(empty);
  expect(empty.byDay.map(({ day, visits }) => [day, visits])).toEqual([
    ['2026-11-20', 0],
    ['2026-11-21', 0],
    ['2026-11-22', 0],
  ]);
  expect(empty.byHour).toHaveLength(24);
  expect(empty.total).toEqual({
    ...STEPS,
    passers: null,
    poorTryons: 0,
    tryonRate: null,
    memberConversion: null,
    shadesPerMinute: null,
    door: null,
    till: null,
    entryConversion: null,
  });
});

describe('the days compared with', () => {
  test('are as many right before, and the same a week before', () => {
    expect(rangesOf({ from: '2026-11-01', to: '2026-11-10' })).toEqual({
      total: { from: '2026-11-01', to: '2026-11-10' },
      before: { from: '2026-10-22', to: '2026-10-31' },
      weekBefore: { from: '2026-10-25', to: '2026-11-03' },
    });
  });

  test('are calendar days over a change of the clock', () => {
    const { before, weekBefore } = rangesOf({ from: '2026-03-30', to: '2026-03-30' });
    expect([before, weekBefore]).toEqual([
      { from: '2026-03-29', to: '2026-03-29' },
      { from: '2026-03-23', to: '2026-03-23' },
    ]);
  });

  test('count their own days only', () => {
    const days = ['2026-11-15', '2026-11-21', '2026-11-22'].map((day, index) =>
      dayRow(day, { visits: index + 1 }),
    );
    const { total, before, weekBefore } = report('2026-11-22', '2026-11-22', { days });
    expect([total.visits, before.visits, weekBefore.visits]).toEqual([3, 2, 1]);
  });

  test('are all within the span that rows are fetched of', () => {
    for (const to of ['2026-11-22', '2026-11-30', '2027-02-19']) {
      const range = { from: '2026-11-22', to };
      const { before, weekBefore } = rangesOf(range);
      const span = spanOf(range);
      expect(span.from < before.from && span.from < weekBefore.from && span.to === to).toBe(true);
    }
  });
});

describe('passers', () => {
  test('are not measured where nothing ever told of a sensor', () => {
    expect(passersOf('2026-11-21', '2026-11-22', dayRow('2026-11-22', { visits: 4 }))).toEqual([
      null,
      [null, null],
    ]);
  });

  test('are 0 on a day on which the sensor was there and nobody passed', () => {
    const rows = [dayRow('2026-11-20', { passers: 5 }), dayRow('2026-11-22', { visits: 4 })];
    expect(passersOf('2026-11-22', '2026-11-22', ...rows)).toEqual([0, [0]]);
  });

  test('are measured by visits that a sensor began, though nobody passed', () => {
    expect(passersOf('2026-11-22', '2026-11-22', dayRow('2026-11-22', { visits: 4, sensed: 1 }))).toEqual([
      0,
      [0],
    ]);
  });

  test('are not measured once the sensor was silent for over a week', () => {
    const rows = [dayRow('2026-11-14', { passers: 5 }), dayRow('2026-11-22', { visits: 4 })];
    expect(passersOf('2026-11-21', '2026-11-22', ...rows)).toEqual([null, [0, null]]);
  });

  test('are not measured in all where a day had visits and no sensor', () => {
    const rows = [dayRow('2026-11-21', { visits: 3 }), dayRow('2026-11-22', { visits: 4, passers: 9 })];
    expect(passersOf('2026-11-21', '2026-11-22', ...rows)).toEqual([null, [null, 9]]);
  });

  test('are measured in all where the days before the sensor had nobody', () => {
    expect(passersOf('2026-11-21', '2026-11-22', dayRow('2026-11-22', { passers: 9 }))).toEqual([
      9,
      [null, 9],
    ]);
  });

  test('of several mirrors are measured when every one with visits has a sensor', () => {
    const seeing = dayRow('2026-11-22', { mirror: 'a', visits: 2, passers: 9 });
    const blind = dayRow('2026-11-22', { mirror: 'b', visits: 1 });
    const idle = dayRow('2026-11-22', { mirror: 'b' });
    expect(passersOf('2026-11-22', '2026-11-22', seeing, blind)).toEqual([null, [null]]);
    expect(passersOf('2026-11-22', '2026-11-22', seeing, idle)).toEqual([9, [9]]);
  });

  test('are nobody of a demonstration', () => {
    const days = [dayRow('2026-11-22', { visits: 2, sensed: 2 })];
    expect(report('2026-11-22', '2026-11-22', { days }, 'demo').total.passers).toBeNull();
  });

  test('stand by hour when they are measured in all', () => {
    const days = [dayRow('2026-11-22', { passers: 9 })];
    const hours = [{ ...STEPS, key: '09', passers: 9 }];
    const { byHour } = report('2026-11-22', '2026-11-22', { days, hours });
    expect([byHour[8]?.passers, byHour[9]?.passers]).toEqual([0, 9]);
    expect(report('2026-11-22', '2026-11-22', { hours }).byHour[9]?.passers).toBeNull();
  });
});

test('rates are of passers and visits, of visits alone without a sensor, and of try-ons', () => {
  const counts = { visits: 10, tryons: 8, codes: 6, claims: 4, joins: 2 };
  const rates = (passers: number) => {
    const { total } = report('2026-11-22', '2026-11-22', {
      days: [dayRow('2026-11-22', { ...counts, passers })],
    });
    return [total.tryonRate, total.memberConversion];
  };
  expect(rates(30)).toEqual([0.2, 0.25]);
  expect(rates(0)).toEqual([0.8, 0.25]);
});

describe('the median of shades per minute', () => {
  const median = (...paces: [number, number][]) =>
    report('2026-11-22', '2026-11-22', {
      paces: { ...NO_ROWS.paces, total: paces.map(([tenths, tryons]) => ({ tenths, tryons })) },
    }).total.shadesPerMinute;

  test('is the middle try-on', () => {
    expect(median([300, 1], [100, 1], [105, 1])).toBe(10.5);
    expect(median([80, 3], [200, 2])).toBe(8);
  });

  test('is the mean of the middle two where their number is even', () => {
    expect(median([80, 2], [200, 2])).toBe(14);
    expect(median([101, 1], [100, 1])).toBe(10.05);
  });
});

test('door and till are sums of what is known, their rate of the days that know both', () => {
  const dayCounts = [
    { day: '2026-11-20', door: 100, till: 20 },
    { day: '2026-11-21', door: 300, till: null },
    { day: '2026-11-23', door: 999, till: 999 },
  ];
  const { total, before } = report('2026-11-20', '2026-11-22', { dayCounts });
  expect(total).toMatchObject({ door: 400, till: 20, entryConversion: 0.2 });
  expect(before).toMatchObject({ door: null, till: null, entryConversion: null });
});

describe('the parts', () => {
  test('of advisors and carriers are those with visits, the busiest first, nobody as null', () => {
    const rows = [
      { ...STEPS, key: 'ba-2', visits: 3, passers: 0 },
      { ...STEPS, key: '', visits: 5, passers: 0 },
      { ...STEPS, key: 'ba-1', visits: 3, passers: 0 },
      { ...STEPS, key: 'ba-0', passers: 0 },
    ];
    const { byBa, byCarrier } = report('2026-11-22', '2026-11-22', { bas: rows, carriers: rows });
    expect(byBa.map(({ ba }) => ba)).toEqual([null, 'ba-1', 'ba-2']);
    expect(byCarrier.map(({ carrier }) => carrier)).toEqual([null, 'ba-1', 'ba-2']);
  });

  test('of shades have one line each, though a finish changed or is not known', () => {
    const shade = { worn: 1, dwellMs: 4000, hearts: 0, visits: 1, poor: 0 };
    const { byShade } = report('2026-11-22', '2026-11-22', {
      shades: [
        { ...shade, sku: 'A', finish: 'gloss' },
        { ...shade, sku: 'A', finish: 'matte', dwellMs: 9000 },
        { sku: 'A', finish: null, worn: 0, dwellMs: 0, hearts: 2, visits: 0, poor: 0 },
        { sku: 'B', finish: null, worn: 0, dwellMs: 0, hearts: 1, visits: 0, poor: 0 },
      ],
    });
    expect(byShade).toEqual([
      { sku: 'A', finish: 'matte', worn: 2, dwellMs: 13_000, hearts: 2, visits: 2, poor: 0 },
      { sku: 'B', finish: null, worn: 0, dwellMs: 0, hearts: 1, visits: 0, poor: 0 },
    ]);
  });
});

describe('a query', () => {
  const problems = (query: object) => {
    const result = funnelQuerySchema.safeParse(query);
    return result.error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
  };

  test('is about shoppers unless it says otherwise', () => {
    expect(funnelQuerySchema.parse({ from: '2026-11-22', to: '2026-11-22' }).mode).toBe('shopper');
  });

  test('may span 400 days and not one more', () => {
    expect(problems({ from: '2026-01-01', to: '2027-02-04' })).toEqual([]);
    expect(problems({ from: '2026-01-01', to: '2027-02-05' })).toEqual([
      'to: must be less than 400 days after the first: ask for parts of it',
    ]);
  });

  test.each([
    [{ from: '2026-11-22', to: '2026-11-21' }, 'to: must not be before the first day'],
    [{ from: '2026-02-30', to: '2026-03-01' }, 'from: must be a day such as 2026-11-22'],
    [{ from: '0001-01-01', to: '0001-01-01' }, 'from: must be a day of this millennium'],
  ])('%j is refused with a sentence', (query, sentence) => {
    expect(problems(query)).toContain(sentence);
  });
});
