/** Small documents of the table `state`, as JSON by key. */
import type Database from 'better-sqlite3';

export interface Documents {
  /** undefined when there is none, or the disk has changed it into no JSON: a start must not fail for it. */
  read(key: string): unknown;
  /** Both in the caller's transaction. */
  write(key: string, value: unknown): void;
  remove(key: string): void;
}

export function buildDocuments(db: Database.Database): Documents {
  const read = db.prepare<[string], string>('SELECT value FROM state WHERE key = ?').pluck();
  const write = db.prepare(
    'INSERT INTO state (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
  );
  const remove = db.prepare('DELETE FROM state WHERE key = ?');
  return {
    read(key) {
      try {
        return JSON.parse(read.get(key) ?? '');
      } catch (cause) {
        if (cause instanceof SyntaxError) return undefined;
        throw cause;
      }
    },
    write: (key, value) => void write.run(key, JSON.stringify(value)),
    remove: (key) => void remove.run(key),
  };
}
