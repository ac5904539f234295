/**
 * The tables of HQ as Kysely sees them; migrations.ts makes them. Times are milliseconds since the epoch, days are
 * store-local and read `2026-11-22`, where `to_day` is the last day that counts and null is open.
 *
 * The first column of a key is what a PostgreSQL cluster such as Citus distributes a table by: `mirror_id` for all that a
 * mirror writes, `store_id` for what belongs to a store. Brands, dealers, operators and codes are small and stand on every node.
 */
import type { Generated, Kysely, Selectable, Transaction } from 'kysely';

export interface HqTables {
  brands: { brand_id: string; name: string };
  dealers: { dealer_id: string; brand_id: string; name: string };
  stores: { store_id: string; name: string; time_zone: string };
  store_dealers: { store_id: string; dealer_id: string; from_day: string; to_day: string | null };
  mirrors: MirrorTable;
  mirror_stores: { mirror_id: string; store_id: string; from_day: string; to_day: string | null };
  advisors: { store_id: string; ba_id: string; name: string; from_day: string; to_day: string | null };
  events: EventTable;
  visits: VisitTable;
  visit_shades: VisitShadeTable;
  /** Passers of one store-local hour. */
  passers: { mirror_id: string; store_id: string; day: string; hour: number; passers: number };
  /** People through the door and receipts at the till, imported; null is not measured. */
  day_counts: { store_id: string; day: string; door: number | null; till: number | null };
  inbox: { mirror_id: string; cursor: number; id: string; kind: string; body: string; created_ms: number };
  enrolment_codes: { code_hash: string; mirror_id: string; expires_ms: number; used_ms: number | null };
  /** What HQ rejected, the last time that it did. */
  refusals: { mirror_id: string; event_id: string; code: string; at_ms: number };
  operators: OperatorTable;
  operator_sessions: {
    token_hash: string;
    operator_id: string;
    expires_ms: number;
    seen_ms: number;
  };
  audit: { id: string; at_ms: number; operator_id: string | null; what: string; detail: string };
}

interface MirrorTable {
  mirror_id: string;
  name: string;
  /** SHA-256 of its key, hex; null until it is enrolled. */
  key_hash: string | null;
  enrolled_ms: number | null;
  last_seen_ms: number | null;
  /** HQ's clock when a batch came, less the mirror's when it sent it. */
  clock_offset_ms: number | null;
  /** Body of its newest `mirror.health`, its sequence number (0: none), and when it was by the mirror's best knowledge. */
  last_health: string | null;
  last_health_seq: Generated<number>;
  last_health_ms: number | null;
  version: string | null;
  /** JSON of `SeenRange[]` (hq/ingest/seen-ranges.ts): the sequence numbers that came; between them are the gaps. */
  seen_ranges: Generated<string>;
  /** Readings of health that the mirror folded into others: holes in its numbers that lose nothing. */
  folded: Generated<number>;
  /** Events that the mirror says it had to refuse. */
  lost: Generated<number>;
  /** Cursor of its newest inbox message. */
  inbox_cursor: Generated<number>;
}

interface EventTable {
  mirror_id: string;
  event_id: string;
  seq: number;
  type: string;
  visit_id: string | null;
  time_ms: number;
  wall_ms: number;
  mono_ms: number;
  boot_id: string;
  body: string;
  sha256: string;
  /** Where the mirror stood on the event's day. */
  store_id: string;
  received_ms: number;
}

/** `day` and `hour` are null as long as the visit counts nowhere (open, or too short): its counts are then 0. */
interface VisitTable {
  mirror_id: string;
  visit_id: string;
  store_id: string;
  day: string | null;
  hour: number | null;
  mode: string | null;
  ba: string | null;
  carrier: string | null;
  /** JSON of `VisitFacts`. */
  facts: string;
  visits: number;
  tryons: number;
  codes: number;
  claims: number;
  joins: number;
  worn: number;
  tryon_ms: number;
  poor_tryons: number;
  /** A sensor saw her come. */
  sensed: number;
}

/** `day`, `hour` and `mode` are those of the visit. */
interface VisitShadeTable {
  mirror_id: string;
  visit_id: string;
  sku: string;
  store_id: string;
  day: string | null;
  hour: number | null;
  mode: string | null;
  finish: string | null;
  worn: number;
  dwell_ms: number;
  hearts: number;
  poor: number;
}

interface OperatorTable {
  operator_id: string;
  login: string;
  role: 'hq' | 'dealer' | 'store';
  /** The dealer or store that it sees; null for role `hq`, which sees all. */
  scope_id: string | null;
  password_hash: string;
  /** The password was given out by somebody else: nothing works until it is changed. */
  must_change: boolean;
  failures: number;
  locked_until_ms: number;
  created_ms: number;
}

export type HqDatabase = Kysely<HqTables>;
export type HqTransaction = Transaction<HqTables>;
export type MirrorRow = Selectable<MirrorTable>;
