/**
 * What HQ may say of a contact's taste: shade events of the visits whose codes she claimed, and nothing else. It is reckoned
 * when it is asked for and kept nowhere, so that a consent taken back ends it at once.
 */
import { sql } from 'kysely';
import { WINNING } from '../credit/fold.ts';
import type { HqDatabase } from '../storage/schema.ts';
import { readConsents } from './consent.ts';

export interface ContactTags {
  /** That she came by first. */
  readonly channel: string;
  readonly stores: readonly string[];
  readonly advisors: readonly string[];
  /** Longest worn first. */
  readonly shades: readonly { readonly sku: string; readonly dwellMs: number }[];
  readonly favourites: readonly string[];
  readonly finishes: readonly string[];
  readonly visits: number;
  /** From the till, by import. */
  readonly tier: string | null;
}

interface VisitKey {
  mirror_id: string;
  visit_id: string;
  store_id: string | null;
  ba: string | null;
}

/** undefined without her consent to membership. */
export async function tagsOf(db: HqDatabase, contactId: string): Promise<ContactTags | undefined> {
  const consents = await readConsents(db, contactId);
  const contact = await db
    .selectFrom('contacts')
    .select(['channel', 'tier', 'deleted_ms'])
    .where('contact_id', '=', contactId)
    .executeTakeFirst();
  const mayKnow = consents.some(({ purpose, isGiven }) => purpose === 'membership' && isGiven);
  if (contact === undefined || contact.deleted_ms !== null || !mayKnow) return undefined;
  const visits = await visitsOf(db, contactId);
  const shades = await shadesOf(db, visits);
  const worn = shades.filter(({ dwell_ms }) => dwell_ms > 0);
  return {
    channel: contact.channel,
    tier: contact.tier,
    stores: distinct(visits.map(({ store_id }) => store_id)),
    advisors: distinct(visits.map(({ ba }) => ba)),
    shades: worn.map(({ sku, dwell_ms }) => ({ sku, dwellMs: dwell_ms })),
    favourites: shades.filter(({ hearts }) => hearts > 0).map(({ sku }) => sku),
    finishes: distinct(worn.map(({ finish }) => finish)),
    visits: new Set(visits.map(({ mirror_id, visit_id }) => `${mirror_id} ${visit_id}`)).size,
  };
}

const distinct = (values: readonly (string | null)[]): string[] => [
  ...new Set(values.filter((value) => value !== null)),
];

async function visitsOf(db: HqDatabase, contactId: string): Promise<VisitKey[]> {
  const { rows } = await sql<VisitKey>`
    SELECT code.mirror_id, code.visit_id, code.store_id, code.ba FROM (
      SELECT DISTINCT ON (mirror_id, claim_id) * FROM credits WHERE contact_id = ${contactId}
      ORDER BY mirror_id, claim_id, version DESC) AS held
    JOIN claims AS claim ON claim.mirror_id = held.mirror_id AND claim.claim_id = held.claim_id AND claim.is_proven
    JOIN codes AS code ON code.mirror_id = held.mirror_id AND code.token = held.token AND NOT code.is_demo
    WHERE code.visit_id IS NOT NULL AND held.outcome = ANY (${[...WINNING]}::text[])
    ORDER BY held.claimed_ms`.execute(db);
  return rows;
}

async function shadesOf(db: HqDatabase, visits: readonly VisitKey[]) {
  const [mirrors, ids] = [visits.map(({ mirror_id }) => mirror_id), visits.map(({ visit_id }) => visit_id)];
  const { rows } = await sql<{ sku: string; finish: string | null; dwell_ms: number; hearts: number }>`
    SELECT sku, min(finish) AS finish, sum(dwell_ms) AS dwell_ms, sum(greatest(hearts, 0)) AS hearts
    FROM visit_shades
    WHERE (mirror_id, visit_id) IN (SELECT * FROM unnest(${mirrors}::text[], ${ids}::text[]))
    GROUP BY sku ORDER BY dwell_ms DESC, sku`.execute(db);
  return rows;
}
