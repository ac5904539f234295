/** What the page cuts out and the command lays back: the two must fit, and nothing outside may move. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layI420, layRgba, spreadMask } from '../../../../../main/headless/try/painted-part.ts';
import { coveredPart, cutI420, cutPart, wholeBlocks } from '../../../../../renderer/try/pixels.ts';

const even = fc.integer({ min: 1, max: 12 }).map((half) => 2 * half);

/** A size, and coverage somewhere in it. */
const covered = fc.tuple(even, even).chain(([widthPx, heightPx]) =>
  fc.record({
    widthPx: fc.constant(widthPx),
    heightPx: fc.constant(heightPx),
    coverage: fc.uint8Array({ minLength: widthPx * heightPx, maxLength: widthPx * heightPx }),
    holes: fc.array(fc.nat(widthPx * heightPx - 1)),
  }),
);

test('the covered part is the smallest that holds all coverage', () => {
  const coverage = new Uint8Array(8 * 6);
  expect(coveredPart(coverage, 8, 6)).toEqual({ xPx: 0, yPx: 0, widthPx: 0, heightPx: 0 });
  coverage[2 * 8 + 3] = 1;
  coverage[4 * 8 + 1] = 255;
  const part = coveredPart(coverage, 8, 6);
  expect(part).toEqual({ xPx: 1, yPx: 2, widthPx: 3, heightPx: 3 });
  expect(wholeBlocks(part)).toEqual({ xPx: 0, yPx: 2, widthPx: 4, heightPx: 4 });
});

test('a painted frame is whole again after only its part has travelled', () => {
  fc.assert(
    fc.property(covered, fc.infiniteStream(fc.nat(255)), ({ widthPx, heightPx, coverage, holes }, noise) => {
      for (const hole of holes) coverage[hole] = 0;
      const bytes = (widthPx * heightPx * 3) / 2;
      const before = Uint8Array.from({ length: bytes }, () => noise.next().value as number);
      const part = wholeBlocks(coveredPart(coverage, widthPx, heightPx));
      const painted = before.slice();
      const inPart = (x: number, y: number) =>
        x >= part.xPx && y >= part.yPx && x < part.xPx + part.widthPx && y < part.yPx + part.heightPx;
      for (let y = 0; y < heightPx; y++) {
        for (let x = 0; x < widthPx; x++) {
          if (!inPart(x, y)) continue;
          painted[y * widthPx + x] = 1;
          const block = (y >> 1) * (widthPx / 2) + (x >> 1);
          painted[widthPx * heightPx + block] = 2;
          painted[(widthPx * heightPx * 5) / 4 + block] = 3;
        }
      }
      const travelled = Buffer.concat(cutI420(painted, widthPx, heightPx, part));
      layI420(before, { widthPx, heightPx }, part, travelled);
      expect(before).toEqual(painted);
      expect(spreadMask(cutPart(coverage, widthPx, part), part, { widthPx, heightPx })).toEqual(coverage);
    }),
  );
});

const part = { xPx: 1, yPx: 0, widthPx: 2, heightPx: 1 };
const PAINTED = Uint8Array.from([9, 9, 9, 255, 50, 60, 70, 255]);

test('a picture takes paint where there is coverage, and keeps its alpha', () => {
  const pixels = Uint8Array.from({ length: 12 }, (_, i) => 100 + i);
  const picture = { widthPx: 3, heightPx: 1, pixels, hasAlpha: true, profile: undefined };
  layRgba(picture, part, PAINTED, Uint8Array.from([0, 1]));
  expect([...pixels]).toEqual([100, 101, 102, 103, 104, 105, 106, 107, 50, 60, 70, 111]);
});

test('a picture of 16 bits takes the change, so that its finer steps stay', () => {
  const pixels = Uint16Array.from({ length: 12 }, () => 257 * 50 + 7);
  const picture = { widthPx: 3, heightPx: 1, pixels, hasAlpha: false, profile: undefined };
  layRgba(picture, part, PAINTED, Uint8Array.from([0, 1]));
  expect([...pixels.subarray(4, 8)]).toEqual([12_857, 12_857, 12_857, 12_857]);
  expect([...pixels.subarray(8)]).toEqual([12_857, 257 * 60 + 7, 257 * 70 + 7, 12_857]);
});
