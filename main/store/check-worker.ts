/**
 * The entry of the thread that checks a store which is too large to be checked before the service starts. Reads on a
 * connection of its own; tells its parent what is damaged, or null.
 */
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { tellsDamage } from './errors.ts';
import { assertContent } from './soundness.ts';

function findDamage(path: string): string | null {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    assertContent(db);
    return null;
  } catch (cause) {
    if (tellsDamage(cause)) return (cause as Error).message;
    throw cause;
  } finally {
    db.close();
  }
}

parentPort?.postMessage(findDamage(workerData as string));
