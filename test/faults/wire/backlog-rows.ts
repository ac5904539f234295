/** Months without HQ: half a million events wait, and a code that is shown now still gets there at once. */
import { code, heart } from '../../fakes/sync-parts.ts';
import type { FaultRow } from '../row.ts';
import { inScene } from './scene.ts';

const BACKLOG = 500_000;
const AT_ONCE = 5000;
/** Of 95 codes in a hundred: mirror and HQ share this process, and what else the machine does comes on top. */
const MAX_CODE_MS = 1000;
const LEAST_PER_SECOND = 200;
/** Five times what it takes on two free cores. */
const PATIENCE_MS = 900_000;

/** A large request takes its time where the machine is busy. */
const LIMITS = { gatherMs: 20, backoffFirstMs: 20, backoffLongestMs: 100 };

const backlog: FaultRow = {
  name: 'wire: backlog of 500 000 events',
  quick: 0,
  full: 1,
  run: (seed) =>
    inScene(
      seed,
      async ({ hq, proxy, store, recordAll, until, lifted, broken }) => {
        proxy.fault = { kind: 'refused' };
        for (let at = 0; at < BACKLOG; at += AT_ONCE) {
          recordAll(Array.from({ length: AT_ONCE }, (_, i) => heart(`S-${(at + i) % 60}`)));
        }
        proxy.fault = { kind: 'none' };
        lifted();
        const startMs = performance.now();
        const times: number[] = [];
        while (store.counts().pending > 0) {
          const shownMs = performance.now();
          const [shown] = recordAll([code(crypto.randomUUID())]);
          await until('the code is at HQ', () => hq.events.has(shown?.id ?? ''));
          times.push(performance.now() - shownMs);
          await until('a while is over', () => performance.now() - shownMs > 500);
          if (performance.now() - startMs > PATIENCE_MS) break;
        }
        times.sort((a, b) => a - b);
        const p95Ms = Math.round(times[Math.floor(0.95 * times.length)] ?? 0);
        if (p95Ms > MAX_CODE_MS) broken(`codes took ${p95Ms} ms to HQ (95th percentile)`);
        const drained = BACKLOG - store.counts().pending;
        const perSecond = drained / ((performance.now() - startMs) / 1000);
        if (perSecond < LEAST_PER_SECOND) broken(`only ${Math.round(perSecond)} events a second`);
      },
      { limits: LIMITS },
    ),
};

export const backlogRows: readonly FaultRow[] = [backlog];
