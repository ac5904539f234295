/** CSV files that spreadsheets open as they were meant. */
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvText } from '../../../../main/contract/csv.ts';

test('begins with the byte order mark and ends each line with CR and LF', () => {
  expect(csvText([['a', 1, null], ['b']])).toBe('\uFEFFa,1,\r\nb\r\n');
});

test.each(['=1+1', '+1', '-1', '@sum', '\tx', '\rx', '＝1'])('%j is no formula', (cell) => {
  const [[read]] = parse(csvText([[cell]]), { bom: true }) as [[string]];
  expect(read).toBe(`'${cell}`);
});

test('numbers stay numbers', () => {
  expect(csvText([[-1, 0.25]])).toContain('-1,0.25\r\n');
});

test('any other text comes back as it was', () => {
  const cell = fc.string({ unit: 'grapheme' }).filter((text) => !/^[=+\-@\t\r\n＝＋－＠]/.test(text));
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1 }), (rows) => {
      expect(parse(csvText(rows), { bom: true })).toEqual(rows);
    }),
  );
});
