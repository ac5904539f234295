/**
 * Transactions over the database and what is counted beside it in memory: both are kept or both undone. Nested ones undo
 * themselves alone.
 */
import type Database from 'better-sqlite3';
import { explain } from './errors.ts';

/** What would take a scan to count. Changed by those who change the rows, within a transaction. */
export interface Tally {
  /** Highest number given. */
  lastSeq: number;
  events: number;
  pending: number;
  quarantined: number;
}

export interface TransactionParts {
  db: Database.Database;
  tally: Tally;
  /** For errors. */
  path: string;
  /** After a commit; must not throw. @param before as it was before */
  onCommit(before: Tally): void;
  /** After a transaction, or a nested part of one, was undone. @param before as it was before, and is again */
  onUndone(error: unknown, before: Tally): void;
}

export type Transact = <T>(write: () => T) => T;

export function buildTransact({ db, tally, path, onCommit, onUndone }: TransactionParts): Transact {
  const prepare = (sql: string) => db.prepare(sql);
  const outer = {
    begin: prepare('BEGIN IMMEDIATE'),
    commit: [prepare('COMMIT')],
    undo: [prepare('ROLLBACK')],
  };
  const inner = {
    begin: prepare('SAVEPOINT nested'),
    commit: [prepare('RELEASE nested')],
    undo: [prepare('ROLLBACK TO nested'), prepare('RELEASE nested')],
  };
  /** SQLite undoes a whole transaction by itself on some errors: what was caught inside it must not go on outside of it. */
  let undone: unknown;
  let depth = 0;

  function run<T>({ begin, commit, undo }: typeof outer, write: () => T): T {
    const before = { ...tally };
    try {
      begin.run();
      const result = write();
      if (!db.inTransaction) throw undone ?? new Error('The transaction was ended inside of it.');
      for (const statement of commit) statement.run();
      return result;
    } catch (cause) {
      const error = explain(cause, path);
      if (db.inTransaction) for (const statement of undo) statement.run();
      else undone ??= error;
      Object.assign(tally, before);
      onUndone(error, before);
      throw error;
    }
  }

  function transact<T>(write: () => T): T {
    if (depth > 0 && !db.inTransaction) throw undone;
    const isNested = db.inTransaction;
    const before = { ...tally };
    if (depth === 0) undone = undefined;
    depth++;
    let result: T;
    try {
      result = run(isNested ? inner : outer, write);
    } finally {
      depth--;
    }
    if (!isNested) onCommit(before);
    return result;
  }

  return transact;
}
