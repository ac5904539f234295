/**
 * The aggregates anew: from the events that stand, and for what retention has taken from what was known of it. Rebuilds the
 * tables by them, or compares them row by row. Reads all events in their order: 10 s for two million.
 */
import type { EventType } from '../contract/events.ts';
import {
  FACT_TYPES,
  factsOf,
  factsText,
  mergeFacts,
  NO_FACTS,
  type VisitFacts,
} from '../contract/visit-facts.ts';
import type { Database } from '../store/store.ts';
import {
  buildLedger,
  type Ledger,
  lineOfPassers,
  linesOfVisit,
  nameOf,
  QUARTER_MS,
  TABLES,
} from './ledger.ts';
import { clearTables, prepareAdding, readLines } from './tables.ts';

interface Recount {
  /** Visits all of whose events stand, as the events tell of them. */
  readonly whole: ReadonlyMap<string, VisitFacts>;
  /** Visits that retention has taken events of, as they are stored. */
  readonly retired: ReadonlyMap<string, VisitFacts>;
  /** By quarter; those whose events are gone included. */
  readonly passers: ReadonlyMap<number, number>;
  readonly ledger: Ledger;
}

/** In the caller's transaction, so that all is of one moment. */
function recount(db: Database, timeZone: string): Recount {
  const retired = storedFacts(db, false);
  const whole = factsFromEvents(db, (visitId) => !retired.has(visitId));
  const passers = countPassers(db);
  return { whole, retired, passers, ledger: addUp([whole, retired], passers, timeZone) };
}

function addUp(
  visits: readonly ReadonlyMap<string, VisitFacts>[],
  passers: ReadonlyMap<number, number>,
  timeZone: string,
): Ledger {
  const ledger = buildLedger();
  for (const some of visits) for (const facts of some.values()) ledger.add(linesOfVisit(facts, timeZone));
  for (const [quarter, count] of passers) ledger.add([lineOfPassers(quarter, count, timeZone)]);
  return ledger;
}

function storedFacts(db: Database, isWhole: boolean): Map<string, VisitFacts> {
  const rows = db
    .prepare<[number], { visit_id: string; facts: string }>(
      'SELECT visit_id, facts FROM visits WHERE is_whole = ?',
    )
    .all(isWhole ? 1 : 0);
  return new Map(rows.map(({ visit_id, facts }) => [visit_id, JSON.parse(facts) as VisitFacts]));
}

function factsFromEvents(db: Database, isWanted: (visitId: string) => boolean): Map<string, VisitFacts> {
  const events = db
    .prepare<[], { visit_id: string; type: EventType; time_ms: number; body: string }>(
      `SELECT visit_id, type, time_ms, body FROM events
       WHERE visit_id IS NOT NULL AND type IN (${FACT_TYPES.map((type) => `'${type}'`).join(', ')})`,
    )
    .iterate();
  const visits = new Map<string, VisitFacts>();
  for (const { visit_id, type, time_ms, body } of events) {
    if (!isWanted(visit_id)) continue;
    const said = factsOf({ type, timeMs: time_ms, body });
    if (said !== NO_FACTS) visits.set(visit_id, mergeFacts(visits.get(visit_id) ?? NO_FACTS, said));
  }
  return visits;
}

function countPassers(db: Database): Map<number, number> {
  const rows = db
    .prepare<[], { quarter: number; passers: number }>(
      `SELECT quarter, sum(passers) AS passers FROM (
         SELECT time_ms / ${QUARTER_MS} AS quarter, 1 AS passers FROM events WHERE type = 'presence.passed'
         UNION ALL SELECT quarter, retired FROM passers WHERE retired > 0)
       GROUP BY quarter`,
    )
    .all();
  return new Map(rows.map(({ quarter, passers }) => [quarter, passers]));
}

/** All tables from the events, in one transaction. */
export function rebuild(db: Database, timeZone: string): void {
  db.transaction(() => {
    const { whole, passers, ledger } = recount(db, timeZone);
    db.prepare('DELETE FROM visits WHERE is_whole = 1').run();
    const addVisit = db.prepare('INSERT INTO visits (visit_id, facts) VALUES (?, ?)');
    for (const [visitId, facts] of whole) addVisit.run(visitId, factsText(facts));
    db.prepare('DELETE FROM passers WHERE retired = 0').run();
    const setPassers = db.prepare(
      `INSERT INTO passers (quarter, passers) VALUES (?, ?)
       ON CONFLICT (quarter) DO UPDATE SET passers = excluded.passers`,
    );
    for (const [quarter, count] of passers) setPassers.run(quarter, count);
    rewrite(db, ledger);
  }).immediate();
}

/** The aggregates alone, in the days and hours of another zone: from what is known of each visit, so that none is lost. */
export function moveToZone(db: Database, timeZone: string): void {
  db.transaction(() => {
    const passers = storedPassers(db);
    rewrite(db, addUp([storedFacts(db, true), storedFacts(db, false)], passers, timeZone));
  }).immediate();
}

function storedPassers(db: Database): Map<number, number> {
  const rows = db
    .prepare<[], { quarter: number; passers: number }>('SELECT quarter, passers FROM passers')
    .all();
  return new Map(rows.map(({ quarter, passers }) => [quarter, passers]));
}

function rewrite(db: Database, ledger: Ledger): void {
  clearTables(db);
  prepareAdding(db)(ledger.lines());
}

export interface Comparison {
  /** A sentence for each row that differs, empty when all is equal. */
  differences: string[];
  /** Visits that were compared, and those left out because retention has taken events of them. */
  visits: number;
  leftOut: number;
  rows: number;
}

/** Changes nothing; one moment of the store, whatever is written meanwhile. */
export function compare(db: Database, timeZone: string): Comparison {
  return db.transaction(() => {
    const { whole, retired, passers, ledger } = recount(db, timeZone);
    const rows = ledger.lines();
    const texts = (facts: ReadonlyMap<string, VisitFacts>) =>
      new Map([...facts].map(([visitId, fact]) => [`visits ${visitId}`, factsText(fact)]));
    const counts = (some: ReadonlyMap<number, number>) =>
      new Map([...some].map(([quarter, count]) => [`passers ${quarter}`, String(count)]));
    const lines = (some: ReturnType<Ledger['lines']>) =>
      new Map(some.map((line) => [nameOf(line), countsText(line)]));
    return {
      differences: [
        ...differences(texts(storedFacts(db, true)), texts(whole)),
        ...differences(counts(storedPassers(db)), counts(passers)),
        ...differences(lines(readLines(db)), lines(rows)),
      ],
      visits: whole.size,
      leftOut: retired.size,
      rows: rows.length,
    };
  })();
}

function countsText({ table, counts }: ReturnType<Ledger['lines']>[number]): string {
  return TABLES[table].counts.map((name, index) => `${name} ${counts[index]}`).join(', ');
}

function differences(stored: ReadonlyMap<string, string>, recounted: ReadonlyMap<string, string>): string[] {
  const names = new Set([...stored.keys(), ...recounted.keys()]);
  return [...names]
    .filter((name) => stored.get(name) !== recounted.get(name))
    .map(
      (name) =>
        `${name}: stored ${stored.get(name) ?? 'nowhere'}; recounted ${recounted.get(name) ?? 'nothing'}`,
    );
}
