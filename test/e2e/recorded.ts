/** What a mirror has on its disk, read beside the running service as nobody but a test does. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import type { EventBody, EventType } from '../../main/contract/events.ts';
import type { Session } from '../../main/contract/session.ts';
import { sessionSchema } from '../../main/contract/session-schema.ts';

function ask<T>(dataFolder: string, sql: string, ...values: string[]): T[] {
  const db = new Database(join(dataFolder, 'store.db'), { readonly: true, fileMustExist: true });
  try {
    return db.prepare<string[], T>(sql).all(...values);
  } finally {
    db.close();
  }
}

const keptSchema = z.object({ book: z.object({ session: sessionSchema }) });

/** Of the visit as it was last recorded. */
export function recordedSession(dataFolder: string): Session {
  const [row] = ask<{ value: string }>(dataFolder, `SELECT value FROM state WHERE key = 'visit'`);
  return keptSchema.parse(JSON.parse(row?.value ?? 'null')).book.session;
}

/** Bodies of all events of one type, in their order. */
export function recordedEvents<T extends EventType>(dataFolder: string, type: T): EventBody<T>[] {
  const rows = ask<{ body: string }>(dataFolder, 'SELECT body FROM events WHERE type = ? ORDER BY seq', type);
  return rows.map(({ body }) => JSON.parse(body));
}
