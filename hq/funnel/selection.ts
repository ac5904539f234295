/** Which rows a funnel counts: those of its days and mode that the operator may see and the filters leave. */
import { type RawBuilder, sql } from 'kysely';
import type { FunnelQuery } from '../../main/contract/funnel.ts';
import type { Range } from '../../main/contract/funnel-rows.ts';
import { heldBy, inScope, onDay, type Scope } from '../accounts/scope.ts';

export interface FunnelFilters {
  readonly dealer?: string | undefined;
  readonly store?: string | undefined;
  readonly mirror?: string | undefined;
  /** The serving advisor. */
  readonly ba?: string | undefined;
}

export interface Asked extends FunnelQuery {
  readonly scope: Scope;
  readonly filters: FunnelFilters;
}

const all = (conditions: readonly RawBuilder<boolean>[]) =>
  sql<boolean>`(${sql.join(conditions, sql` AND `)})`;

/** Of any table with `store_id` and `day`. @param table its name in the query */
export function storeDays(
  { scope, filters }: Asked,
  { from, to }: Range,
  table: string,
): RawBuilder<boolean> {
  const id = sql.ref<string>(`${table}.store_id`);
  const day = sql.ref<string>(`${table}.day`);
  return all([
    sql`${day} BETWEEN ${from} AND ${to}`,
    inScope(scope, id, onDay(day)),
    ...(filters.store === undefined ? [] : [sql<boolean>`${id} = ${filters.store}`]),
    ...(filters.dealer === undefined ? [] : [heldBy(filters.dealer, id, onDay(day))]),
  ]);
}

/** Of a table that has `mirror_id` too. */
export function mirrorDays(asked: Asked, range: Range, table: string): RawBuilder<boolean> {
  const { mirror } = asked.filters;
  const days = storeDays(asked, range, table);
  return mirror === undefined ? days : all([days, sql`${sql.ref(`${table}.mirror_id`)} = ${mirror}`]);
}

/** Of `visits`. A visit without a day is open or was too short, and counts nowhere. */
export function visitsOf(asked: Asked, range: Range): RawBuilder<boolean> {
  const { ba } = asked.filters;
  return all([
    mirrorDays(asked, range, 'visits'),
    sql`visits.mode = ${asked.mode}`,
    ...(ba === undefined ? [] : [sql<boolean>`visits.ba = ${ba}`]),
  ]);
}

/** Of `visit_shades`, which know their visit's store, day and mode; its advisor is asked of the visit. */
export function shadesOf(asked: Asked, range: Range): RawBuilder<boolean> {
  const { ba } = asked.filters;
  return all([
    mirrorDays(asked, range, 'visit_shades'),
    sql`visit_shades.mode = ${asked.mode}`,
    ...(ba === undefined
      ? []
      : [
          sql<boolean>`EXISTS (
            SELECT 1 FROM visits WHERE visits.mirror_id = visit_shades.mirror_id
              AND visits.visit_id = visit_shades.visit_id AND visits.ba = ${ba})`,
        ]),
  ]);
}

/** Nobody can tell which advisor someone passed by, and nobody passes by for a demonstration. */
export const hasPassers = ({ mode, filters }: Asked): boolean =>
  mode === 'shopper' && filters.ba === undefined;
