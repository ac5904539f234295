/**
 * Codes as HQ knows them: what a mirror's `code.shown` said, or, where a scan overtook it, that there is one. A token with a
 * good MAC and no event is pending: it can be claimed, and what it stands for follows.
 */
import { type RawBuilder, sql } from 'kysely';
import type { Carrier } from '../../main/contract/carriers.ts';
import type { EventBody, MirrorEvent } from '../../main/contract/events.ts';
import { HUMAN_CODE_MS } from '../../main/contract/tokens.ts';
import { expiryOf } from '../credit/gather.ts';
import { winnerOf } from '../credit/ledger.ts';
import { type KnownMirror, standingAt } from '../ingest/mirror-directory.ts';
import { type ColumnTypes, insertRows } from '../storage/insert-rows.ts';
import type { HqDatabase, HqTables } from '../storage/schema.ts';
import { verifyToken } from './verify.ts';

export interface KnownCode {
  readonly mirrorId: string;
  readonly token: string;
  readonly state: 'open' | 'pending' | 'claimed' | 'expired';
  readonly shownMs: number | null;
  readonly expiresMs: number | null;
  readonly storeId: string | null;
  readonly visitId: string | null;
  readonly ba: string | null;
  readonly benefit: string | null;
  readonly carrier: Carrier | null;
  readonly skus: readonly string[];
  /** Whose it is; null: nobody has claimed it. */
  readonly contactId: string | null;
}

type CodeRow = HqTables['codes'];

/** undefined: no mirror of ours minted this token. */
export async function readCode(db: HqDatabase, token: string, nowMs: number): Promise<KnownCode | undefined> {
  const verified = await verifyToken(db, token);
  if (verified === undefined) return undefined;
  const { mirrorId } = verified;
  const row = await db
    .selectFrom('codes')
    .selectAll()
    .where('mirror_id', '=', mirrorId)
    .where('token', '=', token)
    .executeTakeFirst();
  return knownCode(mirrorId, token, row, (await winnerOf(db, mirrorId, token)) ?? null, nowMs);
}

function knownCode(
  mirrorId: string,
  token: string,
  row: CodeRow | undefined,
  contactId: string | null,
  nowMs: number,
): KnownCode {
  const expiresMs = row === undefined ? null : expiryOf({ ...row, received_ms_code: row.received_ms });
  return {
    mirrorId,
    token,
    state: stateOf(row, contactId, expiresMs, nowMs),
    shownMs: row?.shown_ms ?? null,
    expiresMs,
    storeId: row?.store_id ?? null,
    visitId: row?.visit_id ?? null,
    ba: row?.ba ?? null,
    benefit: row?.benefit ?? null,
    carrier: (row?.carrier ?? null) as Carrier | null,
    skus: JSON.parse(row?.skus ?? '[]') as string[],
    contactId,
  };
}

function stateOf(
  row: CodeRow | undefined,
  contactId: string | null,
  expiresMs: number | null,
  nowMs: number,
): KnownCode['state'] {
  if (contactId !== null) return 'claimed';
  if (expiresMs !== null && nowMs > expiresMs) return 'expired';
  return row?.shown_ms == null ? 'pending' : 'open';
}

/** Its landing page was opened in a browser: the first time is noted. */
export async function noteOpened(
  db: HqDatabase,
  { mirrorId, token }: Pick<KnownCode, 'mirrorId' | 'token'>,
  nowMs: number,
): Promise<void> {
  await seeCode(db, mirrorId, token, nowMs);
  await db
    .updateTable('codes')
    .set({ opened_ms: nowMs })
    .where('mirror_id', '=', mirrorId)
    .where('token', '=', token)
    .where('opened_ms', 'is', null)
    .execute();
}

/** From now on HQ knows of the token, if it did not yet. */
export async function seeCode(db: HqDatabase, mirrorId: string, token: string, nowMs: number): Promise<void> {
  await sql`INSERT INTO codes (mirror_id, token, first_seen_ms) VALUES (${mirrorId}, ${token}, ${nowMs})
    ON CONFLICT (mirror_id, token) DO NOTHING`.execute(db);
}

/** @param storeIds where it must have been shown; null: anywhere. @returns the token */
export async function findByHumanCode(
  db: HqDatabase,
  human: string,
  nowMs: number,
  storeIds: readonly string[] | null,
): Promise<string | undefined> {
  const inStores: RawBuilder<boolean> =
    storeIds === null ? sql`true` : sql`store_id = ANY (${storeIds}::text[])`;
  const row = await db
    .selectFrom('codes')
    .select('token')
    .where('human', '=', human)
    .where('shown_ms', '>', nowMs - HUMAN_CODE_MS)
    .where(inStores)
    .orderBy('shown_ms', 'desc')
    .executeTakeFirst();
  return row?.token;
}

const COLUMNS: ColumnTypes<'codes'> = {
  mirror_id: 'text',
  token: 'text',
  first_seen_ms: 'bigint',
  shown_ms: 'bigint',
  received_ms: 'bigint',
  store_id: 'text',
  visit_id: 'text',
  carrier: 'text',
  benefit: 'text',
  ba: 'text',
  skus: 'text',
  is_demo: 'boolean',
  human: 'text',
  opened_ms: 'bigint',
  claim_told_ms: 'bigint',
  join_told_ms: 'bigint',
};

/**
 * What the mirror says of its codes, in the transaction of the batch that brings it. A token's first event counts.
 * @param events of any kind
 */
export async function noteShown(
  tx: HqDatabase,
  mirror: KnownMirror,
  events: readonly MirrorEvent[],
  receivedMs: number,
): Promise<void> {
  const rows = new Map<string, CodeRow>();
  for (const event of events) {
    if (event.type !== 'code.shown') continue;
    const row = shownRow(mirror, event, receivedMs);
    if (!rows.has(row.token)) rows.set(row.token, row);
  }
  if (rows.size === 0) return;
  await sql`
    ${insertRows('codes', COLUMNS, [...rows.values()])}
    ON CONFLICT (mirror_id, token) DO UPDATE SET shown_ms = excluded.shown_ms, received_ms = excluded.received_ms,
      store_id = excluded.store_id, visit_id = excluded.visit_id, carrier = excluded.carrier, benefit = excluded.benefit,
      ba = excluded.ba, skus = excluded.skus, is_demo = excluded.is_demo, human = excluded.human
    WHERE codes.shown_ms IS NULL`.execute(tx);
}

/** A mirror whose clock is ahead showed it now at the latest. */
function shownRow(mirror: KnownMirror, event: MirrorEvent, receivedMs: number): CodeRow {
  const {
    token,
    carrier,
    benefit,
    ba,
    skus,
    human,
    isDemo = false,
  } = JSON.parse(event.body) as EventBody<'code.shown'>;
  return {
    mirror_id: mirror.mirrorId,
    token,
    first_seen_ms: receivedMs,
    shown_ms: Math.min(event.timeMs, receivedMs),
    received_ms: receivedMs,
    store_id: standingAt(mirror.standings, event.timeMs).storeId,
    visit_id: event.visitId,
    carrier,
    benefit,
    ba,
    skus: JSON.stringify(skus),
    is_demo: isDemo,
    human: human ?? null,
    opened_ms: null,
    claim_told_ms: null,
    join_told_ms: null,
  };
}
