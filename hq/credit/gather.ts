/**
 * Gathers what the rules need to judge a claim: it, the other claims of its code, of its contact, of the codes that she
 * claimed, and so on until nothing is added. Mostly that is one claim, seldom more than a handful.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Carrier } from '../../main/contract/carriers.ts';
import { localHour } from '../../main/contract/local-time.ts';
import { CLAIMABLE_MS } from '../../main/contract/tokens.ts';
import { type KnownMirror, readStandings, standingAt } from '../ingest/mirror-directory.ts';
import type { HqDatabase, HqTables } from '../storage/schema.ts';
import { type DealerOn, readDealers } from './dealers.ts';
import type { ClaimToJudge, Credit } from './fold.ts';

type ClaimRow = HqTables['claims'] & {
  is_staff: boolean;
  is_demo: boolean;
  shown_ms: number | null;
  received_ms_code: number | null;
  first_seen_ms: number | null;
  shown_ba: string | null;
};

interface CodeKey {
  readonly mirrorId: string;
  /** '' for a static code. */
  readonly token: string;
}

/** A claim, by its code and its contact. */
export interface Seed extends CodeKey {
  readonly claimId: string;
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
  let codes: CodeKey[] = seed.token === '' ? [] : [seed];
  let contacts = await notStaff(tx, seed.contactId === null ? [] : [seed.contactId]);
  const asked = new Set<string>();
  const take = (found: readonly ClaimRow[]): void => {
    for (const row of found) rows.set(keyOf(row.mirror_id, row.claim_id), row);
  };
  // Found by neither where it is a static code's, and by staff or by nobody that is named.
  if (seed.token === '') take(await claimItself(tx, seed));
  while (contacts.length + codes.length > 0) {
    for (const contact of contacts) asked.add(contact);
    for (const code of codes) asked.add(keyOf(code.mirrorId, code.token));
    const found = [...(await claimsOfContacts(tx, contacts)), ...(await claimsOfCodes(tx, codes))];
    take(found);
    // Staff scan codes by the thousand, and none of it changes anybody's credit.
    const others = found.filter(({ is_staff }) => !is_staff);
    const people = new Set(others.flatMap(({ contact_id }) => contact_id ?? []));
    contacts = [...people].filter((id) => !asked.has(id));
    codes = others
      .map(({ mirror_id, token }) => ({ mirrorId: mirror_id, token }))
      .filter(({ mirrorId, token }) => token !== '' && !asked.has(keyOf(mirrorId, token)));
  }
  return place(tx, [...rows.values()]);
}

const keyOf = (mirrorId: string, name: string): string => `${mirrorId} ${name}`;

const claimItself = (tx: HqDatabase, { mirrorId, claimId }: Seed): Promise<ClaimRow[]> =>
  readClaims(tx, sql`claim.mirror_id = ${mirrorId} AND claim.claim_id = ${claimId}`);

// One query each: joined by OR they would read the whole table, for no index serves both.
const claimsOfContacts = async (tx: HqDatabase, contacts: readonly string[]): Promise<ClaimRow[]> =>
  contacts.length === 0 ? [] : readClaims(tx, sql`claim.contact_id = ANY (${contacts}::text[])`);

async function claimsOfCodes(tx: HqDatabase, codes: readonly CodeKey[]): Promise<ClaimRow[]> {
  if (codes.length === 0) return [];
  const [mirrors, tokens] = [codes.map(({ mirrorId }) => mirrorId), codes.map(({ token }) => token)];
  const asked = sql`SELECT * FROM unnest(${mirrors}::text[], ${tokens}::text[])`;
  return readClaims(tx, sql`(claim.mirror_id, claim.token) IN (${asked})`);
}

/** By their references now. */
const isStaffContact = (contact: RawBuilder<unknown>): RawBuilder<boolean> => sql<boolean>`EXISTS (
  SELECT 1 FROM contact_refs AS own JOIN staff_refs AS staff USING (channel, ref) WHERE own.contact_id = ${contact})`;

async function notStaff(tx: HqDatabase, contacts: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM unnest(${contacts}::text[]) AS id WHERE NOT ${isStaffContact(sql.ref('id'))}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** What was once a scan by staff stays one, whatever becomes of their data and of the registry. */
async function readClaims(tx: HqDatabase, where: RawBuilder<unknown>): Promise<ClaimRow[]> {
  const { rows } = await sql<ClaimRow>`
    SELECT claim.*, code.shown_ms, code.received_ms AS received_ms_code, code.first_seen_ms, code.ba AS shown_ba,
      coalesce(code.is_demo, false) AS is_demo,
      (${isStaffContact(sql.ref('claim.contact_id'))} OR EXISTS (SELECT 1 FROM credits AS judged
        WHERE judged.mirror_id = claim.mirror_id AND judged.claim_id = claim.claim_id
          AND judged.outcome = 'self-scan')) AS is_staff
    FROM claims AS claim LEFT JOIN codes AS code ON code.mirror_id = claim.mirror_id AND code.token = claim.token
    WHERE ${where}`.execute(tx);
  return rows;
}

async function place(tx: HqDatabase, rows: readonly ClaimRow[]): Promise<Gathered[]> {
  const corrections = await readCorrections(tx, rows);
  const standings = new Map<string, KnownMirror['standings'] | undefined>();
  for (const { mirror_id } of rows)
    if (!standings.has(mirror_id)) standings.set(mirror_id, await readStandings(tx, mirror_id));
  const stores = [...standings.values()].flatMap((stood = [] as never) =>
    stood.map(({ storeId }) => storeId),
  );
  const dealerOn = await readDealers(tx, stores);
  return rows.flatMap((row) => {
    const stood = standings.get(row.mirror_id);
    return stood === undefined ? [] : placeOne(row, stood, dealerOn, corrections);
  });
}

function placeOne(
  row: ClaimRow,
  standings: KnownMirror['standings'],
  dealerOn: DealerOn,
  corrections: ReadonlyMap<string, Credit>,
): Gathered {
  const isStatic = row.token === '';
  const { storeId, timeZone } = standingAt(standings, row.shown_ms ?? row.claimed_ms);
  const { day } = localHour(row.claimed_ms, timeZone);
  const isKnown = isStatic || row.shown_ms !== null;
  const ba = isStatic ? row.ba : row.shown_ba;
  const claim: ClaimToJudge = {
    mirrorId: row.mirror_id,
    claimId: row.claim_id,
    token: row.token,
    carrier: row.carrier as Carrier,
    contactId: row.contact_id,
    isStaff: row.is_staff,
    isDemo: row.is_demo,
    standing: row.standing,
    claimedMs: row.claimed_ms,
    serving: isKnown ? { storeId, dealerId: dealerOn(storeId, day), ba } : null,
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
