/** How a request finds its size: by the link, by what HQ refuses, and halved while a spoilt event is looked for. */
import { describe, expect, test } from 'vitest';
import { buildBatchSize } from '../../../../main/sync/batch-size.ts';

/** Requests over a link, until the size has found its place. @returns times of the last ones */
function run(bytesPerSecond: number, fixedMs: number, requests = 30) {
  const size = buildBatchSize();
  const times: number[] = [];
  for (let i = 0; i < requests; i++) {
    const bytes = size.limit().maxBytes;
    const tookMs = fixedMs + (bytes / bytesPerSecond) * 1000;
    if (tookMs > 30_000) size.timedOut();
    else size.settled({ events: 100, bytes, tookMs });
    times.push(Math.round(tookMs));
  }
  return { size, times };
}

describe('the size of a request', () => {
  test('grows to the whole on a link that carries it', () => {
    const { size, times } = run(4_000_000, 20);
    expect(size.limit()).toEqual({ maxEvents: 500, maxBytes: 512 * 1024 });
    expect(Math.max(...times)).toBeLessThan(1000);
  });

  test('64 kbit/s: a request takes two seconds at the most, compressed or not', () => {
    expect(Math.max(...run(24_000, 50).times)).toBeLessThan(2200);
    expect(Math.max(...run(8000, 50).times.slice(1))).toBeLessThan(2200);
  });

  test('a link of 2 kbit/s gets on within the time of a request', () => {
    expect(run(750, 500).times.at(-1)).toBeLessThan(30_000);
  });

  test('an HQ that is slow whatever the size does not make it tiny', () => {
    expect(run(4_000_000, 4000).size.limit().maxBytes).toBeGreaterThanOrEqual(16 * 1024);
  });

  test('small requests do not make it grow', () => {
    const size = buildBatchSize();
    const before = size.limit().maxBytes;
    for (let i = 0; i < 10; i++) size.settled({ events: 1, bytes: 600, tookMs: 5 });
    expect(size.limit().maxBytes).toBe(before);
  });

  test('what HQ refused as too large is tried again after a while', () => {
    const size = buildBatchSize();
    size.refused('too-large', 100);
    expect(size.limit().maxEvents).toBe(50);
    for (let i = 0; i < 16; i++) size.settled({ events: 50, bytes: 100, tookMs: 5 });
    expect(size.limit().maxEvents).toBe(100);
  });

  test.each(Array.from({ length: 12 }, (_, i) => Math.round((i * 499) / 11)))(
    'the spoilt event at place %i of 500 is found in eleven requests',
    (place) => {
      const size = buildBatchSize();
      let from = 0;
      for (let requests = 1; ; requests++) {
        const events = Math.min(size.limit().maxEvents, 500 - from);
        const isSpoilt = place >= from && place < from + events;
        if (isSpoilt && events === 1) return expect(requests).toBeLessThanOrEqual(11);
        if (isSpoilt) size.refused('invalid', events);
        else {
          size.settled({ events, bytes: 100, tookMs: 5 });
          from += events;
        }
      }
    },
  );
});
