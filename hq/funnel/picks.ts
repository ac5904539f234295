/** What an operator may choose from: its dealers, stores, mirrors and advisors, on whichever days they were in its scope. */
import { type RawBuilder, sql } from 'kysely';
import { daysOf, EVER, heldBy, inScope, type Scope } from '../accounts/scope.ts';
import { Problem } from '../http/problem.ts';
import type { HqDatabase } from '../storage/schema.ts';
import type { FunnelFilters } from './selection.ts';

export interface Pick {
  readonly id: string;
  readonly name: string;
}

export interface StorePick extends Pick {
  readonly timeZone: string;
}

/** Of the filters dealer, store and mirror narrow them. By name. */
export async function visibleStores(
  db: HqDatabase,
  scope: Scope,
  { dealer, store, mirror }: FunnelFilters = {},
): Promise<StorePick[]> {
  const id = sql.ref<string>('stores.store_id');
  const conditions = [
    inScope(scope, id, EVER),
    ...(dealer === undefined ? [] : [heldBy(dealer, id, EVER)]),
    ...(store === undefined ? [] : [sql<boolean>`${id} = ${store}`]),
    ...(mirror === undefined ? [] : [hasHad(id, mirror)]),
  ];
  const { rows } = await sql<StorePick>`
    SELECT store_id AS id, name, time_zone AS "timeZone" FROM stores
    WHERE ${sql.join(conditions, sql` AND `)} ORDER BY name, store_id`.execute(db);
  return rows;
}

const hasHad = (store: RawBuilder<string>, mirror: string) =>
  sql<boolean>`EXISTS (SELECT 1 FROM mirror_stores AS had WHERE had.store_id = ${store} AND had.mirror_id = ${mirror})`;

export interface Picks {
  readonly dealers: Pick[];
  readonly stores: StorePick[];
  readonly mirrors: Pick[];
  readonly advisors: Pick[];
}

/** @param store leaves its mirrors and advisors only */
export async function picksFor(db: HqDatabase, scope: Scope, store?: string): Promise<Picks> {
  const [dealers, stores, mirrors, advisors] = await Promise.all([
    dealersFor(db, scope),
    visibleStores(db, scope),
    mirrorsFor(db, scope, store),
    advisorsFor(db, scope, store),
  ]);
  return { dealers, stores, mirrors, advisors };
}

/** Throws `not-found` for an id out of the operator's scope and for one that nobody has alike. */
export async function requirePicks(db: HqDatabase, scope: Scope, filters: FunnelFilters): Promise<void> {
  const { dealer, store, mirror, ba } = filters;
  const isIn = (picks: readonly Pick[], id: string | undefined) =>
    id === undefined || picks.some((pick) => pick.id === id);
  const [dealers, stores, mirrors, advisors] = await Promise.all([
    dealer === undefined ? [] : dealersFor(db, scope),
    store === undefined ? [] : visibleStores(db, scope, { store }),
    mirror === undefined ? [] : mirrorsFor(db, scope),
    ba === undefined ? [] : advisorsFor(db, scope),
  ]);
  if (isIn(dealers, dealer) && isIn(stores, store) && isIn(mirrors, mirror) && isIn(advisors, ba)) return;
  throw new Problem('not-found', 'There is no such store, mirror, advisor or dealer for you.');
}

async function dealersFor(db: HqDatabase, scope: Scope): Promise<Pick[]> {
  if (scope.kind === 'store') return [];
  const own = scope.kind === 'dealer' ? sql`dealer_id = ${scope.dealer}` : sql`true`;
  const { rows } =
    await sql<Pick>`SELECT dealer_id AS id, name FROM dealers WHERE ${own} ORDER BY name`.execute(db);
  return rows;
}

async function mirrorsFor(db: HqDatabase, scope: Scope, store?: string): Promise<Pick[]> {
  const at = sql.ref<string>('stood.store_id');
  const { rows } = await sql<Pick>`
    SELECT DISTINCT mirror_id AS id, mirrors.name FROM mirrors JOIN mirror_stores AS stood USING (mirror_id)
    WHERE ${inScope(scope, at, daysOf('stood'))} AND ${ofStore(at, store)} ORDER BY name, id`.execute(db);
  return rows;
}

/** As the registry has them. */
async function advisorsFor(db: HqDatabase, scope: Scope, store?: string): Promise<Pick[]> {
  const at = sql.ref<string>('advisors.store_id');
  const { rows } = await sql<Pick>`
    SELECT ba_id AS id, min(name) AS name FROM advisors
    WHERE ${inScope(scope, at, daysOf('advisors'))} AND ${ofStore(at, store)} GROUP BY ba_id ORDER BY 2, 1`.execute(
    db,
  );
  return rows;
}

const ofStore = (column: RawBuilder<string>, store: string | undefined) =>
  store === undefined ? sql<boolean>`true` : sql<boolean>`${column} = ${store}`;
