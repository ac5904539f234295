/** Writes and reads the aggregates of the store by the tables of ledger.ts. The connection is the caller's. */
import type { Database } from '../store/store.ts';
import { type Line, TABLES, type Table } from './ledger.ts';

const NAMES = Object.keys(TABLES) as Table[];

/** Adds lines to the rows that they name, inside the caller's transaction; a row that comes down to zeros goes. */
export function prepareAdding(db: Database): (lines: readonly Line[]) => void {
  const statements = Object.fromEntries(NAMES.map((table) => [table, prepareTable(db, table)]));
  return (lines) => {
    for (const { table, key, counts } of lines) {
      statements[table]?.add.run(...key, ...counts);
      if (counts.some((count) => count < 0)) statements[table]?.drop.run(...key);
    }
  };
}

function prepareTable(db: Database, table: Table) {
  const { keys, counts } = TABLES[table];
  const columns = [...keys, ...counts];
  const sums = counts.map((name) => `${name} = ${name} + excluded.${name}`);
  const row = [...keys.map((name) => `${name} = ?`), ...counts.map((name) => `${name} = 0`)];
  return {
    add: db.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
       ON CONFLICT (${keys.join(', ')}) DO UPDATE SET ${sums.join(', ')}`,
    ),
    drop: db.prepare(`DELETE FROM ${table} WHERE ${row.join(' AND ')}`),
  };
}

/** Every row of all aggregates. */
export function readLines(db: Database): Line[] {
  return NAMES.flatMap((table) => {
    const { keys, counts } = TABLES[table];
    const rows = db
      .prepare(`SELECT ${[...keys, ...counts].join(', ')} FROM ${table}`)
      .raw()
      .all() as (string | number)[][];
    return rows.map((row) => ({
      table,
      key: row.slice(0, keys.length),
      counts: row.slice(keys.length) as number[],
    }));
  });
}

export function clearTables(db: Database): void {
  for (const table of NAMES) db.prepare(`DELETE FROM ${table}`).run();
}
