/**
 * Takes the steps of the schema that a store lacks, all in one transaction, after a copy of the store was made. A store is
 * of the old version or of the new one, whenever the power goes.
 */
import {
  closeSync,
  copyFileSync,
  constants as fileModes,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type Database from 'better-sqlite3';
import { CodedError } from '../contract/coded-error.ts';
import { Damage, type StoreErrorCode } from './errors.ts';

/** How many were taken. Throws Damage, or `store-too-new`. */
export function stepsTaken(db: Database.Database, steps: readonly string[], path: string): number {
  const taken = db.pragma('user_version', { simple: true }) as number;
  if (taken !== countedSteps(db)) throw new Damage(`user_version is ${taken}, and that is not so`);
  if (taken <= steps.length) return taken;
  throw new CodedError<StoreErrorCode>(
    'store-too-new',
    `The store ${path} was written by a newer version of this program: install that version again, or move the file away.`,
  );
}

/** As the store itself tells beside its `user_version`, of which one flipped bit makes another. */
function countedSteps(db: Database.Database): number {
  const objects = db.prepare<[], string>('SELECT name FROM sqlite_schema').pluck().all();
  if (objects.length === 0) return 0;
  if (!objects.includes('schema_steps')) throw new Damage('the schema is not of a store');
  return db.prepare<[], number>('SELECT taken FROM schema_steps').pluck().get() ?? -1;
}

export function takeSteps(db: Database.Database, steps: readonly string[], taken: number): void {
  if (taken === steps.length) return;
  db.transaction(() => {
    for (const step of steps.slice(taken)) db.exec(step);
    db.pragma(`user_version = ${steps.length}`);
    db.prepare('UPDATE schema_steps SET taken = ?').run(steps.length);
  }).immediate();
}

/**
 * Copies the store as it is, beside it; one such copy is kept. No connection of this process may be open: closing another
 * handle of the file would free SQLite's locks on it.
 */
export function copyBeforeMigration(path: string, taken: number): void {
  if (statSync(path).size === 0) return;
  const copy = `${path}.before-${taken + 1}`;
  copyFileSync(path, `${copy}.part`, fileModes.COPYFILE_FICLONE);
  syncFile(`${copy}.part`);
  renameSync(`${copy}.part`, copy);
  const folder = dirname(path);
  const copies = readdirSync(folder).filter((name) => name.startsWith(`${basename(path)}.before-`));
  for (const name of copies) if (join(folder, name) !== copy) rmSync(join(folder, name));
}

function syncFile(path: string): void {
  const file = openSync(path, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
