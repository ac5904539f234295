/** Faults of the line between mirror and HQ: nobody there, silence in the middle, an answer that is lost, a slow link. */
import { code, SHORT } from '../../fakes/sync-parts.ts';
import type { FaultRow } from '../row.ts';
import { inScene } from './scene.ts';

const WIRE_TIMES = { ...SHORT, requestMs: 250 };

const refused: FaultRow = {
  name: 'wire: connections refused',
  quick: 1,
  full: 200,
  run: (seed) =>
    inScene(seed, async ({ proxy, record, random, sync, until, lifted }) => {
      record(random.below(30));
      proxy.fault = { kind: 'refused' };
      record(1 + random.below(200));
      await until('the mirror has noticed', () => sync.health().problem !== null);
      proxy.fault = { kind: 'none' };
      lifted();
    }),
};

const blackhole: FaultRow = {
  name: 'wire: silence in the middle of a request',
  quick: 2,
  full: 300,
  run: (seed) =>
    inScene(
      seed,
      async ({ proxy, record, random, sync, until, lifted }) => {
        proxy.fault = { kind: 'blackhole', afterBytes: proxy.sentBytes + random.below(12_000) };
        record(100 + random.below(100));
        await until('the mirror has noticed', () => sync.health().problem?.includes('in time') === true);
        proxy.fault = { kind: 'none' };
        lifted();
      },
      { limits: WIRE_TIMES },
    ),
};

const answerLost: FaultRow = {
  name: 'wire: reset after HQ committed',
  quick: 2,
  full: 300,
  run: (seed) =>
    inScene(seed, async ({ proxy, hq, record, random, until, lifted, broken, store }) => {
      proxy.fault = { kind: 'answer-lost' };
      record(1 + random.below(60));
      await until('HQ got it twice', () => hq.requests.length >= 2);
      if (store.counts().pending === 0) broken('events count as done though no answer came');
      proxy.fault = { kind: 'none' };
      lifted();
    }),
};

/** With the times of the shop, but for gathering: the link is the fault. */
const slow: FaultRow = {
  name: 'wire: 64 kbit/s',
  quick: 1,
  full: 10,
  run: (seed) =>
    inScene(
      seed,
      async ({ proxy, hq, record, recordAll, random, until, lifted, broken }) => {
        proxy.fault = { kind: 'slow', bytesPerSecond: 8000 };
        record(120 + random.below(60));
        lifted();
        await until('the first request is under way', () => proxy.sentBytes > 2000);
        const [shown] = recordAll([code(crypto.randomUUID())]);
        const startMs = performance.now();
        await until('the code is at HQ', () => hq.events.has(shown?.id ?? ''));
        const tookMs = performance.now() - startMs;
        if (tookMs > 4000) broken(`a code took ${Math.round(tookMs)} ms`);
      },
      { limits: { gatherMs: 20 } },
    ),
};

export const lineRows: readonly FaultRow[] = [refused, blackhole, answerLost, slow];
