/** What can go wrong with the store, as codes with sentences: from SQLite's and the system's errors. */
import Database from 'better-sqlite3';
import { CodedError } from '../contract/coded-error.ts';

/**
 * - `store-locked`: another service has it open.
 * - `store-too-new`: a newer version of this program wrote it.
 * - `store-unsupported`: this SQLite or this disk cannot keep the promises.
 * - `store-full`: no room on the disk or within the bounds; nothing of the transaction was kept.
 * - `store-unwritable`: the disk fails or is read-only; nothing of the transaction was kept.
 * - `store-damaged`: what is on the disk is no sound database; the next start sets it aside.
 * - `store-busy`: another program held it for longer than five seconds.
 */
export type StoreErrorCode =
  | 'store-locked'
  | 'store-too-new'
  | 'store-unsupported'
  | 'store-full'
  | 'store-unwritable'
  | 'store-damaged'
  | 'store-busy';

export type StoreError = CodedError<StoreErrorCode>;

const BY_CODE: readonly [RegExp, StoreErrorCode, (path: string) => string][] = [
  [
    /^(SQLITE_FULL|ENOSPC|EDQUOT)/,
    'store-full',
    (path) => `There is no room left for the store ${path}: free space on its disk, or connect HQ.`,
  ],
  [
    /^(SQLITE_CORRUPT|SQLITE_NOTADB)/,
    'store-damaged',
    (path) => `The store ${path} is damaged: restart the service, which sets it aside and saves what it can.`,
  ],
  [
    /^(SQLITE_IOERR|SQLITE_READONLY|SQLITE_CANTOPEN|SQLITE_PERM|SQLITE_AUTH|EROFS|EIO|EACCES|EPERM)/,
    'store-unwritable',
    (path) => `The store ${path} cannot be written: check its disk, and the permissions of its folder.`,
  ],
  [
    /^(SQLITE_BUSY|SQLITE_LOCKED)/,
    'store-busy',
    (path) => `Another program holds the store ${path}: end it, or open the store read-only there.`,
  ],
];

/** A StoreError where SQLite or the system gave the reason; every other error as it is. */
export function explain(cause: unknown, path: string): unknown {
  if (cause instanceof CodedError || !(cause instanceof Error) || !('code' in cause)) return cause;
  const found = BY_CODE.find(([pattern]) => pattern.test(String(cause.code)));
  return found === undefined ? cause : new CodedError<StoreErrorCode>(found[1], found[2](path), cause);
}

export function hasCode(error: unknown, ...codes: StoreErrorCode[]): error is StoreError {
  return error instanceof CodedError && codes.includes(error.code);
}

/** For what is tried again later and must not undo what was achieved. */
export function unlessStoreFails(path: string, act: () => void): void {
  try {
    act();
  } catch (cause) {
    const error = explain(cause, path);
    if (!hasCode(error, 'store-full', 'store-unwritable', 'store-damaged', 'store-busy')) throw error;
  }
}

/** What is on the disk is not a sound store. */
export class Damage extends Error {}

/** Whether SQLite itself, or a check of ours, could make no sense of the content. */
export function tellsDamage(cause: unknown): boolean {
  return cause instanceof Damage || hasCode(explain(cause, ''), 'store-damaged');
}

/**
 * Runs checks. Every error of SQLite in them that is not about the disk or another program tells of damage: a flipped bit
 * can look like SQL that was never right.
 */
export function judging<T>(check: () => T): T {
  try {
    return check();
  } catch (cause) {
    const isKnown = explain(cause, '') !== cause;
    if (isKnown || !(cause instanceof Database.SqliteError)) throw cause;
    throw new Damage(cause.message);
  }
}
