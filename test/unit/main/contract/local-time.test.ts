/** Days and hours of a store, where clocks change and zones are odd. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, isTimeZone, localHour } from '../../../../main/contract/local-time.ts';

const at = (time: string, zone: string): string => {
  const { day, hour } = localHour(Date.parse(time), zone);
  return `${day} ${hour}`;
};

describe('the day and hour of a moment', () => {
  test.each([
    // Paris: 2026-03-29 has 23 hours, 2026-10-25 has 25.
    ['2026-03-29T00:59:59Z', 'Europe/Paris', '2026-03-29 1'],
    ['2026-03-29T01:00:00Z', 'Europe/Paris', '2026-03-29 3'],
    ['2026-03-29T21:30:00Z', 'Europe/Paris', '2026-03-29 23'],
    ['2026-10-24T21:30:00Z', 'Europe/Paris', '2026-10-24 23'],
    ['2026-10-24T22:00:00Z', 'Europe/Paris', '2026-10-25 0'],
    ['2026-10-25T22:30:00Z', 'Europe/Paris', '2026-10-25 23'],
    // Quarters of an hour, half an hour of daylight saving, and both ends of the date line.
    ['2026-11-22T18:14:59Z', 'Asia/Kathmandu', '2026-11-22 23'],
    ['2026-11-22T18:15:00Z', 'Asia/Kathmandu', '2026-11-23 0'],
    ['2026-04-04T14:59:00Z', 'Australia/Lord_Howe', '2026-04-05 1'],
    ['2026-04-04T15:00:00Z', 'Australia/Lord_Howe', '2026-04-05 1'],
    ['2026-11-22T10:00:00Z', 'Pacific/Kiritimati', '2026-11-23 0'],
    ['2026-11-22T10:59:59Z', 'Pacific/Apia', '2026-11-22 23'],
    ['2026-11-22T11:00:00Z', 'Pacific/Apia', '2026-11-23 0'],
    ['2026-11-22T10:59:59Z', 'Pacific/Niue', '2026-11-21 23'],
    ['2026-11-22T16:00:00Z', 'Asia/Shanghai', '2026-11-23 0'],
  ])('%s in %s is %s', (time, zone, expected) => {
    expect(at(time, zone)).toBe(expected);
  });

  test('is one hour for the two that the clock shows alike', () => {
    expect(at('2026-10-25T00:30:00Z', 'Europe/Paris')).toBe('2026-10-25 2');
    expect(at('2026-10-25T01:30:00Z', 'Europe/Paris')).toBe('2026-10-25 2');
  });

  test('is the same throughout a quarter of an hour, in every zone', () => {
    const quarterMs = 900_000;
    const zones = Intl.supportedValuesOf('timeZone');
    const first = Date.parse('2020-01-01T00:00:00Z') / quarterMs;
    const last = Date.parse('2035-01-01T00:00:00Z') / quarterMs;
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.integer({ min: first, max: last }), (zone, quarter) => {
        expect(localHour(quarter * quarterMs + quarterMs - 1, zone)).toEqual(
          localHour(quarter * quarterMs, zone),
        );
      }),
      { numRuns: 500 },
    );
  });
});

test('days are counted on the calendar, whatever their length', () => {
  expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2);
  expect(daysBetween('2026-01-01', '2025-12-31')).toBe(-1);
});

test('only zones that the system knows are zones', () => {
  expect(isTimeZone('Asia/Kathmandu')).toBe(true);
  expect(isTimeZone('Asia/Atlantis')).toBe(false);
  expect(isTimeZone('')).toBe(false);
  expect(isTimeZone('+08:00')).toBe(false);
});
