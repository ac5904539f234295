/**
 * What was refused for want of room, counted by type of event until it is reported. The count in memory is the true one;
 * the table follows as soon as the disk takes it.
 */
import type Database from 'better-sqlite3';
import type { EventType, NewEvent } from '../contract/events.ts';

export interface Losses {
  readonly total: number;
  add(type: EventType): void;
  /** Whether the table does not know all of it. */
  readonly isUnwritten: boolean;
  /** For the caller's transaction, after whose commit `written` is to be called. */
  write(): void;
  written(): void;
  /** What to tell HQ of it. */
  reports(): NewEvent[];
  /** For the caller's transaction, after whose commit `reported` is to be called. */
  clear(): void;
  reported(): void;
}

export function buildLosses(db: Database.Database): Losses {
  const rows = db.prepare<[], [string, number]>('SELECT class, count FROM losses').raw().all();
  const counts = new Map<string, number>(rows);
  const set = db.prepare('INSERT OR REPLACE INTO losses (class, count) VALUES (?, ?)');
  const clear = db.prepare('DELETE FROM losses');
  let isUnwritten = false;
  return {
    get total() {
      return [...counts.values()].reduce((sum, count) => sum + count, 0);
    },
    add(type) {
      counts.set(type, (counts.get(type) ?? 0) + 1);
      isUnwritten = true;
    },
    get isUnwritten() {
      return isUnwritten;
    },
    write() {
      for (const [type, count] of counts) set.run(type, count);
    },
    written() {
      isUnwritten = false;
    },
    reports: () =>
      [...counts].map(([type, count]) => ({
        type: 'loss.reported',
        visitId: null,
        body: { class: type, count },
      })),
    clear: () => void clear.run(),
    reported() {
      counts.clear();
      isUnwritten = false;
    },
  };
}
