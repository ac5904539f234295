/** The statistics over a database in memory, without the store around it: for the many runs of property tests. */
import { randomUUID } from 'node:crypto';
import Database from 'better-sqlite3';
import { buildProjection } from '../../../../main/stats/projection.ts';
import { compare } from '../../../../main/stats/recount.ts';
import { readLines } from '../../../../main/stats/tables.ts';
import { MIGRATIONS } from '../../../../main/store/migrations.ts';
import type { SaidEvent } from '../contract/sample-facts.ts';

const NO_CLOCK = { version: 1, wallMs: 0, monoMs: 0, bootId: '', sha256: '' };

/** What became of the events, recorded in their order. */
export function countInMemory(
  events: readonly (readonly [visit: string | null, event: SaidEvent])[],
  timeZone: string,
) {
  using database = openMemory();
  const { db } = database;
  const project = buildProjection(db, timeZone);
  const insert = db.prepare(
    `INSERT INTO events (seq, id, type, version, visit_id, time_ms, wall_ms, mono_ms, boot_id, body, sha256)
     VALUES (@seq, @id, @type, @version, @visitId, @timeMs, @wallMs, @monoMs, @bootId, @body, @sha256)`,
  );
  for (const [index, [visitId, { type, timeMs, body }]] of events.entries()) {
    const said = { type, timeMs, visitId, body: JSON.stringify(body) };
    const event = { ...NO_CLOCK, ...said, seq: index + 1, id: randomUUID() };
    insert.run(event);
    project(event);
  }
  return { lines: readLines(db), differences: compare(db, timeZone).differences };
}

function openMemory() {
  const db = new Database(':memory:');
  for (const step of MIGRATIONS) db.exec(step);
  return { db, [Symbol.dispose]: () => void db.close() };
}
