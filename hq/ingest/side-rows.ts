/** What a batch leaves beside its events and visits: passers by the hour, and what was rejected. Called within its transaction. */
import { sql } from 'kysely';
import type { MirrorEvent } from '../../main/contract/events.ts';
import { localHour } from '../../main/contract/local-time.ts';
import { type ColumnTypes, insertRows, upsertRows } from '../storage/insert-rows.ts';
import type { HqTables, HqTransaction } from '../storage/schema.ts';
import type { Rejection } from './judge.ts';
import { type KnownMirror, standingAt } from './mirror-directory.ts';
import type { ReceivedBatch } from './record.ts';

const PASSER_COLUMNS: ColumnTypes<'passers'> = {
  mirror_id: 'text',
  store_id: 'text',
  day: 'text',
  hour: 'bigint',
  passers: 'bigint',
};

const REFUSAL_COLUMNS: ColumnTypes<'refusals'> = {
  mirror_id: 'text',
  event_id: 'text',
  code: 'text',
  at_ms: 'bigint',
};

/** Counts those who passed by store-local hours; `events` are newly accepted ones. */
export async function addPassers(
  tx: HqTransaction,
  mirror: KnownMirror,
  events: readonly MirrorEvent[],
): Promise<void> {
  const rows = new Map<string, HqTables['passers']>();
  for (const { type, timeMs } of events) {
    if (type !== 'presence.passed') continue;
    const { storeId, timeZone } = standingAt(mirror.standings, timeMs);
    const { day, hour } = localHour(timeMs, timeZone);
    const key = `${storeId} ${day} ${hour}`;
    const passers = (rows.get(key)?.passers ?? 0) + 1;
    rows.set(key, { mirror_id: mirror.mirrorId, store_id: storeId, day, hour, passers });
  }
  if (rows.size === 0) return;
  await sql`
    ${insertRows('passers', PASSER_COLUMNS, [...rows.values()])}
    ON CONFLICT (mirror_id, store_id, day, hour)
    DO UPDATE SET passers = passers.passers + excluded.passers`.execute(tx);
}

/** Keeps what HQ rejected for the fleet page. */
export async function noteRefusals(
  tx: HqTransaction,
  { mirror, receivedMs }: ReceivedBatch,
  rejected: readonly Rejection[],
): Promise<void> {
  const byId = new Map(rejected.map(({ id, code }) => [id, code]));
  // The id of a refused event may be any text; PostgreSQL stores no NUL and no half of a surrogate pair.
  const rows = [...byId]
    .filter(([id]) => !id.includes('\0') && id.isWellFormed())
    .map(([event_id, code]) => ({ mirror_id: mirror.mirrorId, event_id, code, at_ms: receivedMs }));
  await upsertRows(tx, 'refusals', ['mirror_id', 'event_id'], REFUSAL_COLUMNS, rows);
}
