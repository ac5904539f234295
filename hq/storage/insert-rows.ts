/** Many rows in one statement with a fixed number of parameters: one array a column, laid side by side by `unnest`. */
import { type Insertable, type RawBuilder, sql } from 'kysely';
import type { HqDatabase, HqTables } from './schema.ts';

/** Column by column, the type of its array. */
export type ColumnTypes<T extends keyof HqTables> = {
  readonly [C in keyof Insertable<HqTables[T]>]-?: 'text' | 'bigint' | 'boolean';
};

/**
 * `INSERT INTO … SELECT …`, to be followed by what to do on conflict. Rows must differ in the key where a conflict updates.
 * Sums of what a mirror says may pass 2^53, where they stay.
 */
export function insertRows<T extends keyof HqTables>(
  table: T,
  types: ColumnTypes<T>,
  rows: readonly Insertable<HqTables[T]>[],
): RawBuilder<unknown> {
  const names = Object.keys(types) as (keyof Insertable<HqTables[T]> & string)[];
  const arrays = names.map((name) => {
    const cells = rows.map((row) => storable(row[name]));
    return sql`${cells}::${sql.raw(types[name])}[]`;
  });
  const columns = sql.join(names.map((name) => sql.ref(name)));
  return sql`INSERT INTO ${sql.table(table)} (${columns}) SELECT * FROM unnest(${sql.join(arrays)})`;
}

const storable = (cell: unknown): unknown =>
  typeof cell === 'number' ? Math.min(cell, Number.MAX_SAFE_INTEGER) : cell;

/** Inserts rows, or replaces those that are there; `key` is the table's primary key. */
export async function upsertRows<T extends keyof HqTables>(
  db: HqDatabase,
  table: T,
  key: readonly (keyof Insertable<HqTables[T]> & string)[],
  types: ColumnTypes<T>,
  rows: readonly Insertable<HqTables[T]>[],
): Promise<void> {
  if (rows.length === 0) return;
  const others = Object.keys(types).filter((name) => !(key as readonly string[]).includes(name));
  const updates = others.map((name) => sql`${sql.ref(name)} = excluded.${sql.ref(name)}`);
  const conflict = sql.join(key.map((name) => sql.ref(name)));
  await sql`
    ${insertRows(table, types, rows)}
    ON CONFLICT (${conflict}) DO UPDATE SET ${sql.join(updates)}`.execute(db);
}
