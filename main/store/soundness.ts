/**
 * Judges a database file before anything is built on it: its header, its schema to the letter, its pages, and the index
 * that decides what is sent.
 */
import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Damage } from './errors.ts';

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';

/**
 * Bytes that SQLite takes for a format of the future, and then opens read-only or not at all, with other errors than that
 * of damage. Call it while no connection of this process is open. Throws Damage.
 */
export function assertHeader(path: string): void {
  if (!existsSync(path)) return;
  const header = Buffer.alloc(HEADER_BYTES);
  const file = openSync(path, 'r');
  let length: number;
  try {
    length = readSync(file, header, 0, HEADER_BYTES, 0);
  } finally {
    closeSync(file);
  }
  if (length === 0) return;
  const writeVersion = header[18] ?? 0;
  const readVersion = header[19] ?? 0;
  const isKnown = header.toString('latin1', 0, MAGIC.length) === MAGIC;
  if (isKnown && length === HEADER_BYTES && writeVersion <= 2 && readVersion <= 2) return;
  throw new Damage('the header is not of an SQLite database');
}

/** Throws Damage where a table, index or trigger is not what the steps make. */
export function assertSchema(db: Database.Database, steps: readonly string[]): void {
  const model = new Database(':memory:');
  try {
    for (const step of steps) model.exec(step);
    if (schemaOf(db) !== schemaOf(model)) throw new Damage('the schema is not what its version says');
  } finally {
    model.close();
  }
}

/** Tables that SQLite makes for its planner are not part of it. */
function schemaOf(db: Database.Database): string {
  const objects = db
    .prepare(
      `SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name`,
    )
    .raw()
    .all();
  return JSON.stringify(objects);
}

/**
 * All pages, and that every event to be sent is in the index by which it is sent, which `quick_check` leaves out. 4 s
 * for 1 GB in the page cache. Throws Damage.
 */
export function assertContent(db: Database.Database): void {
  for (const check of ['quick_check(1)', 'integrity_check(delivery)']) {
    const finding = db.pragma(check, { simple: true });
    if (finding !== 'ok') throw new Damage(String(finding));
  }
}
