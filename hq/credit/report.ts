/**
 * The ledger added up: claims by what became of them, for each store, advisor, dealer and carrier. Beside them what no claim
 * tells: codes shown on carriers that are silent on known contacts, and landing pages opened without anybody joining.
 */
import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { CARRIERS, SILENT_ON_KNOWN } from '../../main/contract/carriers.ts';
import { addDays } from '../../main/contract/local-time.ts';
import { creditInScope, heldBy, inScope, onDay, type Scope, showingInScope } from '../accounts/scope.ts';
import { OUTCOMES } from '../claims/claim.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { type CreditAsked, holding, SERVING, SERVING_BA } from './read.ts';

/** Of claims: all of them, and each by its outcome. Of codes: `untold`, `opened`. */
export const CREDIT_FIGURES = ['claims', ...OUTCOMES, 'untold', 'opened'] as const;
export type CreditFigure = (typeof CREDIT_FIGURES)[number];

const counts = Object.fromEntries(CREDIT_FIGURES.map((figure) => [figure, z.int().nonnegative()])) as Record<
  CreditFigure,
  z.ZodInt
>;
const id = z.string().nullable();

export const creditReportSchema = z.strictObject({
  from: z.string(),
  to: z.string(),
  total: z.strictObject(counts),
  /** A store, advisor or dealer that is null is out of the operator's scope, or there is none. */
  byStore: z.array(z.strictObject({ store: id, ...counts })),
  byBa: z.array(z.strictObject({ store: id, ba: id, ...counts })),
  byDealer: z.array(z.strictObject({ dealer: id, ...counts })),
  byCarrier: z.array(z.strictObject({ carrier: z.enum(CARRIERS), ...counts })),
});

export type CreditReport = z.infer<typeof creditReportSchema>;
export type CreditCounts = CreditReport['total'];

interface Part {
  store: string | null;
  dealer: string | null;
  ba: string | null;
  carrier: (typeof CARRIERS)[number];
  figure: Exclude<CreditFigure, 'claims'>;
  count: number;
}

export async function creditReport(db: HqDatabase, asked: CreditAsked): Promise<CreditReport> {
  const [claimed, shown] = await Promise.all([claimParts(db, asked), codeParts(db, asked)]);
  const parts = [...claimed, ...shown];
  const { from, to } = asked;
  return {
    from,
    to,
    total: sumOf(parts),
    byStore: split(parts, ({ store }) => ({ store })),
    byBa: split(parts, ({ store, ba }) => ({ store, ba })),
    byDealer: asked.scope.kind === 'store' ? [] : split(parts, ({ dealer }) => ({ dealer })),
    byCarrier: split(parts, ({ carrier }) => ({ carrier })),
  };
}

function sumOf(parts: readonly Part[]): CreditCounts {
  const sum = Object.fromEntries(CREDIT_FIGURES.map((figure) => [figure, 0])) as CreditCounts;
  for (const { figure, count } of parts) {
    sum[figure] += count;
    if (figure !== 'untold' && figure !== 'opened') sum.claims += count;
  }
  return sum;
}

/** The most claims first; what has no name comes last. */
function split<K extends object>(parts: readonly Part[], keyOf: (part: Part) => K): (K & CreditCounts)[] {
  const groups = Map.groupBy(parts, (part) => JSON.stringify(keyOf(part)));
  const lines = [...groups.values()].map((group) => ({ ...keyOf(group[0] as Part), ...sumOf(group) }));
  const isNameless = (line: object): boolean => Object.values(line).includes(null);
  return lines.sort(
    (a, b) =>
      Number(isNameless(a)) - Number(isNameless(b)) ||
      b.claims - a.claims ||
      (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1),
  );
}

/** What is credited counts for whoever is credited, what is not where the code was shown. */
async function claimParts(db: HqDatabase, asked: CreditAsked): Promise<Part[]> {
  const { scope } = asked;
  const isCredited = sql<boolean>`version.credit_store_id IS NOT NULL`;
  const isOwn = sql<boolean>`CASE WHEN ${isCredited} THEN ${creditInScope(scope, 'version')}
    ELSE ${showingInScope(scope, 'version')} END`;
  const dealer = sql`CASE WHEN ${isCredited} THEN version.credit_dealer_id ELSE ${dealerOf('version')} END`;
  const { rows } = await sql<Part>`
    SELECT CASE WHEN ${isOwn} THEN coalesce(version.credit_store_id, version.store_id) END AS store,
      ${dealerInScope(scope, dealer)} AS dealer,
      CASE WHEN ${isOwn} THEN CASE WHEN ${isCredited} THEN version.credit_ba ELSE ${SERVING_BA} END END AS ba,
      version.carrier, version.outcome AS figure, count(*) AS count
    FROM credits AS version ${SERVING} WHERE ${holding(asked)} GROUP BY 1, 2, 3, 4, 5`.execute(db);
  return rows;
}

