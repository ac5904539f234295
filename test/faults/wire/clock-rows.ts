/** Clocks that are years off, jump, or go through a change of summer time: no event is lost, doubled or left undated. */
import type { ClockEdges } from '../../../main/store/clock.ts';
import { buildRandom } from '../random.ts';
import type { FaultRow } from '../row.ts';
import { inScene } from './scene.ts';

const HOUR_MS = 3_600_000;
const YEAR_MS = 365.25 * 24 * HOUR_MS;
const JUMPS_MS = [10 * YEAR_MS, -10 * YEAR_MS, HOUR_MS, -HOUR_MS, 0];
/** Of the trip and of what the mirror tolerates as noise. */
const TOLERANCE_MS = 1500;

const clock: FaultRow = {
  name: 'wire: clock ± 10 years and summer time',
  quick: 2,
  full: 200,
  run(seed) {
    const random = buildRandom(seed);
    let offMs = random.pick(JUMPS_MS);
    const edges: ClockEdges = {
      wallMs: () => Date.now() + offMs,
      monoMs: () => Math.round(performance.now()),
    };
    return inScene(
      seed,
      async ({ hq, record, store, until, lifted, broken }) => {
        lifted();
        for (let jump = 0; jump < 4; jump++) {
          record(1 + random.below(20));
          await until('HQ has it', () => store.counts().pending === 0 && hq.requests.length > 0);
          const atHq = hq.events.size;
          offMs = random.pick(JUMPS_MS);
          record(1);
          await until(
            'HQ has what came after the jump',
            () => hq.events.size > atHq && store.counts().pending === 0,
          );
          const newest = [...hq.events.values()].at(-1);
          const strayMs = Math.abs(Date.parse(newest?.time ?? '') - Date.now());
          if (!(strayMs < TOLERANCE_MS)) broken(`an event is dated ${strayMs} ms off after a jump`);
        }
      },
      { clock: edges },
    );
  },
};

export const clockRows: readonly FaultRow[] = [clock];
