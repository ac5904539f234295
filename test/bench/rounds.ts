/** All ways in turn, round after round, so that a slow minute of the machine meets every one of them. */
import { type Conditions, type Measured, measureWay } from './measure.ts';
import type { Way, WayKey } from './ways.ts';

/** Enough for a 95th percentile. */
const SHADE_CHANGES = 60;

export type Rounds = Partial<Record<WayKey, Measured[]>>;

/** @param report told of every way measured */
export async function runRounds(
  ways: readonly Way[],
  count: number,
  conditions: Omit<Conditions, 'shadeChanges'>,
  report: (round: number, way: Way, measured: Measured) => void,
): Promise<Rounds> {
  const rounds: Rounds = {};
  const shadeChanges = Math.ceil(SHADE_CHANGES / count);
  for (let round = 1; round <= count; round++) {
    for (const way of ways) {
      const measured = await measureWay(way, { ...conditions, shadeChanges });
      rounds[way.key] = [...(rounds[way.key] ?? []), measured];
      report(round, way, measured);
    }
  }
  return rounds;
}
