/**
 * Takes over what can be read of a damaged store into a fresh one: events whose hash holds, under their own number and id,
 * and the documents and statistics beside them. The damaged files are only read.
 */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { insertEvent, isSound, type Row, toEvent } from './event-rows.ts';

/**
 * Events that HQ has go over while there is time; those that it lacks are worth a late start. 5 000 a second on two cores
 * with ten other programs; after half a year without HQ there may be a million.
 */
const ACCEPTED_MS = 3000;
const PENDING_MS = 120_000;

/** Kept together, so that a disk that fills up keeps what went over before. */
const BATCH = 1000;

/** Documents: each row is of use without the others. */
const DOCUMENTS = ['state', 'intents', 'day_counts', 'losses', 'code_pool'];
/** Statistics: all of them, or they are counted anew from the events. */
const STATISTICS = ['visits', 'passers', 'tallies', 'shade_tallies', 'finish_tallies', 'paces'];

export interface Salvaged {
  events: number;
  /** The highest number that was seen; 0 without any. */
  lastSeq: number;
}

/** @param fresh of the newest schema, in no transaction. @param maxSeq no event of a higher number is looked for */
export function salvage(damaged: string, fresh: Database.Database, maxSeq: number): Salvaged {
  if (!existsSync(damaged)) return { events: 0, lastSeq: 0 };
  let source: Database.Database;
  try {
    source = new Database(damaged, { readonly: true, fileMustExist: true });
    source.prepare('SELECT 1 FROM sqlite_schema').get();
  } catch {
    // Not even its schema can be read. The files stay for whoever wants to try.
    return { events: 0, lastSeq: 0 };
  }
  try {
    const salvaged = salvageEvents(source, fresh, maxSeq);
    for (const table of DOCUMENTS) attempt(fresh, () => copyTable(source, fresh, table, true));
    if (!attempt(fresh, () => salvageStatistics(source, fresh))) {
      // What tells the statistics that their tables are up to date: without it they are counted anew.
      fresh.prepare(`DELETE FROM state WHERE key = 'statistics'`).run();
    }
    return salvaged;
  } finally {
    source.close();
  }
}

/** Newest first: what HQ lacks is nearly always new. */
function salvageEvents(source: Database.Database, fresh: Database.Database, maxSeq: number): Salvaged {
  const read = buildReader(source);
  const insert = insertEvent(fresh);
  const deliver = fresh.prepare(
    `INSERT INTO delivery (seq, state, turn, attempts, last_error, may_fold) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const startedMs = performance.now();
  const salvaged: Salvaged = { events: 0, lastSeq: 0 };
  let next = Math.max(maxSeq, readOr(() => highestIn(source)) ?? 0);

  function takeBatch(): void {
    for (let count = 0; count < BATCH && next > 0; count++) {
      const isLate = performance.now() - startedMs > ACCEPTED_MS;
      const row = read(next, isLate);
      if (row === undefined) {
        next = 0;
        return;
      }
      next = row.seq - 1;
      if (!('id' in row)) continue;
      salvaged.lastSeq = Math.max(salvaged.lastSeq, row.seq);
      if ((isLate && row.state === 'accepted') || !isSound(toEvent(row))) continue;
      insert(toEvent(row));
      deliver.run(row.seq, row.state, row.turn, row.attempts, row.last_error, row.may_fold);
      salvaged.events++;
    }
  }

  while (next > 0 && performance.now() - startedMs < PENDING_MS) {
    const before = { ...salvaged };
    if (!attempt(fresh, takeBatch)) return before;
  }
  return salvaged;
}

const flag = z.union([z.literal(0), z.literal(1)]);
const deliverySchema = z.object({
  state: z.enum(['pending', 'accepted', 'quarantined']),
  turn: flag,
  attempts: z.int().nonnegative(),
  last_error: z.string().nullable(),
  may_fold: flag,
});
type Delivery = z.infer<typeof deliverySchema>;

/** HQ knows an event that it has already, so one whose delivery is unknown is sent again. */
const UNKNOWN: Delivery = { state: 'pending', turn: 1, attempts: 0, last_error: null, may_fold: 0 };

type Found = Row & Delivery;

/**
 * Reads the event of the highest number up to the one given, when it is late one that HQ lacks; undefined without one. What
 * cannot be read is stepped over number by number: 20 µs each, and a broken page holds six events.
 */
function buildReader(source: Database.Database) {
  // The damage may have renamed a column, and then its statement cannot even be prepared.
  const event = readOr(() =>
    source.prepare<[number], Row>('SELECT * FROM events WHERE seq <= ? ORDER BY seq DESC LIMIT 1'),
  );
  const delivery = readOr(() =>
    source.prepare<[number], unknown>(
      'SELECT state, turn, attempts, last_error, may_fold FROM delivery WHERE seq = ?',
    ),
  );
  const lacking = readOr(() =>
    source
      .prepare<[number], number>(
        `SELECT seq FROM delivery WHERE seq <= ? AND state <> 'accepted' ORDER BY seq DESC LIMIT 1`,
      )
      .pluck(),
  );
  return (seq: number, isLate: boolean): Found | { seq: number } | undefined => {
    if (event === undefined) return undefined;
    try {
      const from = isLate && lacking !== undefined ? (lacking.get(seq) ?? 0) : seq;
      const row = event.get(from);
      if (row === undefined) return undefined;
      if (row.seq > seq) return { seq };
      const { data } = deliverySchema.safeParse(readOr(() => delivery?.get(row.seq)));
      return { ...row, ...(data ?? UNKNOWN) };
    } catch {
      return { seq };
    }
  };
}

const highestIn = (source: Database.Database): number | undefined =>
  source.prepare<[], number>('SELECT max(seq) FROM events').pluck().get();

function readOr<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** What of the statistics' events is gone, nobody can tell: all visits count as they are known. */
function salvageStatistics(source: Database.Database, fresh: Database.Database): void {
  for (const table of STATISTICS) copyTable(source, fresh, table, false);
  fresh.prepare('UPDATE visits SET is_whole = 0').run();
  fresh
    .prepare(
      `UPDATE passers SET retired = max(0, passers -
         (SELECT count(*) FROM events WHERE type = 'presence.passed' AND time_ms / 900000 = quarter))`,
    )
    .run();
}

/** @param isBestEffort keeps the rows before one that cannot be read */
function copyTable(
  source: Database.Database,
  fresh: Database.Database,
  table: string,
  isBestEffort: boolean,
): void {
  const select = source.prepare<[], unknown[]>(`SELECT * FROM ${table}`).raw();
  const columns = select.columns().map(({ name }) => name);
  const insert = fresh.prepare(
    `INSERT OR REPLACE INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  const rows = select.iterate();
  for (;;) {
    let next: IteratorResult<unknown[]>;
    try {
      next = rows.next();
    } catch (cause) {
      if (isBestEffort) return;
      throw cause;
    }
    if (next.done) return;
    insert.run(...next.value);
  }
}

/** In one transaction. @returns false when it failed and left nothing */
function attempt(db: Database.Database, act: () => void): boolean {
  try {
    db.transaction(act).immediate();
    return true;
  } catch {
    // Best effort: the damaged files stay, and HQ sees the gap.
    return false;
  }
}
