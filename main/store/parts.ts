/** Builds the parts of the store over an open database and ties them to each other. */
import { z } from 'zod';
import type { Ballast } from './ballast.ts';
import { buildRoom } from './bounds.ts';
import { buildClock } from './clock.ts';
import { buildDamageWatch } from './damage-watch.ts';
import { buildDelivery, countRows } from './delivery.ts';
import { buildDocuments } from './documents.ts';
import { hasCode, unlessStoreFails } from './errors.ts';
import { buildFolding } from './health-folding.ts';
import { buildLosses } from './losses.ts';
import { buildMaintenance } from './maintenance.ts';
import type { Opened } from './open.ts';
import { buildRecorder, type Recorder } from './recorder.ts';
import { buildRetention } from './retention.ts';
import type { StoreOptions } from './store.ts';
import { buildTransact, type Tally, type Transact } from './transactions.ts';

/** No hash covers it, so a disk may have changed it: whole ms, a century at the most. */
const offsetSchema = z.int().min(-3.2e12).max(3.2e12);

export type SettledOptions = StoreOptions & Required<Pick<StoreOptions, 'bootId' | 'bounds' | 'disk'>>;

export type Parts = ReturnType<typeof buildParts>;

export function buildParts(options: SettledOptions, opened: Opened, ballast: Ballast) {
  const { path } = options;
  const { db } = opened;
  const basics = buildBasics(options, opened, ballast);
  const { tally } = basics;
  const transact: Transact = buildTransact({
    ...{ db, tally, path },
    ...buildReactions(path, opened, ballast, basics, () => recorder),
  });
  const acknowledge = buildAcknowledge(db, transact);
  const delivery = buildDelivery(db, tally, acknowledge);
  const retention = buildRetention(db, tally);
  const recorder: Recorder = buildRecorder({
    ...{ ...basics, path, bootId: options.bootId, db, highWater: opened.highWater, delivery },
    project: options.project?.(db) ?? (() => {}),
    makeRoom: () => maintenance.makeRoom(),
  });
  const fold = buildFolding({
    ...{ db, isSent: delivery.isSent, remove: retention.remove },
    append: (body, last) => void recorder.record({ type: 'mirror.health', visitId: null, body }, last),
  });
  const maintenance = buildMaintenance({
    ...{ ...basics, db, path, transact, retention, fold, recorder, ballast },
  });
  return { ...basics, transact, acknowledge, delivery, recorder, maintenance };
}

type Basics = ReturnType<typeof buildBasics>;

function buildBasics(
  { path, bounds, disk, clock }: SettledOptions,
  { db, lastSeq }: Opened,
  ballast: Ballast,
) {
  const tally: Tally = { lastSeq, ...countRows(db) };
  const documents = buildDocuments(db);
  const offsetMs = offsetSchema.safeParse(documents.read('clock-offset')).data ?? null;
  return {
    tally,
    documents,
    clock: buildClock(offsetMs, clock),
    losses: buildLosses(db),
    room: buildRoom({ db, tally, bounds, disk, missingBallast: ballast.missingBytes }),
    damage: buildDamageWatch(path),
    /** Called after each commit that appended events. */
    listeners: new Set<() => void>(),
  };
}

/** What follows the end of a transaction. */
function buildReactions(
  path: string,
  { highWater }: Opened,
  ballast: Ballast,
  { tally, damage, listeners }: Basics,
  recorder: () => Recorder,
) {
  return {
    onCommit(before: Tally): void {
      recorder().onCommit();
      if (tally.lastSeq === before.lastSeq) return;
      unlessStoreFails(path, () => highWater.note(tally.lastSeq));
      for (const listener of listeners) callSafely(listener);
    },
    onUndone(error: unknown, before: Tally): void {
      recorder().onUndone(error, before);
      damage.look(error);
      // The disk itself refused: from now on only acknowledging may have the room.
      if (hasCode(error, 'store-full') && error.cause !== undefined) ballast.giveUp();
    },
  };
}

/** Tries once more where the ballast was given up for it. */
function buildAcknowledge(db: Opened['db'], transact: Transact): Transact {
  return (write) => {
    try {
      return transact(write);
    } catch (error) {
      if (db.inTransaction || !hasCode(error, 'store-full')) throw error;
      return transact(write);
    }
  };
}

/** The events are recorded, whatever becomes of a listener. */
function callSafely(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}