/** Whose the store of a row was on the row's day. @param table with `store_id` and `day` */
const dealerOf = (table: string): RawBuilder<string | null> => sql<string | null>`(
  SELECT held.dealer_id FROM store_dealers AS held
  WHERE held.store_id = ${sql.ref(`${table}.store_id`)} AND held.from_day <= ${sql.ref(`${table}.day`)}
    AND (held.to_day IS NULL OR held.to_day >= ${sql.ref(`${table}.day`)}) LIMIT 1)`;

/** A dealer is told its own name only, a store none. */
function dealerInScope(scope: Scope, dealer: RawBuilder<unknown>): RawBuilder<unknown> {
  if (scope.kind === 'all') return dealer;
  return scope.kind === 'dealer'
    ? sql`nullif(${dealer}, nullif(${dealer}, ${scope.dealer}))`
    : sql`NULL::text`;
}

/**
 * A token without a claim was used by nobody, or by somebody whom its platform keeps silent about. Static codes stand for no
 * visit, so there it is as many as were shown beyond those claimed. Demonstrations count nowhere.
 */
async function codeParts(db: HqDatabase, asked: CreditAsked): Promise<Part[]> {
  const { rows } = await sql<Part>`
    WITH shown AS (
      SELECT code.*, to_char(to_timestamp(code.shown_ms::float8 / 1000) AT TIME ZONE stores.time_zone, 'YYYY-MM-DD') AS day,
        EXISTS (SELECT 1 FROM claims WHERE claims.mirror_id = code.mirror_id AND claims.token = code.token) AS is_claimed,
        EXISTS (SELECT 1 FROM claims JOIN contacts USING (contact_id)
          WHERE claims.mirror_id = code.mirror_id AND claims.token = code.token AND joined_ms IS NOT NULL) AS is_joined
      FROM codes AS code JOIN stores USING (store_id)
      LEFT JOIN visits AS visit ON visit.mirror_id = code.mirror_id AND visit.visit_id = code.visit_id
      WHERE code.shown_ms BETWEEN ${Date.parse(addDays(asked.from, -1))} AND ${Date.parse(addDays(asked.to, 2))}
        AND visit.mode IS DISTINCT FROM 'demo'
    ), fixed AS (
      SELECT claim.mirror_id, version.store_id, version.day, claim.ba, claim.carrier
      FROM claims AS claim JOIN credits AS version
        ON version.mirror_id = claim.mirror_id AND version.claim_id = claim.claim_id AND version.version = 1
      WHERE claim.token = '' AND version.day BETWEEN ${asked.from} AND ${asked.to}
    ), counted AS (
      SELECT store_id, ${dealerInScope(asked.scope, dealerOf('shown'))} AS dealer, ba, carrier,
        count(*) FILTER (WHERE NOT is_claimed AND carrier = ANY (${SILENT_ON_KNOWN}::text[])) AS untold,
        count(*) FILTER (WHERE opened_ms IS NOT NULL AND NOT is_joined) AS opened
      FROM shown WHERE ${codesAsked(asked, 'shown')} GROUP BY 1, 2, 3, 4
      UNION ALL
      SELECT store_id, ${dealerInScope(asked.scope, dealerOf('fixed'))}, ba, carrier, -count(*), 0
      FROM fixed WHERE ${codesAsked(asked, 'fixed')} GROUP BY 1, 2, 3, 4
    ), summed AS (
      SELECT store_id AS store, dealer, ba, carrier, greatest(0, sum(untold)) AS untold, sum(opened) AS opened
      FROM counted GROUP BY 1, 2, 3, 4
    )
    SELECT store, dealer, ba, carrier, 'untold' AS figure, untold AS count FROM summed WHERE untold > 0
    UNION ALL SELECT store, dealer, ba, carrier, 'opened', opened FROM summed WHERE opened > 0`.execute(db);
  return rows;
}

/** @param table with `store_id`, `mirror_id`, `ba` and `day` */
function codesAsked({ scope, filters, from, to }: CreditAsked, table: string): RawBuilder<boolean> {
  const [store, day] = [sql.ref<string>(`${table}.store_id`), sql.ref<string>(`${table}.day`)];
  const conditions = [
    sql`${day} BETWEEN ${from} AND ${to}`,
    inScope(scope, store, onDay(day)),
    ...(filters.store === undefined ? [] : [sql`${store} = ${filters.store}`]),
    ...(filters.dealer === undefined ? [] : [heldBy(filters.dealer, store, onDay(day))]),
    ...(filters.mirror === undefined ? [] : [sql`${sql.ref(`${table}.mirror_id`)} = ${filters.mirror}`]),
    ...(filters.ba === undefined ? [] : [sql`${sql.ref(`${table}.ba`)} = ${filters.ba}`]),
  ];
  return sql<boolean>`(${sql.join(conditions, sql` AND `)})`;
}
