/** A store as a killed service leaves it: some events at HQ, some pending, part of them in the WAL only. */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NewEvent } from '../../../main/contract/events.ts';
import { openStore, type Store } from '../../../main/store/store.ts';
import { copyAsKilled } from '../folder.ts';
import type { Said } from '../invariants.ts';
import { outcomesOf } from '../outcomes.ts';
import type { Random } from '../random.ts';
import { sampleEvents } from '../sample-events.ts';
import { buildScriptedHq, type ScriptedHq } from '../scripted-hq.ts';

export interface Sample {
  path: string;
  said: Said[];
  hq: ScriptedHq;
}

const TRANSACTIONS = 60;

export const openSample = (path: string): Store => openStore({ path, bootId: randomUUID() });

export function buildSample(folder: string, random: Random): Sample {
  const before = join(folder, 'before');
  const after = join(folder, 'after');
  mkdirSync(before);
  const store = openSample(join(before, 'store.db'));
  const hq = buildScriptedHq();
  const said: Said[] = [];
  const source = sampleEvents(random);
  // So that there is something in the database and something in the WAL.
  const checkpointAt = random.below(TRANSACTIONS - 5);
  for (let count = 0; count < TRANSACTIONS; count++) {
    said.push(...store.append(take(source, 1 + random.below(4))));
    if (random.below(8) === 0) deliverSome(store, hq);
    if (count === checkpointAt) store.db.pragma('wal_checkpoint(TRUNCATE)');
  }
  copyAsKilled(before, after);
  store.close();
  return { path: join(after, 'store.db'), said, hq };
}

export function take(source: Iterator<NewEvent, never>, count: number): NewEvent[] {
  return Array.from({ length: count }, () => source.next().value);
}

/** @returns whether there was anything to send */
export function deliverSome(store: Store, hq: ScriptedHq): boolean {
  const batch = store.nextBatch({ maxEvents: 40, maxBytes: 65_536 });
  store.settle(outcomesOf(batch, hq.take(batch)));
  return batch.length > 0;
}
