/**
 * Keeps what HQ knows of each visit in step with its events: the newly accepted ones are merged into the visit's facts, its
 * counts and its shades are written anew. Three statements a batch, however many visits it touches.
 */
import { sql } from 'kysely';
import type { MirrorEvent } from '../../main/contract/events.ts';
import { countsOf, factsOf, mergeFacts, NO_FACTS, type VisitFacts } from '../../main/contract/visit-facts.ts';
import { type ColumnTypes, upsertRows } from '../storage/insert-rows.ts';
import type { HqTables, HqTransaction } from '../storage/schema.ts';
import { type KnownMirror, standingAt } from './mirror-directory.ts';

interface Visit {
  facts: VisitFacts;
  /** Of its earliest event at hand: where it counts until its start is known. */
  fallbackMs: number;
}

const VISIT_COLUMNS: ColumnTypes<'visits'> = {
  mirror_id: 'text',
  visit_id: 'text',
  store_id: 'text',
  day: 'text',
  hour: 'bigint',
  mode: 'text',
  ba: 'text',
  carrier: 'text',
  facts: 'text',
  visits: 'bigint',
  tryons: 'bigint',
  codes: 'bigint',
  claims: 'bigint',
  joins: 'bigint',
  worn: 'bigint',
  tryon_ms: 'bigint',
  poor_tryons: 'bigint',
  sensed: 'bigint',
};

const SHADE_COLUMNS: ColumnTypes<'visit_shades'> = {
  mirror_id: 'text',
  visit_id: 'text',
  sku: 'text',
  store_id: 'text',
  day: 'text',
  hour: 'bigint',
  mode: 'text',
  finish: 'text',
  worn: 'bigint',
  dwell_ms: 'bigint',
  hearts: 'bigint',
  poor: 'bigint',
};

/** Call it under the lock of the mirror's row, with events that were not there before. */
export async function mergeVisits(
  tx: HqTransaction,
  mirror: KnownMirror,
  events: readonly MirrorEvent[],
): Promise<void> {
  const visits = gather(events);
  if (visits.size === 0) return;
  const known = await tx
    .selectFrom('visits')
    .select(['visit_id', 'facts'])
    .where('mirror_id', '=', mirror.mirrorId)
    .where('visit_id', '=', sql<string>`ANY (${[...visits.keys()]}::text[])`)
    .execute();
  for (const { visit_id, facts } of known) {
    const visit = visits.get(visit_id);
    // HQ wrote these facts itself, by the same type.
    if (visit !== undefined) visit.facts = mergeFacts(JSON.parse(facts) as VisitFacts, visit.facts);
  }
  const rows = [...visits].map(([id, visit]) => visitRow(mirror, id, visit));
  await upsertRows(tx, 'visits', ['mirror_id', 'visit_id'], VISIT_COLUMNS, rows);
  const shades = rows.flatMap((row) => shadeRows(row, visits.get(row.visit_id)?.facts ?? NO_FACTS));
  await upsertRows(tx, 'visit_shades', ['mirror_id', 'visit_id', 'sku'], SHADE_COLUMNS, shades);
}

function gather(events: readonly MirrorEvent[]): Map<string, Visit> {
  const visits = new Map<string, Visit>();
  for (const event of events) {
    if (event.visitId === null) continue;
    const facts = factsOf(event);
    const visit = visits.get(event.visitId);
    if (visit === undefined) {
      visits.set(event.visitId, { facts, fallbackMs: event.timeMs });
    } else {
      if (facts !== NO_FACTS) visit.facts = mergeFacts(visit.facts, facts);
      visit.fallbackMs = Math.min(visit.fallbackMs, event.timeMs);
    }
  }
  return visits;
}

function visitRow(mirror: KnownMirror, visitId: string, { facts, fallbackMs }: Visit): HqTables['visits'] {
  const { storeId, timeZone } = standingAt(mirror.standings, facts.startedMs ?? fallbackMs);
  const counted = countsOf(facts, timeZone);
  return {
    mirror_id: mirror.mirrorId,
    visit_id: visitId,
    store_id: storeId,
    day: counted?.day ?? null,
    hour: counted?.hour ?? null,
    mode: facts.mode,
    ba: facts.ba,
    carrier: facts.carrier,
    facts: JSON.stringify(facts),
    visits: counted?.counts.visits ?? 0,
    tryons: counted?.counts.tryons ?? 0,
    codes: counted?.counts.codes ?? 0,
    claims: counted?.counts.claims ?? 0,
    joins: counted?.counts.joins ?? 0,
    worn: counted?.counts.worn ?? 0,
    tryon_ms: counted?.counts.tryonMs ?? 0,
    poor_tryons: counted?.counts.poorTryons ?? 0,
    sensed: counted?.counts.sensed ?? 0,
  };
}

function shadeRows(visit: HqTables['visits'], { shades }: VisitFacts): HqTables['visit_shades'][] {
  const { mirror_id, visit_id, store_id, day, hour, mode } = visit;
  return Object.entries(shades).map(([sku, { finish, worn, dwellMs, hearts, poor }]) => ({
    mirror_id,
    visit_id,
    sku,
    store_id,
    day,
    hour,
    mode,
    finish,
    worn,
    dwell_ms: dwellMs,
    hearts,
    poor,
  }));
}
