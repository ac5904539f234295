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
  code_keys: CodeKeyTable;
  codes: CodeTable;
  code_pool: CodePoolTable;
  claims: ClaimTable;
  credits: CreditTable;
  contacts: ContactTable;
  contact_refs: { channel: string; ref: string; contact_id: string };
  /** Numbers and ids of advisors, by which a claim of their own is known; `ref` as in `contact_refs`. */
  staff_refs: { channel: string; ref: string; store_id: string; ba_id: string };
  consents: ConsentTable;
  /** What an advisor shows of herself; her name is the registry's. */
  advisor_cards: { store_id: string; ba_id: string; line: string; photo: string | null };
  /** HQ's own secrets, made once: `ticket` signs the links that welcome messages carry. */
  secrets: { name: string; value: string };
}

/** Every key that a mirror ever minted tokens with. */
interface CodeKeyTable {
  /** 6 hexadecimal digits, unique in the fleet. */
  key_id: string;
  mirror_id: string;
  /** base64url; HQ must have it to check MACs. */
  secret: string;
  created_ms: number;
  /** Set when it has leaked: its tokens verify no more. */
  revoked_ms: number | null;
}

/** A code as HQ knows it: by the mirror's `code.shown`, or, before that came, by a claim or an opened page alone. */
interface CodeTable {
  mirror_id: string;
  token: string;
  /** HQ's clock when it first saw the token, in whatever way. */
  first_seen_ms: number;
  /** When it was shown by the mirror's event, and never after `received_ms`; null until that event comes: it is pending. */
  shown_ms: number | null;
  /** HQ's clock when the event came. */
  received_ms: number | null;
  store_id: string | null;
  visit_id: string | null;
  carrier: string | null;
  benefit: string | null;
  ba: string | null;
  /** JSON list. */
  skus: string | null;
  /** It was shown in a demonstration. */
  is_demo: boolean;
  human: string | null;
  /** HQ's clock when its landing page was first opened in a browser; no claim. */
  opened_ms: number | null;
  /** When the mirror was told of its claim, and of the join: each once. */
  claim_told_ms: number | null;
  join_told_ms: number | null;
}

/** Codes of pooled carriers that HQ made at the platform and handed to a mirror. Showing one uses it up. */
interface CodePoolTable {
  mirror_id: string;
  token: string;
  carrier: string;
  created_ms: number;
  expires_ms: number | null;
}

/** That a token was used, as a carrier reported it: written once, never changed. */
interface ClaimTable {
  mirror_id: string;
  /** SHA-256 of what makes two reports the same, hex. */
  claim_id: string;
  /** '' for a static code of an advisor, which stands for no visit. */
  token: string;
  carrier: string;
  /** null: the carrier did not say who. */
  contact_id: string | null;
  /** What the carrier says of the contact; null: HQ's own records tell. */
  standing: 'new' | 'known' | 're-added' | null;
  /** The carrier's time of it. */
  claimed_ms: number;
  received_ms: number;
  /** Of a static code, where `token` is ''. */
  ba: string | null;
  /** Whether the carrier or a secret of hers says who she is; false where somebody typed a number that HQ had. */
  is_proven: boolean;
}

/**
 * The ledger: who is credited with what, append-only (a trigger refuses UPDATE and DELETE). Each claim has versions: the
 * highest one holds, and differs from the one before because something came that was earlier, or an operator corrected it.
 */
interface CreditTable {
  mirror_id: string;
  claim_id: string;
  /** 1, 2, 3 … */
  version: number;
  at_ms: number;
  outcome: string;
  contact_id: string | null;
  token: string;
  carrier: string;
  claimed_ms: number;
  /** Store-local day of the claim. */
  day: string;
  /** Where the code was shown; what an operator of that store or dealer may see. */
  store_id: string | null;
  /** Who is credited; null: nobody. */
  credit_store_id: string | null;
  credit_dealer_id: string | null;
  credit_ba: string | null;
  /** Who corrected it; null: the rules did. */
  operator_id: string | null;
  reason: string | null;
}

/** A person as far as she let HQ know. After a deletion all but id and times is null: the stub. */
interface ContactTable {
  contact_id: string;
  created_ms: number;
  /** The channel that she came by first. */
  channel: string;
  nickname: string | null;
  phone: string | null;
  locale: string | null;
  tier: string | null;
  /** When she first joined; null: a contact, no member. */
  joined_ms: number | null;
  /** SHA-256 of the secret in her own link, hex. */
  manage_hash: string | null;
  deleted_ms: number | null;
}

/** Append-only as the ledger is: the newest row of a purpose holds. */
interface ConsentTable {
  contact_id: string;
  id: string;
  purpose: 'membership' | 'marketing';
  /** Of the text that she saw. */
  version: string;
  locale: string;
  is_given: boolean;
  at_ms: number;
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
