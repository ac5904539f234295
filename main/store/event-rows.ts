/** Events as rows of the table `events`, and whether they still are what was minted. */
import { createHash } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { MirrorEvent } from '../contract/events.ts';
import { digestText } from '../contract/wire.ts';

export interface Row {
  seq: number;
  id: string;
  type: MirrorEvent['type'];
  version: number;
  visit_id: string | null;
  time_ms: number;
  wall_ms: number;
  mono_ms: number;
  boot_id: string;
  body: string;
  sha256: string;
}

/** For the caller's transaction. */
export function insertEvent(db: Database.Database): (event: MirrorEvent) => void {
  const insert = db.prepare(
    `INSERT INTO events (seq, id, type, version, visit_id, time_ms, wall_ms, mono_ms, boot_id, body, sha256)
     VALUES (@seq, @id, @type, @version, @visitId, @timeMs, @wallMs, @monoMs, @bootId, @body, @sha256)`,
  );
  return (event) => void insert.run(event);
}

export function toEvent(row: Row): MirrorEvent {
  return {
    seq: row.seq,
    id: row.id,
    type: row.type,
    version: row.version,
    visitId: row.visit_id,
    timeMs: row.time_ms,
    wallMs: row.wall_ms,
    monoMs: row.mono_ms,
    bootId: row.boot_id,
    body: row.body,
    sha256: row.sha256,
  };
}

/** Adds the hash that makes it an event. */
export function seal(event: Omit<MirrorEvent, 'sha256'>): MirrorEvent {
  return { ...event, sha256: hashOf(event) };
}

/** False when the disk has changed it since. */
export const isSound = (event: MirrorEvent): boolean => hashOf(event) === event.sha256;

/** About 2 µs. */
function hashOf(event: Omit<MirrorEvent, 'sha256'>): string {
  return createHash('sha256').update(digestText(event)).digest('hex');
}
