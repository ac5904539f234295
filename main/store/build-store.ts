/** Gives the parts of the store their common face. */
import { backUp } from './backup.ts';
import type { Ballast } from './ballast.ts';
import { isVital } from './bounds.ts';
import { startCheck } from './check.ts';
import { explain, hasCode, unlessStoreFails } from './errors.ts';
import { INCIDENT_KEY, type Opened } from './open.ts';
import { buildParts, type Parts, type SettledOptions } from './parts.ts';
import type { Store } from './store.ts';

/** Closes with `opened`, which it owns from now on. */
export function buildStore(options: SettledOptions, opened: Opened, ballast: Ballast): Store {
  const { path } = options;
  const { db, incident } = opened;
  const parts = buildParts(options, opened, ballast);
  recordIncident(path, opened, parts);
  const check = opened.isUnchecked ? startCheck(path, parts.damage.note) : undefined;
  return {
    ...buildWriting(path, opened, parts),
    ...buildReading(path, parts),
    db,
    clock: parts.clock,
    incident,
    get isDamaged() {
      return parts.damage.isDamaged;
    },
    onAppended(listener) {
      parts.listeners.add(listener);
      return () => void parts.listeners.delete(listener);
    },
    backup: (target) => backUp(db, target),
    close() {
      check?.stop();
      opened.close();
    },
  };
}

/** A full disk takes no note of it now; the next start tries again. */
function recordIncident(path: string, { incident }: Opened, { transact, recorder, documents }: Parts): void {
  if (incident === null) return;
  unlessStoreFails(path, () =>
    transact(() => {
      recorder.record({ type: 'store.incident', visitId: null, body: incident.body });
      documents.remove(INCIDENT_KEY);
    }),
  );
}

type Writing = Pick<
  Store,
  'transact' | 'append' | 'countLost' | 'writeState' | 'settle' | 'retryQuarantined'
>;

function buildWriting(path: string, { db }: Opened, parts: Parts): Writing {
  const { transact, acknowledge, recorder, delivery, documents, losses, maintenance } = parts;

  /** Whatever came of it: what was refused is written down, or reported where there is room again. */
  function keepingLosses<T>(write: () => T): T {
    try {
      return transact(write);
    } finally {
      if (losses.total > 0 && !db.inTransaction) unlessStoreFails(path, maintenance.keepLosses);
    }
  }

  return {
    transact: keepingLosses,
    append(events, options) {
      try {
        return keepingLosses(() => recorder.append(events, options));
      } catch (error) {
        const mayBeRefused =
          !options?.isKept && !db.inTransaction && !events.some(({ type }) => isVital(type));
        if (mayBeRefused && hasCode(error, 'store-full')) return [];
        throw error;
      }
    },
    countLost(events) {
      for (const { type } of events) losses.add(type);
    },
    writeState: (key, value) => keepingLosses(() => documents.write(key, value)),
    settle: (outcomes) => acknowledge(() => delivery.settle(outcomes)),
    retryQuarantined: () => keepingLosses(delivery.retryQuarantined),
  };
}

type Reading = Pick<Store, 'readState' | 'nextBatch' | 'counts' | 'health' | 'maintain'>;

function buildReading(
  path: string,
  { documents, delivery, losses, room, maintenance, damage }: Parts,
): Reading {
  /** Errors are explained, and damage is noted. */
  function guard<T>(read: () => T): T {
    try {
      return read();
    } catch (cause) {
      const error = explain(cause, path);
      damage.look(error);
      throw error;
    }
  }

  return {
    readState: (key) => guard(() => documents.read(key)),
    nextBatch: (limit) => guard(() => delivery.nextBatch(limit)),
    counts: () => guard(delivery.counts),
    health: () => guard(() => ({ ...delivery.counts(), lost: losses.total, fullness: room.fullness() })),
    maintain: () => guard(maintenance.maintain),
  };
}
