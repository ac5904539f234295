/** The model test as a row: each run is one random life of a mirror, held against the list that the store ought to be. */
import type { FaultRow } from '../row.ts';
import { runLives } from './run.ts';

/** npm test has its own, which also shortens what it finds (model.test.ts). */
export const modelRows: readonly FaultRow[] = [
  { name: 'random lives beside the model', quick: 0, full: 10_000, run: async (seed) => live(seed) },
];

function live(seed: number) {
  try {
    runLives(seed, 1);
    return { violations: [], recoveryMs: null };
  } catch (cause) {
    return { violations: [String((cause as Error).message)], recoveryMs: null };
  }
}
