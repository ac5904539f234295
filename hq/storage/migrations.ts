/** Makes HQ's tables (schema.ts), in numbered steps that are only ever added to. Each step is taken whole or not at all. */
import { type Kysely, sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { HqDatabase } from './schema.ts';

const COUNTS = ['visits', 'tryons', 'codes', 'claims', 'joins', 'worn', 'tryon_ms', 'poor_tryons', 'sensed']
  .map((name) => `${name} bigint NOT NULL`)
  .join(', ');

const FIRST = [
  `CREATE TABLE brands (brand_id text PRIMARY KEY, name text NOT NULL)`,
  `CREATE TABLE dealers (
    dealer_id text PRIMARY KEY, brand_id text NOT NULL REFERENCES brands, name text NOT NULL)`,
  `CREATE TABLE stores (store_id text PRIMARY KEY, name text NOT NULL, time_zone text NOT NULL)`,
  `CREATE TABLE store_dealers (
    store_id text, dealer_id text, from_day text, to_day text, PRIMARY KEY (store_id, dealer_id, from_day))`,
  `CREATE TABLE mirrors (
    mirror_id text PRIMARY KEY, name text NOT NULL, key_hash text, enrolled_ms bigint, last_seen_ms bigint,
    clock_offset_ms bigint, last_health text, last_health_seq bigint NOT NULL DEFAULT 0, last_health_ms bigint, version text,
    seen_ranges text NOT NULL DEFAULT '[]', folded bigint NOT NULL DEFAULT 0, lost bigint NOT NULL DEFAULT 0,
    inbox_cursor bigint NOT NULL DEFAULT 0)`,
  `CREATE TABLE mirror_stores (
    mirror_id text, store_id text, from_day text, to_day text, PRIMARY KEY (mirror_id, store_id, from_day))`,
  `CREATE TABLE advisors (
    store_id text, ba_id text, name text NOT NULL, from_day text, to_day text,
    PRIMARY KEY (store_id, ba_id, from_day))`,
  `CREATE TABLE events (
    mirror_id text, event_id text, seq bigint NOT NULL, type text NOT NULL, visit_id text, time_ms bigint NOT NULL,
    wall_ms bigint NOT NULL, mono_ms bigint NOT NULL, boot_id text NOT NULL, body text NOT NULL, sha256 text NOT NULL,
    store_id text NOT NULL, received_ms bigint NOT NULL, PRIMARY KEY (mirror_id, event_id))`,
  `CREATE TABLE visits (
    mirror_id text, visit_id text, store_id text NOT NULL, day text, hour int, mode text, ba text, carrier text,
    facts text NOT NULL, ${COUNTS}, PRIMARY KEY (mirror_id, visit_id))`,
  `CREATE INDEX visits_by_day ON visits (store_id, day)`,
  `CREATE TABLE visit_shades (
    mirror_id text, visit_id text, sku text, store_id text NOT NULL, day text, hour int, mode text, finish text,
    worn bigint NOT NULL, dwell_ms bigint NOT NULL, hearts bigint NOT NULL, poor bigint NOT NULL,
    PRIMARY KEY (mirror_id, visit_id, sku))`,
  `CREATE INDEX visit_shades_by_day ON visit_shades (store_id, day)`,
  `CREATE TABLE passers (
    mirror_id text, store_id text, day text, hour int, passers bigint NOT NULL,
    PRIMARY KEY (mirror_id, store_id, day, hour))`,
  `CREATE INDEX passers_by_day ON passers (store_id, day)`,
  `CREATE TABLE day_counts (store_id text, day text, door bigint, till bigint, PRIMARY KEY (store_id, day))`,
  `CREATE TABLE inbox (
    mirror_id text, cursor bigint, id text NOT NULL, kind text NOT NULL, body text NOT NULL, created_ms bigint NOT NULL,
    PRIMARY KEY (mirror_id, cursor))`,
  `CREATE TABLE enrolment_codes (
    code_hash text PRIMARY KEY, mirror_id text NOT NULL, expires_ms bigint NOT NULL, used_ms bigint)`,
  `CREATE TABLE refusals (
    mirror_id text, event_id text, code text NOT NULL, at_ms bigint NOT NULL, PRIMARY KEY (mirror_id, event_id))`,
  `CREATE TABLE operators (
    operator_id text PRIMARY KEY, login text NOT NULL UNIQUE,
    role text NOT NULL CHECK (role IN ('hq', 'dealer', 'store')), scope_id text, password_hash text NOT NULL,
    must_change boolean NOT NULL, failures int NOT NULL DEFAULT 0, locked_until_ms bigint NOT NULL DEFAULT 0, created_ms bigint NOT NULL,
    CHECK ((role = 'hq') = (scope_id IS NULL)))`,
  `CREATE TABLE operator_sessions (
    token_hash text PRIMARY KEY, operator_id text NOT NULL REFERENCES operators ON DELETE CASCADE,
    expires_ms bigint NOT NULL, seen_ms bigint NOT NULL)`,
  `CREATE TABLE audit (
    id text PRIMARY KEY, at_ms bigint NOT NULL, operator_id text, what text NOT NULL, detail text NOT NULL)`,
];

/** Tables that are only ever added to: nobody edits credit or consent, whoever has the password of the database. */
const appendOnly = (table: string): string[] => [
  `CREATE TRIGGER ${table}_append_only BEFORE UPDATE OR DELETE ON ${table}
    FOR EACH ROW EXECUTE FUNCTION refuse_change()`,
  `CREATE TRIGGER ${table}_not_emptied BEFORE TRUNCATE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
];

/** Codes, claims, credit and contacts. */
const SECOND = [
  `CREATE TABLE code_keys (
    key_id text PRIMARY KEY, mirror_id text NOT NULL, secret text NOT NULL, created_ms bigint NOT NULL, revoked_ms bigint)`,
  `CREATE INDEX code_keys_by_mirror ON code_keys (mirror_id, created_ms)`,
  `CREATE TABLE codes (
    mirror_id text, token text, first_seen_ms bigint NOT NULL, shown_ms bigint, received_ms bigint, store_id text,
    visit_id text, carrier text, benefit text, ba text, skus text, is_demo boolean NOT NULL DEFAULT false, human text, opened_ms bigint,
    claim_told_ms bigint, join_told_ms bigint,
    PRIMARY KEY (mirror_id, token))`,
  `CREATE INDEX codes_by_human ON codes (human, shown_ms) WHERE human IS NOT NULL`,
  `CREATE INDEX codes_by_shown ON codes (store_id, shown_ms)`,
  `CREATE TABLE code_pool (
    mirror_id text, token text, carrier text NOT NULL, created_ms bigint NOT NULL, expires_ms bigint,
    PRIMARY KEY (mirror_id, token))`,
  `CREATE TABLE claims (
    mirror_id text, claim_id text, token text NOT NULL, carrier text NOT NULL, contact_id text, standing text,
    claimed_ms bigint NOT NULL, received_ms bigint NOT NULL, ba text, is_proven boolean NOT NULL, PRIMARY KEY (mirror_id, claim_id))`,
  `CREATE INDEX claims_by_token ON claims (mirror_id, token)`,
  `CREATE INDEX claims_by_contact ON claims (contact_id)`,
  `CREATE TABLE credits (
    mirror_id text, claim_id text, version int, at_ms bigint NOT NULL, outcome text NOT NULL, contact_id text,
    token text NOT NULL, carrier text NOT NULL, claimed_ms bigint NOT NULL, day text NOT NULL, store_id text,
    credit_store_id text, credit_dealer_id text, credit_ba text, operator_id text, reason text,
    PRIMARY KEY (mirror_id, claim_id, version))`,
  `CREATE INDEX credits_by_claim ON credits (claim_id)`,
  `CREATE INDEX credits_by_day ON credits (day)`,
  `CREATE INDEX credits_by_contact ON credits (contact_id)`,
  `CREATE TABLE contacts (
    contact_id text PRIMARY KEY, created_ms bigint NOT NULL, channel text NOT NULL, nickname text, phone text, locale text,
    tier text, joined_ms bigint, manage_hash text UNIQUE, deleted_ms bigint)`,
  `CREATE TABLE contact_refs (
    channel text, ref text, contact_id text NOT NULL REFERENCES contacts, PRIMARY KEY (channel, ref))`,
  `CREATE INDEX contact_refs_by_contact ON contact_refs (contact_id)`,
  `CREATE TABLE staff_refs (
    channel text, ref text, store_id text NOT NULL, ba_id text NOT NULL, PRIMARY KEY (channel, ref))`,
  `CREATE TABLE consents (
    contact_id text, id text, purpose text NOT NULL CHECK (purpose IN ('membership', 'marketing')), version text NOT NULL,
    locale text NOT NULL, is_given boolean NOT NULL, at_ms bigint NOT NULL, PRIMARY KEY (contact_id, id))`,
  `CREATE TABLE advisor_cards (
    store_id text, ba_id text, line text NOT NULL, photo text, PRIMARY KEY (store_id, ba_id))`,
  `CREATE TABLE secrets (name text PRIMARY KEY, value text NOT NULL)`,
  `CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$`,
  ...appendOnly('claims'),
  ...appendOnly('credits'),
  ...appendOnly('consents'),
];

const step = (statements: readonly string[]) => ({
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

/** Throws what the database says when a step fails; nothing of that step is kept. */
export async function migrate(db: HqDatabase): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ '0001': step(FIRST), '0002': step(SECOND) }) },
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
}
