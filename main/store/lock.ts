/**
 * The lock that lets one service at a time have the store. It is SQLite's own lock on an empty database beside it: the
 * kernel frees it with the process, however that ends, so there is never a stale one for a person to remove.
 */
import Database from 'better-sqlite3';
import { CodedError } from '../contract/coded-error.ts';
import { explain, hasCode, type StoreErrorCode } from './errors.ts';

/** A service that is being replaced may still be going. */
const PATIENCE_MS = 1000;

/** Else a collected object would free its lock while the service lives. */
const HELD = new Set<Database.Database>();

export interface Lock {
  release(): void;
}

/** Throws `store-locked`. @param path of the store */
export function takeLock(path: string): Lock {
  let db: Database.Database | undefined;
  try {
    db = new Database(`${path}.lock`, { timeout: PATIENCE_MS });
    // Nothing is ever written: a journal would only need room on a full disk.
    db.pragma('journal_mode = MEMORY');
    db.prepare('BEGIN EXCLUSIVE').run();
  } catch (cause) {
    db?.close();
    throw refusal(explain(cause, path), path);
  }
  const held = db;
  HELD.add(held);
  return {
    release() {
      HELD.delete(held);
      held.close();
    },
  };
}

function refusal(error: unknown, path: string): unknown {
  if (!hasCode(error, 'store-busy')) return error;
  return new CodedError<StoreErrorCode>(
    'store-locked',
    `Another service has the store ${path} open: end it first, or choose another data folder with --data.`,
    error,
  );
}
