/**
 * Damaged files: the service must open whatever it finds, sound or set aside. What damage took may be gone, but then the
 * store tells so; nothing is changed without a word, no number is given twice, and what is left reaches HQ.
 */
import { basename } from 'node:path';
import { memoryFolder } from '../folder.ts';
import { findViolations } from '../invariants.ts';
import { buildRandom } from '../random.ts';
import type { FaultRow, RunResult } from '../row.ts';
import { sampleEvents } from '../sample-events.ts';
import { cutWal, type Damage, flipBytes, loseWal, zeroWal } from './damage.ts';
import { buildSample, deliverSome, openSample, type Sample, take } from './sample-store.ts';

async function damage(seed: number, harm: Damage): Promise<RunResult> {
  using folder = memoryFolder();
  const random = buildRandom(seed);
  const sample = buildSample(folder.path, random);
  harm(sample.path, random);
  const startedMs = performance.now();
  try {
    using store = Object.assign(openSample(sample.path), disposal);
    const recorded = store.append(take(sampleEvents(random), 2));
    const recoveryMs = performance.now() - startedMs;
    sample.said.push(...recorded);
    while (deliverSome(store, sample.hq)) {}
    const { pending } = store.counts();
    const stuck = pending === 0 ? [] : [`${pending} events are pending and are never sent`];
    return { violations: [...stuck, ...judge(sample)], recoveryMs };
  } catch (cause) {
    const { message } = cause as Error;
    return {
      violations: [`with ${basename(sample.path)} damaged the service does not work: ${message}`],
      recoveryMs: null,
    };
  }
}

const disposal = {
  [Symbol.dispose](this: { close(): void }) {
    this.close();
  },
};

const judge = (sample: Sample): string[] => findViolations({ ...sample, isDamaged: true });

const row = (name: string, quick: number, full: number, harm: Damage): FaultRow => ({
  name,
  quick,
  full,
  run: (seed) => damage(seed, harm),
});

export const damageRows: FaultRow[] = [
  row('bytes flipped in the database', 12, 500, flipBytes('')),
  row('bytes flipped in the WAL', 12, 500, flipBytes('-wal')),
  row('bytes flipped in the high-water mark', 2, 100, flipBytes('.high-water')),
  row('bytes flipped in the last number', 2, 100, flipBytes('.last-seq')),
  row('WAL cut', 3, 100, cutWal),
  row('WAL zeroed', 3, 100, zeroWal),
  row('WAL missing', 2, 100, loseWal),
];
