/**
 * Keeps a folder to one process. The lock is SQLite's on a file of its own: the system lets it go with the process,
 * however that ends, so nothing stale can be left behind.
 */
import Database from 'better-sqlite3';

/** @returns lets go; undefined when another process has it. @param path of the lock's file, made when absent */
export function lockFile(path: string): (() => void) | undefined {
  const lock = new Database(path, { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
    return () => lock.close();
  } catch (error) {
    lock.close();
    if ((error as { code?: string }).code === 'SQLITE_BUSY') return undefined;
    throw error;
  }
}
