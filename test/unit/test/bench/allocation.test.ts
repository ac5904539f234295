/** Whether what a function leaves for the garbage collector is seen. */
import { expect, test } from 'vitest';
import { bytesPerCall } from '../../../bench/micro/allocation.ts';

let kept: unknown;

test('a function that only computes allocates nothing', async () => {
  const numbers = new Float64Array(64);
  const bytes = await bytesPerCall(() => {
    for (let i = 0; i < numbers.length; i++) numbers[i] = (numbers[i] as number) + i;
  });
  expect(bytes).toBeLessThan(4);
});

test('an array of eight kilobytes is seen, though its bytes lie beside the heap', async () => {
  const bytes = await bytesPerCall(() => {
    kept = new Float64Array(1000);
  });
  expect(kept).toHaveLength(1000);
  expect(bytes).toBeGreaterThan(8000);
  expect(bytes).toBeLessThan(9000);
});
