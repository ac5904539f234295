/**
 * The ledger as an operator may read it. A claim is seen where its code was shown, and by whoever is or ever was credited:
 * who loses a contact by a correction goes on seeing where she went from. What is not in scope is left blank.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Carrier } from '../../main/contract/carriers.ts';
import type { Range } from '../../main/contract/funnel-rows.ts';
import { creditInScope, heldBy, onDay, type Scope, showingInScope } from '../accounts/scope.ts';
import type { Outcome } from '../claims/claim.ts';
import type { FunnelFilters } from '../funnel/selection.ts';
import type { HqDatabase } from '../storage/schema.ts';

export interface CreditAsked extends Range {
  readonly scope: Scope;
  readonly filters: FunnelFilters;
}

/** One version of a claim. */
export interface CreditEntry {
  /** null: a mirror of a store that is out of scope. */
  readonly mirrorId: string | null;
  readonly claimId: string;
  readonly version: number;
  readonly atMs: number;
  readonly outcome: Outcome;
  readonly carrier: Carrier;
  readonly claimedMs: number;
  readonly day: string;
  readonly timeZone: string;
  /** Where the code was shown, and the advisor who served; null: out of scope, or nobody. */
  readonly storeId: string | null;
  readonly servingBa: string | null;
  readonly isCredited: boolean;
  /** null: nobody, or out of scope. */
  readonly creditStoreId: string | null;
  readonly creditDealerId: string | null;
  readonly creditBa: string | null;
  /** null: the carrier did not say who, or she is not the operator's contact. */
  readonly contactId: string | null;
  /** Who corrected it; null: the rules settled it. */
  readonly operatorId: string | null;
  readonly reason: string | null;
}

/** The advisor who served, by the mirror's event or by a static code. Of `credits AS version`. */
export const SERVING = sql`
  LEFT JOIN codes AS code ON code.mirror_id = version.mirror_id AND code.token = version.token
  LEFT JOIN claims AS claim ON claim.mirror_id = version.mirror_id AND claim.claim_id = version.claim_id`;
export const SERVING_BA = sql<string | null>`coalesce(code.ba, claim.ba)`;

/** Of `credits AS version`: those that hold today, in the days asked for, of claims that the operator may see. */
export function holding({ scope, filters, from, to }: CreditAsked): RawBuilder<boolean> {
  return sql<boolean>`version.day BETWEEN ${from} AND ${to} AND ${isNewest}
    AND ${someVersion(sql`${inLedger(scope)} AND ${isPicked(filters)}`)}`;
}

const isNewest = sql<boolean>`NOT EXISTS (
  SELECT 1 FROM credits AS newer WHERE newer.mirror_id = version.mirror_id AND newer.claim_id = version.claim_id
    AND newer.version > version.version)`;

const someVersion = (condition: RawBuilder<unknown>) => sql<boolean>`EXISTS (
  SELECT 1 FROM credits AS seen WHERE seen.mirror_id = version.mirror_id AND seen.claim_id = version.claim_id
    AND ${condition})`;

const inLedger = (scope: Scope): RawBuilder<boolean> =>
  sql<boolean>`(${showingInScope(scope, 'seen')} OR ${creditInScope(scope, 'seen')})`;

function isPicked({ store, dealer, mirror, ba }: FunnelFilters): RawBuilder<boolean> {
  const held = (id: string) => heldBy(id, sql.ref('seen.store_id'), onDay(sql.ref('seen.day')));
  const conditions = [
    sql`true`,
    ...(store === undefined ? [] : [sql`(seen.store_id = ${store} OR seen.credit_store_id = ${store})`]),
    ...(dealer === undefined ? [] : [sql`(seen.credit_dealer_id = ${dealer} OR ${held(dealer)})`]),
    ...(mirror === undefined ? [] : [sql`seen.mirror_id = ${mirror}`]),
    ...(ba === undefined ? [] : [sql`(seen.credit_ba = ${ba} OR ${SERVING_BA} = ${ba})`]),
  ];
  return sql<boolean>`(${sql.join(conditions, sql` AND `)})`;
}

/** Of each claim the version that holds, the last written first. */
export async function creditRows(db: HqDatabase, asked: CreditAsked, most: number): Promise<CreditEntry[]> {
  const { rows } = await sql<CreditEntry>`
    ${entries(asked.scope)} WHERE ${holding(asked)}
    ORDER BY version.at_ms DESC, version.mirror_id, version.claim_id LIMIT ${most}`.execute(db);
  return rows;
}

/**
 * All versions of a claim, the first one first; none when the operator may see none of them.
 * @param mirrorId null: of whichever mirror, for whoever is not to know it
 */
export async function claimHistory(
  db: HqDatabase,
  scope: Scope,
  mirrorId: string | null,
  claimId: string,
): Promise<CreditEntry[]> {
  const { rows } = await sql<CreditEntry>`
    ${entries(scope)} WHERE version.claim_id = ${claimId}
      ${mirrorId === null ? sql`` : sql`AND version.mirror_id = ${mirrorId}`} AND ${someVersion(inLedger(scope))}
    ORDER BY version.version`.execute(db);
  return rows;
}

/** Her claims, as far as the operator may see them, the newest first. */
export async function claimsOf(db: HqDatabase, scope: Scope, contactId: string): Promise<CreditEntry[]> {
  const { rows } = await sql<CreditEntry>`
    ${entries(scope)} WHERE version.contact_id = ${contactId} AND ${isNewest} AND ${someVersion(inLedger(scope))}
    ORDER BY version.claimed_ms DESC, version.claim_id`.execute(db);
  return rows;
}

/** Whether the contact is the operator's own: credited to its store or dealer by a version that holds. */
export async function isOwnContact(db: HqDatabase, scope: Scope, contactId: string): Promise<boolean> {
  if (scope.kind === 'all') return true;
  const { rows } = await sql`
    SELECT 1 FROM credits AS version
    WHERE version.contact_id = ${contactId} AND ${isNewest} AND ${creditInScope(scope, 'version')} LIMIT 1`.execute(
    db,
  );
  return rows.length > 0;
}

function entries(scope: Scope): RawBuilder<CreditEntry> {
  const isShown = showingInScope(scope, 'version');
  const isOwn = creditInScope(scope, 'version');
  const dealer =
    scope.kind === 'store' ? sql`NULL` : sql`CASE WHEN ${isOwn} THEN version.credit_dealer_id END`;
  return sql<CreditEntry>`
    SELECT CASE WHEN ${isShown} THEN version.mirror_id END AS "mirrorId", version.claim_id AS "claimId", version.version,
      version.at_ms AS "atMs", version.outcome, version.carrier, version.claimed_ms AS "claimedMs", version.day,
      coalesce(stores.time_zone, 'UTC') AS "timeZone",
      CASE WHEN ${isShown} THEN version.store_id END AS "storeId",
      CASE WHEN ${isShown} THEN ${SERVING_BA} END AS "servingBa",
      version.credit_store_id IS NOT NULL AS "isCredited",
      CASE WHEN ${isOwn} THEN version.credit_store_id END AS "creditStoreId", ${dealer} AS "creditDealerId",
      CASE WHEN ${isOwn} THEN version.credit_ba END AS "creditBa",
      CASE WHEN ${isOwn} THEN version.contact_id END AS "contactId",
      version.operator_id AS "operatorId", version.reason
    FROM credits AS version ${SERVING} LEFT JOIN stores ON stores.store_id = version.store_id`;
}
