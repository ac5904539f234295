/** Opens the store of a data folder for a technician's command: read-only, beside the running mirror. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { CodedError } from '../contract/coded-error.ts';
import { DEFINITION, readStanding } from './standing.ts';

export type ReadStoreErrorCode = 'store-missing' | 'statistics-missing';

export interface ReadStore {
  readonly db: Database.Database;
  /** In whose days the statistics are. */
  readonly timeZone: string;
  /** Absolute. */
  readonly path: string;
}

const STORE = 'store.db';

/** The caller closes it. Throws a ReadStoreErrorCode. */
export function readStore(dataFolder: string): ReadStore {
  const path = join(dataFolder, STORE);
  if (!existsSync(path)) {
    throw new CodedError<ReadStoreErrorCode>(
      'store-missing',
      `There is no store ${path}: name the mirror's data folder with --data, or start the mirror once.`,
    );
  }
  const db = new Database(path, { readonly: true, fileMustExist: true });
  const standing = db.pragma('user_version', { simple: true }) === 0 ? undefined : readStanding(db);
  if (standing?.definition === DEFINITION) return { db, timeZone: standing.timeZone, path };
  db.close();
  throw new CodedError<ReadStoreErrorCode>(
    'statistics-missing',
    `The store ${path} has no statistics of this version: start the mirror once, which makes them.`,
  );
}
