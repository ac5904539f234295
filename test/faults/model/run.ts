/**
 * The model test: a random life of a mirror, then HQ in good health and room on the disk; at the end HQ must have every
 * event that was ever said to be recorded, once, and the database must be sound.
 */
import { deepStrictEqual } from 'node:assert';
import fc from 'fast-check';
import { findViolations } from '../invariants.ts';
import { outcomesOf } from '../outcomes.ts';
import { anyCommands } from './commands.ts';
import { buildModel, ids, isOwn } from './model.ts';
import { buildWorld, type World } from './world.ts';

/** Throws with the shortest life that breaks a promise. */
export function runLives(seed: number, lives: number): void {
  fc.assert(
    fc.property(fc.integer(), anyCommands, (sample, commands) => {
      using world = buildWorld(sample);
      fc.modelRun(() => ({ model: buildModel(), real: world }), commands);
      deliverAll(world);
      deepStrictEqual(findViolations({ path: world.path(), said: world.said, hq: world.hq }), []);
      const atHq = [...world.hq.kept.values()].filter((event) => !isOwn(event));
      deepStrictEqual(ids(atHq).toSorted(), ids(world.said).toSorted());
    }),
    { seed, numRuns: lives },
  );
}

function deliverAll(world: World): void {
  const { store, hq } = world;
  world.isPicky = false;
  store.db.pragma('max_page_count = 100000');
  store.retryQuarantined();
  for (;;) {
    const batch = store.nextBatch({ maxEvents: 100, maxBytes: 65_536 });
    if (batch.length === 0) return;
    store.settle(outcomesOf(batch, hq.take(batch)));
  }
}
