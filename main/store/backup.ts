/** A copy of the store as of one moment, made while events go on; complete and sound, or not there. */
import { renameSync, rmSync } from 'node:fs';
import Database from 'better-sqlite3';
import { assertContent } from './soundness.ts';

/** 100 pages at a time, between other work. Replaces what is at `target`. */
export async function backUp(db: Database.Database, target: string): Promise<void> {
  const part = `${target}.part`;
  rmSync(part, { force: true });
  try {
    await db.backup(part);
    assertCopy(part);
    renameSync(part, target);
  } catch (cause) {
    rmSync(part, { force: true });
    throw cause;
  }
}

/** Also makes it one file that needs no companion to be read. */
function assertCopy(path: string): void {
  const copy = new Database(path);
  try {
    copy.pragma('journal_mode = DELETE');
    assertContent(copy);
  } finally {
    copy.close();
  }
}
