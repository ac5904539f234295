/**
 * The writing connection with all that the promises hang on: set, read back and asserted, because SQLite ignores a pragma
 * that it does not know or cannot honour.
 */
import Database from 'better-sqlite3';
import { CodedError } from '../contract/coded-error.ts';
import type { StoreErrorCode } from './errors.ts';

const PAGE_BYTES = 4096;

/** What a WAL shrinks back to after a long reader or a large transaction. */
export const WAL_BYTES = 16 * 1024 * 1024;

/** `synchronous=FULL` is 2: a commit is on the disk when it returns. The library's own default, 1, is not. */
const PRAGMAS: readonly [name: string, set: string, read: string | number][] = [
  ['busy_timeout', '5000', 5000],
  ['journal_mode', 'WAL', 'wal'],
  ['synchronous', 'FULL', 2],
  ['foreign_keys', 'ON', 1],
  ['journal_size_limit', String(WAL_BYTES), WAL_BYTES],
];

/** Older ones can lose a WAL that is reset while it is read. */
const OLDEST_SQLITE = [3, 51, 3] as const;

/** Creates the database where there is none. Throws SQLite's errors, or `store-unsupported`. */
export function openConnection(path: string, maxBytes: number): Database.Database {
  const db = new Database(path);
  try {
    assertVersion(db);
    for (const [name, value, expected] of PRAGMAS) {
      db.pragma(`${name} = ${value}`);
      assertPragma(name, db.pragma(name, { simple: true }), expected);
    }
    limitPages(db, Math.floor(maxBytes / PAGE_BYTES));
    return db;
  } catch (cause) {
    db.close();
    throw cause;
  }
}

function assertVersion(db: Database.Database): void {
  const version = db.prepare<[], string>('SELECT sqlite_version()').pluck().get() as string;
  const parts = version.split('.').map(Number);
  const differing = OLDEST_SQLITE.findIndex((part, i) => part !== parts[i]);
  if (differing < 0 || (parts[differing] ?? 0) > (OLDEST_SQLITE[differing] as number)) return;
  throw unsupported(
    `SQLite ${version} is older than ${OLDEST_SQLITE.join('.')}: install better-sqlite3 again.`,
  );
}

function assertPragma(name: string, value: unknown, expected: string | number): void {
  if (value === expected) return;
  throw unsupported(
    `SQLite keeps ${name} at ${value} instead of ${expected}: put the data folder on a local disk.`,
  );
}

/** A database that is larger already stays as it is, and may not grow. */
function limitPages(db: Database.Database, pages: number): void {
  const present = db.pragma('page_count', { simple: true }) as number;
  db.pragma(`max_page_count = ${pages}`);
  assertPragma('max_page_count', db.pragma('max_page_count', { simple: true }), Math.max(pages, present));
}

function unsupported(sentence: string): CodedError<StoreErrorCode> {
  return new CodedError('store-unsupported', sentence);
}
