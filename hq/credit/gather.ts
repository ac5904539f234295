/**
 * Gathers what the rules need to judge a claim: it, the other claims of its code, of its contact, of the codes that she
 * claimed, and so on until nothing is added. Mostly that is one claim, seldom more than a handful.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Carrier } from '../../main/contract/carriers.ts';
import { CLAIMABLE_MS } from '../../main/contract/tokens.ts';
import { type KnownMirror, readStandings, standingAt } from '../ingest/mirror-directory.ts';
import type { HqDatabase, HqTables } from '../storage/schema.ts';
import type { ClaimToJudge, Credit } from './fold.ts';
import { dealerOn } from './places.ts';

type ClaimRow = HqTables['claims'] & {
  is_staff: boolean;
  shown_ms: number | null;
  received_ms_code: number | null;
  first_seen_ms: number | null;
  shown_ba: string | null;
};

/** A claim, by its code and its contact. */
export interface Seed {
  readonly mirrorId: string;
  /** '' for a static code. */
  readonly token: string;
  readonly contactId: string | null;
}

export interface Gathered {
  readonly claim: ClaimToJudge;
  /** Where the mirror stood, whether or not its word of the code has come. */
  readonly storeId: string;
  /** Store-local. */
  readonly day: string;
}

export async function gatherClaims(tx: HqDatabase, seed: Seed): Promise<Gathered[]> {
  const rows = new Map<string, ClaimRow>();
  let contacts = seed.contactId === null ? [] : [seed.contactId];
  let codes = seed.token === '' ? [] : [seed];
  const asked = new Set<string>();
  while (contacts.length + codes.length > 0) {
    for (const contact of contacts) asked.add(contact);
    for (const code of codes) asked.add(keyOf(code.mirrorId, code.token));
    const found = [...(await claimsOfContacts(tx, contacts)), ...(await claimsOfCodes(tx, codes))];
    for (const row of found) rows.set(keyOf(row.mirror_id, row.claim_id), row);
    // Staff scan codes by the thousand, and none of it changes anybody's credit.
    const others = found.filter(({ is_staff }) => !is_staff);
    contacts = [...new Set(others.flatMap(({ contact_id }) => contact_id ?? []))].filter(
      (id) => !asked.has(id),
    );
    codes = others
      .filter(({ mirror_id, token }) => token !== '' && !asked.has(keyOf(mirror_id, token)))
      .map(({ mirror_id, token, contact_id }) => ({ mirrorId: mirror_id, token, contactId: contact_id }));
  }
  return place(tx, [...rows.values()]);
}

const keyOf = (mirrorId: string, name: string): string => `${mirrorId} ${name}`;

const claimsOfContacts = (tx: HqDatabase, contacts: readonly string[]): Promise<ClaimRow[]> =>
  contacts.length === 0
    ? Promise.resolve([])
    : readClaims(tx, sql`claim.contact_id = ANY (${contacts}::text[])`);

async function claimsOfCodes(tx: HqDatabase, codes: readonly Seed[]): Promise<ClaimRow[]> {
  const found: ClaimRow[] = [];
  for (const { mirrorId, token } of codes)
    found.push(...(await readClaims(tx, sql`claim.mirror_id = ${mirrorId} AND claim.token = ${token}`)));
  return found;
}

async function readClaims(tx: HqDatabase, where: RawBuilder<unknown>): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`
    SELECT claim.*, code.shown_ms, code.received_ms AS received_ms_code, code.first_seen_ms, code.ba AS shown_ba,
      EXISTS (SELECT 1 FROM contact_refs AS own JOIN staff_refs AS staff USING (channel, ref)
        WHERE own.contact_id = claim.contact_id) AS is_staff
    FROM claims AS claim LEFT JOIN codes AS code ON code.mirror_id = claim.mirror_id AND code.token = claim.token
    WHERE ${where}`.execute(tx);
  return rows;
}

async function place(tx: HqDatabase, rows: readonly ClaimRow[]): Promise<Gathered[]> {
  const corrections = await readCorrections(tx, rows);
  const standings = new Map<string, KnownMirror['standings'] | undefined>();
  const gathered: Gathered[] = [];
  for (const row of rows) {
    const { mirror_id } = row;
    if (!standings.has(mirror_id)) standings.set(mirror_id, await readStandings(tx, mirror_id));
    const stood = standings.get(mirror_id);
    if (stood !== undefined) gathered.push(await placeOne(tx, row, stood, corrections));
  }
  return gathered;
}

async function placeOne(
  tx: HqDatabase,
  row: ClaimRow,
  standings: KnownMirror['standings'],
  corrections: ReadonlyMap<string, Credit>,
): Promise<Gathered> {
  const isStatic = row.token === '';
  const { storeId, timeZone } = standingAt(standings, row.shown_ms ?? row.claimed_ms);
  const { day, dealerId } = await dealerOn(tx, storeId, timeZone, row.claimed_ms);
  const isKnown = isStatic || row.shown_ms !== null;
  const claim: ClaimToJudge = {
    mirrorId: row.mirror_id,
    claimId: row.claim_id,
    token: row.token,
    carrier: row.carrier as Carrier,
    contactId: row.contact_id,
    isStaff: row.is_staff,
    standing: row.standing,
    claimedMs: row.claimed_ms,
    serving: isKnown ? { storeId, dealerId, ba: isStatic ? row.ba : row.shown_ba } : null,
    expiresMs: isStatic ? null : expiryOf(row),
    correction: corrections.get(keyOf(row.mirror_id, row.claim_id)) ?? null,
  };
  return { claim, storeId, day };
}

/** What was seen at HQ before the mirror's own word of it came counts from then on. null while that has not come. */
export function expiryOf(code: {
  shown_ms: number | null;
  first_seen_ms: number | null;
  received_ms_code: number | null;
}): number | null {
  const { shown_ms, first_seen_ms, received_ms_code } = code;
  if (shown_ms === null || first_seen_ms === null || received_ms_code === null) return null;
  return (first_seen_ms < received_ms_code ? first_seen_ms : shown_ms) + CLAIMABLE_MS;
}

async function readCorrections(tx: HqDatabase, rows: readonly ClaimRow[]): Promise<Map<string, Credit>> {
  const ids = rows.map(({ claim_id }) => claim_id);
  const { rows: corrected } = await sql<HqTables['credits']>`
    SELECT DISTINCT ON (mirror_id, claim_id) * FROM credits
    WHERE claim_id = ANY (${ids}::text[]) AND operator_id IS NOT NULL
    ORDER BY mirror_id, claim_id, version DESC`.execute(tx);
  return new Map(
    corrected.map((row) => [
      keyOf(row.mirror_id, row.claim_id),
      { storeId: row.credit_store_id ?? '', dealerId: row.credit_dealer_id, ba: row.credit_ba },
    ]),
  );
}
