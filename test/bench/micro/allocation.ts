/**
 * How many bytes a function leaves for the garbage collector each time it runs: the heap's growth over a stretch of calls
 * in which nothing was collected.
 */
import { PerformanceObserver } from 'node:perf_hooks';
import { setImmediate as afterEvents } from 'node:timers/promises';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { median } from '../stats.ts';

const WARM_UP = 500;
const STRETCHES = 12;
const CALLS = 200;

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes on the heap and beside it, in buffers. */
function bytesInUse(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/** Growth over a stretch; NaN when something was collected meanwhile. */
async function growth(run: () => void, calls: number): Promise<number> {
  let collections = 0;
  const observer = new PerformanceObserver((list) => {
    collections += list.getEntries().length;
  });
  collectGarbage();
  await afterEvents();
  observer.observe({ entryTypes: ['gc'] });
  const before = bytesInUse();
  for (let call = 0; call < calls; call++) run();
  const bytes = bytesInUse() - before;
  await afterEvents();
  collections += observer.takeRecords().length;
  observer.disconnect();
  return collections === 0 ? bytes : Number.NaN;
}

/** Bytes per call, median of several stretches; Infinity when it allocates so much that no stretch stays uncollected. */
export async function bytesPerCall(run: () => void): Promise<number> {
  for (let call = 0; call < WARM_UP; call++) run();
  const stretches: number[] = [];
  for (let i = 0; i < STRETCHES; i++) {
    const own = await growth(() => {}, 0);
    stretches.push((await growth(run, CALLS)) - own);
  }
  const clean = stretches.filter((bytes) => !Number.isNaN(bytes));
  return clean.length > 0 ? median(clean) / CALLS : Number.POSITIVE_INFINITY;
}
