/**
 * The ledger of credit: written to by adding versions, never by editing. The highest version of a claim holds; those before
 * it tell what was held true until then, and what changed it.
 */
import { sql } from 'kysely';
import type { Outcome } from '../claims/claim.ts';
import type { HqDatabase, HqTables } from '../storage/schema.ts';
import { type Credit, foldClaims, type KnownRule, type Verdict, WINNING } from './fold.ts';
import { type Gathered, gatherClaims, type Seed } from './gather.ts';

export type CreditRow = HqTables['credits'];

/**
 * Judges the claim of `seed` and all that hang together with it, and adds versions where the judgement is another than the
 * one that stands. Within the caller's transaction, which holds `lockLedger`.
 */
export async function settle(tx: HqDatabase, seed: Seed, rule: KnownRule, nowMs: number): Promise<Verdict[]> {
  const gathered = await gatherClaims(tx, seed);
  const verdicts = foldClaims(
    gathered.map(({ claim }) => claim),
    rule,
  );
  const standing = await newestOf(tx, gathered);
  const places = new Map(gathered.map((each) => [each.claim, each]));
  const rows = verdicts.flatMap((verdict) => {
    const { mirrorId, claimId } = verdict.claim;
    const before = standing.get(`${mirrorId} ${claimId}`);
    if (before !== undefined && isAsBefore(before, verdict)) return [];
    return creditRow(verdict, places.get(verdict.claim) as Gathered, (before?.version ?? 0) + 1, nowMs);
  });
  if (rows.length > 0) await tx.insertInto('credits').values(rows).execute();
  return verdicts;
}

/** One transaction at a time judges claims, of all processes of this HQ: a handful a second, where it matters who was first. */
export async function lockLedger(tx: HqDatabase): Promise<void> {
  await sql`SELECT pg_advisory_xact_lock(hashtext('vermilion.ledger'))`.execute(tx);
}

/** Whose the code is; undefined while nobody has claimed it. */
export async function winnerOf(db: HqDatabase, mirrorId: string, token: string): Promise<string | undefined> {
  const { rows } = await sql<{ contact_id: string; outcome: Outcome }>`
    SELECT contact_id, outcome FROM (
      SELECT DISTINCT ON (claim_id) contact_id, outcome, claimed_ms, claim_id FROM credits
      WHERE mirror_id = ${mirrorId} AND claim_id IN
        (SELECT claim_id FROM claims WHERE mirror_id = ${mirrorId} AND token = ${token})
      ORDER BY claim_id, version DESC) AS held
    ORDER BY claimed_ms, claim_id`.execute(db);
  return rows.find(({ outcome, contact_id }) => contact_id !== null && WINNING.includes(outcome))?.contact_id;
}

async function newestOf(tx: HqDatabase, gathered: readonly Gathered[]): Promise<Map<string, CreditRow>> {
  const ids = gathered.map(({ claim }) => claim.claimId);
  const { rows } = await sql<CreditRow>`
    SELECT DISTINCT ON (mirror_id, claim_id) * FROM credits WHERE claim_id = ANY (${ids}::text[])
    ORDER BY mirror_id, claim_id, version DESC`.execute(tx);
  return new Map(rows.map((row) => [`${row.mirror_id} ${row.claim_id}`, row]));
}

function isAsBefore(row: CreditRow, { outcome, credit }: Verdict): boolean {
  const same: Credit | null =
    row.credit_store_id === null
      ? null
      : { storeId: row.credit_store_id, dealerId: row.credit_dealer_id, ba: row.credit_ba };
  return row.outcome === outcome && JSON.stringify(same) === JSON.stringify(orderly(credit));
}

const orderly = (credit: Credit | null): Credit | null =>
  credit && { storeId: credit.storeId, dealerId: credit.dealerId, ba: credit.ba };

function creditRow(verdict: Verdict, { storeId, day }: Gathered, version: number, nowMs: number): CreditRow {
  const { claim, outcome, credit } = verdict;
  return {
    mirror_id: claim.mirrorId,
    claim_id: claim.claimId,
    version,
    at_ms: nowMs,
    outcome,
    contact_id: claim.contactId,
    token: claim.token,
    carrier: claim.carrier,
    claimed_ms: claim.claimedMs,
    day,
    store_id: storeId,
    credit_store_id: credit?.storeId ?? null,
    credit_dealer_id: credit?.dealerId ?? null,
    credit_ba: credit?.ba ?? null,
    operator_id: null,
    reason: null,
  };
}
