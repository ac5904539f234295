/** By which definitions and in which time zone the store's aggregates are reckoned: a row of its table `state`. */
import { z } from 'zod';
import type { Database } from '../store/store.ts';

/** Rises with every change of what the events of a visit count or of the tables: the aggregates are then recounted. */
export const DEFINITION = 1;

const KEY = 'statistics';
const schema = z.object({ definition: z.int(), timeZone: z.string() });

export type Standing = z.infer<typeof schema>;

/** undefined where nothing was reckoned yet, or nobody can tell how. */
export function readStanding(db: Database): Standing | undefined {
  const text = db.prepare<[string], string>('SELECT value FROM state WHERE key = ?').pluck().get(KEY);
  return text === undefined ? undefined : schema.safeParse(JSON.parse(text)).data;
}

export function writeStanding(db: Database, timeZone: string): void {
  db.prepare(
    'INSERT INTO state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  ).run(KEY, JSON.stringify({ definition: DEFINITION, timeZone } satisfies Standing));
}
