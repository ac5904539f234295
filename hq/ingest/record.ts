/**
 * Records a judged batch of one mirror in one transaction and says what became of each event. When this returns, all of it
 * is committed; the same batch once more changes nothing.
 *
 *   lock the mirror's row ─► events (new ones only) ─► visits, shades, passers, codes ─► the mirror's row ─► commit
 *
 * The lock keeps two requests of one mirror from merging into the same visit at once.
 */
import { sql } from 'kysely';
import type { MirrorEvent } from '../../main/contract/events.ts';
import type { EventsReply } from '../../main/contract/wire.ts';
import { noteShown } from '../claims/codes.ts';
import { Problem } from '../http/problem.ts';
import { type ColumnTypes, insertRows } from '../storage/insert-rows.ts';
import type { HqDatabase, HqTables, HqTransaction, MirrorRow } from '../storage/schema.ts';
import type { JudgedBatch, Rejection } from './judge.ts';
import { type KnownMirror, standingAt } from './mirror-directory.ts';
import { updateMirror } from './mirror-row.ts';
import { addPassers, noteRefusals } from './side-rows.ts';
import { mergeVisits } from './visit-rows.ts';

export interface ReceivedBatch extends JudgedBatch {
  readonly mirror: KnownMirror;
  readonly receivedMs: number;
  /** The mirror's clock when it sent; null when it did not say. */
  readonly sentMs: number | null;
}

const EVENT_COLUMNS: ColumnTypes<'events'> = {
  mirror_id: 'text',
  event_id: 'text',
  seq: 'bigint',
  type: 'text',
  visit_id: 'text',
  time_ms: 'bigint',
  wall_ms: 'bigint',
  mono_ms: 'bigint',
  boot_id: 'text',
  body: 'text',
  sha256: 'text',
  store_id: 'text',
  received_ms: 'bigint',
};

export function recordBatch(db: HqDatabase, batch: ReceivedBatch): Promise<EventsReply> {
  return db.transaction().execute(async (tx) => {
    const row = await lockMirror(tx, batch.mirror);
    const { accepted, duplicate, conflicting } = await insertEvents(tx, batch);
    await mergeVisits(tx, batch.mirror, accepted);
    await addPassers(tx, batch.mirror, accepted);
    await noteShown(tx, batch.mirror, accepted, batch.receivedMs);
    const rejected = [...batch.rejected, ...conflicting];
    await noteRefusals(tx, batch, rejected);
    await updateMirror(tx, row, batch, accepted);
    return { accepted: accepted.map(({ id }) => id), duplicate, rejected };
  });
}

/** The key is compared once more: it may have been replaced since it was looked up. */
async function lockMirror(tx: HqTransaction, { mirrorId, keyHash }: KnownMirror): Promise<MirrorRow> {
  const row = await tx
    .selectFrom('mirrors')
    .selectAll()
    .where('mirror_id', '=', mirrorId)
    .where('key_hash', '=', keyHash)
    .forUpdate()
    .executeTakeFirst();
  if (row !== undefined) return row;
  throw new Problem('unauthorized', 'This key was replaced by a newer enrolment: enrol the mirror again.');
}

async function insertEvents(tx: HqTransaction, { mirror, events, receivedMs }: ReceivedBatch) {
  if (events.length === 0) return { accepted: [], duplicate: [], conflicting: [] };
  const rows = events.map((event) => eventRow(mirror, event, receivedMs));
  const inserted = await sql<{ event_id: string }>`
    ${insertRows('events', EVENT_COLUMNS, rows)}
    ON CONFLICT (mirror_id, event_id) DO NOTHING RETURNING event_id`.execute(tx);
  const fresh = new Set(inserted.rows.map(({ event_id }) => event_id));
  const accepted = events.filter(({ id }) => fresh.has(id));
  const known = events.filter(({ id }) => !fresh.has(id));
  return { accepted, ...(await compareHashes(tx, mirror, known)) };
}

function eventRow(mirror: KnownMirror, event: MirrorEvent, receivedMs: number): HqTables['events'] {
  return {
    mirror_id: mirror.mirrorId,
    event_id: event.id,
    seq: event.seq,
    type: event.type,
    visit_id: event.visitId,
    time_ms: event.timeMs,
    wall_ms: event.wallMs,
    mono_ms: event.monoMs,
    boot_id: event.bootId,
    body: event.body,
    sha256: event.sha256,
    store_id: standingAt(mirror.standings, event.timeMs).storeId,
    received_ms: receivedMs,
  };
}

/** An event that HQ has is a duplicate only if it is the very same. */
async function compareHashes(tx: HqTransaction, { mirrorId }: KnownMirror, known: readonly MirrorEvent[]) {
  const duplicate: string[] = [];
  const conflicting: Rejection[] = [];
  if (known.length === 0) return { duplicate, conflicting };
  const rows = await tx
    .selectFrom('events')
    .select(['event_id', 'sha256'])
    .where('mirror_id', '=', mirrorId)
    .where('event_id', '=', sql<string>`ANY (${known.map(({ id }) => id)}::text[])`)
    .execute();
  const hashes = new Map(rows.map(({ event_id, sha256 }) => [event_id, sha256]));
  for (const { id, sha256 } of known) {
    if (hashes.get(id) === sha256) duplicate.push(id);
    else conflicting.push({ id, code: 'hash-mismatch' });
  }
  return { duplicate, conflicting };
}
