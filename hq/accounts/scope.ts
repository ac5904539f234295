/**
 * What an operator may see, as a condition of SQL. Every page, JSON and CSV asks here and nowhere else. A dealer sees a
 * store for the days on which the store was its own; a store sees itself.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Operator } from './operators.ts';

export type Scope = { kind: 'all' } | { kind: 'dealer'; dealer: string } | { kind: 'store'; store: string };

export function scopeOf({ role, scopeId }: Pick<Operator, 'role' | 'scopeId'>): Scope {
  if (role === 'hq') return { kind: 'all' };
  // The database holds roles to a scope; without one nothing is seen.
  return role === 'dealer'
    ? { kind: 'dealer', dealer: scopeId ?? '' }
    : { kind: 'store', store: scopeId ?? '' };
}

/** Store-local days, both ends counted, as columns or values of the enclosing query. */
export interface Days {
  readonly from: RawBuilder<string>;
  readonly to: RawBuilder<string>;
}

export const onDay = (day: RawBuilder<string>): Days => ({ from: day, to: day });
export const EVER: Days = { from: sql`'0000-01-01'`, to: sql`'9999-12-31'` };
/** Of a registry row whose `to_day` may be open. @param table its name in the query */
export const daysOf = (table: string): Days => ({
  from: sql.ref(`${table}.from_day`),
  to: sql`coalesce(${sql.ref(`${table}.to_day`)}, ${EVER.to})`,
});

/** Whether the store may be seen on any of the days. @param store a column or value of the enclosing query */
export function inScope(scope: Scope, store: RawBuilder<string>, days: Days): RawBuilder<boolean> {
  if (scope.kind === 'all') return sql<boolean>`true`;
  if (scope.kind === 'store') return sql<boolean>`${store} = ${scope.store}`;
  return heldBy(scope.dealer, store, days);
}

/** Whether the store was the dealer's on any of the days. */
export function heldBy(dealer: string, store: RawBuilder<string>, days: Days): RawBuilder<boolean> {
  return sql<boolean>`EXISTS (
    SELECT 1 FROM store_dealers AS held
    WHERE held.store_id = ${store} AND held.dealer_id = ${dealer}
      AND held.from_day <= ${days.to} AND (held.to_day IS NULL OR held.to_day >= ${days.from}))`;
}

/** The day at `timeMs` where clocks show `timeZone`. */
export const localDay = (timeMs: number, timeZone: RawBuilder<string>): RawBuilder<string> =>
  sql<string>`to_char(to_timestamp(${timeMs}::float8 / 1000) AT TIME ZONE ${timeZone}, 'YYYY-MM-DD')`;

/** Whether a version of the ledger credits the operator's own store or dealer. @param table its name in the query */
export function creditInScope(scope: Scope, table: string): RawBuilder<boolean> {
  if (scope.kind === 'all') return sql<boolean>`true`;
  return scope.kind === 'store'
    ? sql<boolean>`coalesce(${sql.ref(`${table}.credit_store_id`)} = ${scope.store}, false)`
    : sql<boolean>`coalesce(${sql.ref(`${table}.credit_dealer_id`)} = ${scope.dealer}, false)`;
}

/** Whether the code of a version was shown in a store that was the operator's on that day. */
export const showingInScope = (scope: Scope, table: string): RawBuilder<boolean> =>
  inScope(scope, sql.ref(`${table}.store_id`), onDay(sql.ref(`${table}.day`)));
