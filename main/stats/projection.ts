/**
 * The statistics' part of each event's transaction: what is known of its visit is read, merged and written, and what the
 * visit added to the aggregates is corrected by the difference. Owns the tables of the statistics in the store.
 *
 *   event ─► facts of its visit (visits) ─► lines (ledger.ts): the new ones less the old ─► aggregates (tables.ts)
 *
 * 40 µs an event in the median; open visits add nothing, so most events write one row.
 */
import { factsOf, factsText, mergeFacts, NO_FACTS, type VisitFacts } from '../contract/visit-facts.ts';
import type { Database, Projection } from '../store/store.ts';
import { buildLedger, lineOfPassers, linesOfVisit, quarterOf } from './ledger.ts';
import { moveToZone, rebuild } from './recount.ts';
import { DEFINITION, readStanding, writeStanding } from './standing.ts';
import { prepareAdding } from './tables.ts';

/**
 * First brings the tables up to date, when they were made by other definitions (recounted from the events) or for another
 * time zone (moved to it; passers and visits whose events are gone move as well).
 */
export function buildProjection(db: Database, timeZone: string): Projection {
  bringUpToDate(db, timeZone);
  const readFacts = db.prepare<[string], string>('SELECT facts FROM visits WHERE visit_id = ?').pluck();
  const writeFacts = db.prepare<[string, string]>(
    `INSERT INTO visits (visit_id, facts) VALUES (?, ?)
     ON CONFLICT (visit_id) DO UPDATE SET facts = excluded.facts`,
  );
  const addPasser = db.prepare<[number]>(
    `INSERT INTO passers (quarter, passers) VALUES (?, 1)
     ON CONFLICT (quarter) DO UPDATE SET passers = passers + 1`,
  );
  const add = prepareAdding(db);

  function correct(visitId: string, said: VisitFacts): void {
    const known = readFacts.get(visitId);
    const before = known === undefined ? NO_FACTS : (JSON.parse(known) as VisitFacts);
    const after = mergeFacts(before, said);
    writeFacts.run(visitId, factsText(after));
    const change = buildLedger();
    change.add(linesOfVisit(before, timeZone), -1);
    change.add(linesOfVisit(after, timeZone));
    add(change.lines());
  }

  return (event) => {
    if (event.type === 'presence.passed') {
      const quarter = quarterOf(event.timeMs);
      addPasser.run(quarter);
      add([lineOfPassers(quarter, 1, timeZone)]);
    }
    if (event.visitId === null) return;
    const said = factsOf(event);
    if (said !== NO_FACTS) correct(event.visitId, said);
  };
}

function bringUpToDate(db: Database, timeZone: string): void {
  const standing = readStanding(db);
  if (standing?.definition === DEFINITION && standing.timeZone === timeZone) return;
  db.transaction(() => {
    if (standing?.definition === DEFINITION) moveToZone(db, timeZone);
    else rebuild(db, timeZone);
    writeStanding(db, timeZone);
  }).immediate();
}
