import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addSeen,
  gapsIn,
  parseRanges,
  printRanges,
  type SeenRange,
  TOLERATED_MS,
} from '../../../hq/ingest/seen-ranges.ts';

const seqs = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 12 });

describe('ranges of seen numbers', () => {
  test('leave exactly those numbers out that never came, in whatever order the others did', () => {
    fc.assert(
      fc.property(fc.array(seqs, { maxLength: 8 }), (batches) => {
        const ranges = batches.reduce<SeenRange[]>((all, batch, i) => addSeen(all, batch, i), []);
        const missing = gapsIn(ranges, TOLERATED_MS + 100).flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, i) => first + i),
        );
        const came = new Set(batches.flat());
        const highest = Math.max(0, ...came);
        const expected = Array.from({ length: highest }, (_, i) => i + 1).filter((seq) => !came.has(seq));
        expect(missing).toEqual(expected);
      }),
    );
  });

  test('know a gap since the first number beyond it came', () => {
    const ranges = addSeen(addSeen([], [1, 9], 1000), [5], 2000);
    expect(gapsIn(ranges, 1000 + TOLERATED_MS)).toMatchObject([
      { first: 2, last: 4 },
      { first: 6, last: 8 },
    ]);
    expect(gapsIn(ranges, 999 + TOLERATED_MS)).toEqual([]);
  });

  test('are bounded: beyond it the lowest gaps are forgotten', () => {
    const ranges = addSeen(
      [],
      Array.from({ length: 300 }, (_, i) => 2 * i + 1),
      0,
    );
    expect(ranges).toHaveLength(200);
    expect(ranges.at(-1)).toMatchObject({ first: 599, last: 599 });
    expect(parseRanges(printRanges(ranges))).toEqual(ranges);
  });
});
