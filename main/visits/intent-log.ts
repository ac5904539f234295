/** The UUIDs of the page's newest intents that were acted on, kept in the store, so that each counts once over restarts too. */
import type { Store } from '../store/store.ts';

/** Twice what a page sends again at most, so that a repeated intent is always known. */
const REMEMBERED_INTENTS = 1000;

export interface IntentLog {
  has(id: string): boolean;
  /** Only within the transaction that acts on the intent. */
  add(id: string): void;
}

export function openIntentLog({ db }: Pick<Store, 'db'>): IntentLog {
  const find = db.prepare<[string]>('SELECT 1 FROM intents WHERE id = ?');
  const insert = db.prepare<[string]>('INSERT INTO intents (id) VALUES (?)');
  const trim = db.prepare<[number | bigint]>('DELETE FROM intents WHERE position <= ?');
  return {
    has: (id) => find.get(id) !== undefined,
    add(id) {
      trim.run(Number(insert.run(id).lastInsertRowid) - REMEMBERED_INTENTS);
    },
  };
}
