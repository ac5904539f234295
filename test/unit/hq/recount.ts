/** Counts every visit anew from the events that HQ has, with the contract's own definitions, and tells where HQ differs. */
import { readStandings, standingAt } from '../../../hq/ingest/mirror-directory.ts';
import type { HqDatabase } from '../../../hq/storage/schema.ts';
import type { EventType } from '../../../main/contract/events.ts';
import {
  countsOf,
  factsOf,
  mergeFacts,
  NO_FACTS,
  type VisitFacts,
} from '../../../main/contract/visit-facts.ts';

/** One sentence for each visit that is not what its events say. */
export async function recount(db: HqDatabase): Promise<string[]> {
  const events = await db
    .selectFrom('events')
    .select(['mirror_id', 'visit_id', 'type', 'time_ms', 'body'])
    .where('visit_id', 'is not', null)
    .execute();
  const facts = new Map<string, VisitFacts>();
  for (const { mirror_id, visit_id, type, time_ms: timeMs, body } of events) {
    const key = `${mirror_id} ${visit_id}`;
    facts.set(
      key,
      mergeFacts(facts.get(key) ?? NO_FACTS, factsOf({ type: type as EventType, timeMs, body })),
    );
  }
  const rows = await db.selectFrom('visits').selectAll().execute();
  const differing: string[] = [];
  if (rows.length !== facts.size) differing.push(`${rows.length} visits for ${facts.size} with events`);
  for (const row of rows) {
    const key = `${row.mirror_id} ${row.visit_id}`;
    const fact = facts.get(key) ?? NO_FACTS;
    const standings = await readStandings(db, row.mirror_id);
    const zone =
      standings && fact.startedMs !== null ? standingAt(standings, fact.startedMs).timeZone : 'UTC';
    const counted = countsOf(fact, zone);
    const same =
      row.day === (counted?.day ?? null) &&
      row.hour === (counted?.hour ?? null) &&
      row.worn === Math.min(counted?.counts.worn ?? 0, Number.MAX_SAFE_INTEGER) &&
      row.codes === (counted?.counts.codes ?? 0) &&
      row.tryons === (counted?.counts.tryons ?? 0) &&
      row.visits === (counted?.counts.visits ?? 0);
    if (!same)
      differing.push(`visit ${key} is ${JSON.stringify(row)} but its events say ${JSON.stringify(counted)}`);
  }
  return differing;
}
