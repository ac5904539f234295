/** What the store does for itself: makes room, reports losses, keeps its ballast and its WAL in shape. */
import { statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import type { Ballast } from './ballast.ts';
import type { Room } from './bounds.ts';
import type { MirrorClock } from './clock.ts';
import { WAL_BYTES } from './connection.ts';
import type { Losses } from './losses.ts';
import type { Recorder } from './recorder.ts';
import { RETENTION_MS, type Retention } from './retention.ts';
import type { Transact } from './transactions.ts';

const HOUR_MS = 3_600_000;

/** At one call of a minute: more than a mirror records in a day, over the day. */
const RETENTION_STEPS = 4;

/** In one transaction that lacks room: 0.2 s at the most, on a store whose events HQ has all. */
const URGENT_STEPS = 20;
/** At one call while room is short, each committed by itself. */
const ROOM_STEPS = 40;

/** How long truncating the WAL waits for a reader to finish. */
const PATIENCE_MS = 50;

export interface MaintenanceParts {
  db: Database.Database;
  path: string;
  clock: MirrorClock;
  transact: Transact;
  retention: Retention;
  /** Folds health of hours that had ended. */
  fold(untilMs: number): number;
  losses: Losses;
  recorder: Pick<Recorder, 'record'>;
  room: Room;
  ballast: Ballast;
}

export function buildMaintenance(parts: MaintenanceParts) {
  const { db, path, clock, transact, retention, fold, losses, recorder, room, ballast } = parts;

  function keepLosses(): void {
    if (losses.total > 0 && room.isAmple()) {
      transact(() => {
        for (const report of losses.reports()) recorder.record(report);
        losses.clear();
      });
      losses.reported();
    } else if (losses.isUnwritten) {
      transact(() => losses.write());
      losses.written();
    }
  }

  /** Until there is room again, or nothing more that HQ has. */
  function freeDelivered(steps: number, step: () => void): void {
    for (let taken = 0; taken < steps && !room.isAmple(); taken++) {
      step();
      if (retention.isRound) return;
    }
  }

  function truncateWal(): void {
    const bytes = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes <= WAL_BYTES) return;
    const before = db.pragma('busy_timeout', { simple: true });
    db.pragma(`busy_timeout = ${PATIENCE_MS}`);
    try {
      db.pragma('wal_checkpoint(TRUNCATE)');
    } finally {
      db.pragma(`busy_timeout = ${before}`);
    }
  }

  return {
    keepLosses,
    /**
     * In the transaction that lacks room. HQ has what is deleted here, so its age does not count; the hour under way keeps
     * its readings.
     */
    makeRoom(): void {
      freeDelivered(URGENT_STEPS, () => retention.step(Number.POSITIVE_INFINITY));
      fold(clock.now().timeMs);
    },
    maintain(): void {
      const { timeMs } = clock.now();
      for (let step = 0; step < RETENTION_STEPS; step++) {
        transact(() => retention.step(timeMs - RETENTION_MS));
        if (retention.isRound) break;
      }
      freeDelivered(ROOM_STEPS, () => transact(() => retention.step(Number.POSITIVE_INFINITY)));
      transact(() => fold(timeMs - HOUR_MS));
      keepLosses();
      truncateWal();
      ballast.keep();
    },
  };
}
