/**
 * Brings a path to a sound database of the newest schema that nobody else writes: locked, checked, migrated; a damaged one
 * is set aside first. What happened is left in the store itself as an incident to be recorded, so that a crash loses no word.
 */
import { existsSync, statSync } from 'node:fs';
import type Database from 'better-sqlite3';
import { z } from 'zod';
import { EVENT_BODIES } from '../contract/events.ts';
import { CHECKED_AT_START_BYTES } from './check.ts';
import { openConnection } from './connection.ts';
import { buildDocuments } from './documents.ts';
import { explain, judging, tellsDamage } from './errors.ts';
import { type HighWater, openHighWater } from './high-water.ts';
import { type Lock, takeLock } from './lock.ts';
import { copyBeforeMigration, stepsTaken, takeSteps } from './migrate.ts';
import { MIGRATIONS } from './migrations.ts';
import { type Salvaged, salvage } from './salvage.ts';
import { isDamageNoted, noteDamage, setAside } from './set-aside.ts';
import { assertContent, assertHeader, assertSchema } from './soundness.ts';

const incidentSchema = EVENT_BODIES['store.incident'];

/** A document of `state` until the event is recorded. */
export const INCIDENT_KEY = 'store-incident';

/** Numbers that may have been given since the last that is known, where nothing but the events tells of them. */
const UNKNOWN_NUMBERS = 1024;

export interface OpenOptions {
  path: string;
  maxBytes: number;
  nowMs: number;
  /** Larger ones are not checked here. */
  checkedBytes?: number;
  /** The schema's steps; those of this version when left out. */
  steps?: readonly string[];
}

export interface Opened {
  readonly db: Database.Database;
  readonly highWater: HighWater;
  /** The next event's number is above it. */
  readonly lastSeq: number;
  /** To be recorded, and what an operator should know. */
  readonly incident: Incident | null;
  /** Too large to have been checked. */
  readonly isUnchecked: boolean;
  close(): void;
}

export interface Incident {
  body: z.infer<typeof incidentSchema>;
  sentence: string;
}

/** Throws StoreErrors, and leaves nothing open then. */
export function openDatabase(options: OpenOptions): Opened {
  const { path, checkedBytes = CHECKED_AT_START_BYTES } = options;
  const lock = takeLock(path);
  let db: Database.Database | undefined;
  try {
    const highWater = openHighWater(path);
    const sound = openSound(options, highWater);
    db = sound;
    const { incident, lastSeq } = findIncident(sound, highWater);
    const isUnchecked = statSync(path).size > checkedBytes;
    const close = (): void => closeAll(sound, highWater, lock);
    return { db, highWater, lastSeq, incident, isUnchecked, close };
  } catch (cause) {
    db?.close();
    lock.release();
    throw explain(cause, path);
  }
}

function closeAll(db: Database.Database, highWater: HighWater, lock: Lock): void {
  try {
    db.close();
  } finally {
    highWater.close();
    lock.release();
  }
}

function openSound(options: OpenOptions, highWater: HighWater): Database.Database {
  const { path, nowMs } = options;
  if (!isDamageNoted(path)) {
    try {
      return openChecked(options);
    } catch (cause) {
      if (!tellsDamage(cause)) throw cause;
      noteDamage(path, nowMs);
    }
  }
  setAside(path, nowMs, (fresh, damaged) => {
    fill({ ...options, path: fresh }, damaged, highWater);
  });
  return openChecked(options);
}

function openChecked({
  path,
  maxBytes,
  steps = MIGRATIONS,
  checkedBytes = CHECKED_AT_START_BYTES,
}: OpenOptions): Database.Database {
  assertHeader(path);
  const isSmall = !existsSync(path) || statSync(path).size <= checkedBytes;
  let db = judging(() => openConnection(path, maxBytes));
  try {
    const taken = judge(db, steps, path, isSmall);
    if (taken > 0 && taken < steps.length) {
      // Closing moves all of the WAL into the file that is copied.
      db.close();
      copyBeforeMigration(path, taken);
      db = openConnection(path, maxBytes);
    }
    takeSteps(db, steps, taken);
    return db;
  } catch (cause) {
    db.close();
    throw cause;
  }
}

/** @returns how many of the steps were taken */
function judge(db: Database.Database, steps: readonly string[], path: string, isSmall: boolean): number {
  return judging(() => {
    const taken = stepsTaken(db, steps, path);
    assertSchema(db, steps.slice(0, taken));
    if (isSmall && taken > 0) assertContent(db);
    return taken;
  });
}

/** Makes the fresh store, with what can be saved of the damaged one. */
function fill(options: OpenOptions, damaged: string, { given, reserved }: HighWater): void {
  const db = openChecked(options);
  try {
    // Nothing counts before the fresh store is in its place, and closing syncs all of it.
    db.pragma('synchronous = OFF');
    const salvaged = salvage(damaged, db, reserved);
    db.pragma('synchronous = FULL');
    leaveIncident(db, salvaged, given);
  } finally {
    db.close();
  }
}

function leaveIncident(db: Database.Database, { events, lastSeq }: Salvaged, given: number): void {
  const body = { kind: 'set-aside', lastSeq: Math.max(given, lastSeq) };
  buildDocuments(db).write(INCIDENT_KEY, { body, events });
}

/** What the disk has changed still tells that there was an incident. */
const leftSchema = z
  .object({ body: incidentSchema, events: z.int().nonnegative() })
  .catch({ body: { kind: 'set-aside', lastSeq: 0 }, events: 0 });

function findIncident(
  db: Database.Database,
  { given, reserved }: HighWater,
): Pick<Opened, 'incident' | 'lastSeq'> {
  const highest = db.prepare<[], number | null>('SELECT max(seq) FROM events').pluck().get() ?? 0;
  const left = buildDocuments(db).read(INCIDENT_KEY);
  if (left !== undefined) {
    const { body, events } = leftSchema.parse(left);
    const lastSeq = Math.max(reserved, Math.max(highest, body.lastSeq) + UNKNOWN_NUMBERS);
    return {
      lastSeq,
      incident: {
        body,
        sentence: `The store was damaged and set aside; ${events} events were saved from it.`,
      },
    };
  }
  if (given <= highest) return { lastSeq: highest, incident: null };
  deliverTheForgotten(db);
  return {
    lastSeq: Math.max(reserved, given),
    incident: {
      body: { kind: 'restored', lastSeq: given },
      sentence: `The store ends before event ${given}, which was given: its newest events are lost, or an older copy was put back.`,
    },
  };
}

/** Of a WAL that is lost some pages may have reached the file before, an event's own but not its delivery's. */
function deliverTheForgotten(db: Database.Database): void {
  db.prepare(
    `INSERT INTO delivery (seq, state, turn)
     SELECT seq, 'pending', 1 FROM events e WHERE NOT EXISTS (SELECT 1 FROM delivery d WHERE d.seq = e.seq)`,
  ).run();
}
