/** Door and till counts as people write them. */
import { expect, test } from 'vitest';
import { parseDayCounts } from '../../../../main/contract/day-counts.ts';

const complaint = (text: string): string => {
  try {
    parseDayCounts(text);
    return 'none';
  } catch (error) {
    return (error as Error).message;
  }
};

test('columns come in any order, with a mark, quotes, spaces, empty lines and either end of line', () => {
  const text = '\uFEFFTill, day ,DOOR\r\n"96",2026-11-22, 340\r\n\r\n 0 ,2026-11-23,7';
  expect(parseDayCounts(text)).toEqual([
    { day: '2026-11-22', door: 340, till: 96 },
    { day: '2026-11-23', door: 7, till: 0 },
  ]);
});

test('till may be left out, and what was not counted left empty', () => {
  expect(parseDayCounts('day,door\n2026-11-22,340\n2026-11-23,\n')).toEqual([
    { day: '2026-11-22', door: 340, till: null },
    { day: '2026-11-23', door: null, till: null },
  ]);
  expect(parseDayCounts('day,door,till\n')).toEqual([]);
});

test.each([
  ['', 'Line 1, column 1: the first line must be "day,door,till"'],
  ['day;door;till\n2026-11-22;1;2', 'Line 1, column 1: the first line must be'],
  ['day,door,weather\n2026-11-22,1,sun', 'Line 1, column 3: the first line must be'],
  ['day,door,door\n2026-11-22,1,1', 'Line 1, column 2: the first line must be'],
  [
    'day,till\n2026-11-22,1',
    'the first line must be "day,door,till" (till may be left out), not "day,till".',
  ],
  ['day,door\n22.11.2026,1', 'Line 2, column 1 (day): "22.11.2026" is no day: write it like 2026-11-22.'],
  ['day,door\n2026-02-30,1', 'Line 2, column 1 (day): "2026-02-30" is no day'],
  ['day,door\n2026-11-22,-1', 'Line 2, column 2 (door): "-1" is no count: write digits only'],
  ['door,day\n1 200,2026-11-22', 'Line 2, column 1 (door): "1 200" is no count'],
  ['day,door\n2026-11-22,10000000', '"10000000" is no count'],
  ['day,door\n2026-11-22,1,2', 'Line 2, column 3: the line must have 2 cells, not 3.'],
  ['day,door\n2026-11-22', 'Line 2, column 2: the line must have 2 cells, not 1.'],
  ['day,door\n\n2026-11-22,1\n2026-11-22,1', 'Line 4, column 1 (day): 2026-11-22 stands in line 3 already'],
  ['day,door\n2026-11-22,"1', 'line 2'],
])('%j is refused by line and column', (text, words) => {
  expect(complaint(text)).toContain(words);
});

test('five mistakes are named, the others counted, and nothing is taken', () => {
  const lines = Array.from({ length: 8 }, () => 'yesterday,1');
  const message = complaint(['day,door', ...lines, '2026-11-22,1'].join('\n'));
  expect(message).toContain('none of them was taken');
  expect(message.match(/^Line/gm)).toHaveLength(5);
  expect(message).toContain('… and 3 more.');
});
