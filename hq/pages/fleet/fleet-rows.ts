/**
 * The mirrors in an operator's scope as the fleet page tells of them. Reads one row a mirror, which ingest keeps up to date,
 * and no event.
 */
import { sql } from 'kysely';
import { EVENT_BODIES, type EventBody } from '../../../main/contract/events.ts';
import { inScope, localDay, onDay, type Scope } from '../../accounts/scope.ts';
import { type MirrorGaps, readGaps } from '../../fleet/gaps.ts';
import type { HqDatabase } from '../../storage/schema.ts';

export interface FleetMirror {
  readonly id: string;
  readonly name: string;
  /** Where it stands today; null: nowhere. */
  readonly store: { readonly id: string; readonly name: string; readonly timeZone: string } | null;
  readonly isEnrolled: boolean;
  readonly lastSeenMs: number | null;
  readonly version: string | null;
  /** HQ's clock less the mirror's; null before they met. */
  readonly clockOffsetMs: number | null;
  readonly health: EventBody<'mirror.health'> | null;
  readonly healthAtMs: number | null;
  readonly gaps: MirrorGaps;
}

interface Row {
  mirror_id: string;
  name: string;
  store_id: string | null;
  store_name: string | null;
  time_zone: string | null;
  is_enrolled: boolean;
  last_seen_ms: number | null;
  version: string | null;
  clock_offset_ms: number | null;
  last_health: string | null;
  last_health_ms: number | null;
  seen_ranges: string;
  folded: number;
  lost: number;
}

/** @param mirror leaves that one only */
export async function fleetOf(
  db: HqDatabase,
  scope: Scope,
  nowMs: number,
  mirror?: string,
): Promise<FleetMirror[]> {
  const today = localDay(nowMs, sql.ref('stores.time_zone'));
  const { rows } = await sql<Row>`
    SELECT mirrors.mirror_id, mirrors.name, stores.store_id, stores.name AS store_name, stores.time_zone,
      key_hash IS NOT NULL AS is_enrolled, last_seen_ms, version, clock_offset_ms, last_health, last_health_ms,
      seen_ranges, folded, lost
    FROM mirrors
    LEFT JOIN (mirror_stores AS stands JOIN stores ON stores.store_id = stands.store_id)
      ON stands.mirror_id = mirrors.mirror_id
      AND stands.from_day <= ${today} AND (stands.to_day IS NULL OR stands.to_day >= ${today})
    WHERE ${inScope(scope, sql.ref('stores.store_id'), onDay(today))}
      ${mirror === undefined ? sql`` : sql`AND mirrors.mirror_id = ${mirror}`}`.execute(db);
  return rows.map((row) => mirrorOf(row, nowMs));
}

function mirrorOf(row: Row, nowMs: number): FleetMirror {
  const { store_id: id, store_name: name, time_zone: timeZone } = row;
  return {
    id: row.mirror_id,
    name: row.name,
    store: id === null || name === null || timeZone === null ? null : { id, name, timeZone },
    isEnrolled: row.is_enrolled,
    lastSeenMs: row.last_seen_ms,
    version: row.version,
    clockOffsetMs: row.clock_offset_ms,
    health: row.last_health === null ? null : healthOf(row.last_health),
    healthAtMs: row.last_health_ms,
    gaps: readGaps(row, nowMs),
  };
}

/** An older HQ may have stored what this one would not understand. */
const healthOf = (text: string): EventBody<'mirror.health'> | null =>
  EVENT_BODIES['mirror.health'].safeParse(JSON.parse(text)).data ?? null;
