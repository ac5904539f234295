/** Door and till counts from a CSV file into the store, whole files or nothing. */
import { readFileSync, statSync } from 'node:fs';
import { CodedError, hasSentence } from '../contract/coded-error.ts';
import { parseDayCounts } from '../contract/day-counts.ts';
import type { DayCountRow } from '../contract/funnel-rows.ts';
import type { Store } from '../store/store.ts';

export type CountsFileErrorCode = 'counts-unreadable' | 'counts-invalid';

/** A century of days. */
const MAX_BYTES = 1024 * 1024;

/** Throws a CountsFileErrorCode that names the file and each mistake. */
export function loadDayCounts(path: string): DayCountRow[] {
  const text = readText(path);
  try {
    return parseDayCounts(text);
  } catch (cause) {
    if (!hasSentence(cause)) throw cause;
    throw countsError('counts-invalid', `${path}: ${cause.message}`, cause);
  }
}

function readText(path: string): string {
  try {
    if (statSync(path).size <= MAX_BYTES) return readFileSync(path, 'utf8');
  } catch (cause) {
    throw countsError(
      'counts-unreadable',
      `The door and till counts ${path} cannot be read: ${(cause as Error).message}. Correct the path or its permissions.`,
      cause,
    );
  }
  throw countsError(
    'counts-unreadable',
    `The door and till counts ${path} are larger than 1 MiB: give a line a day.`,
  );
}

const countsError = (code: CountsFileErrorCode, message: string, cause?: unknown) =>
  new CodedError<CountsFileErrorCode>(code, message, cause);

/** Days that the file does not name keep what they have; taking the same file again changes nothing. */
export function takeDayCounts(store: Pick<Store, 'db' | 'transact'>, counts: readonly DayCountRow[]): void {
  store.transact(() => {
    const take = store.db.prepare<DayCountRow>(
      `INSERT INTO day_counts (day, door, till) VALUES (@day, @door, @till)
       ON CONFLICT (day) DO UPDATE SET door = excluded.door, till = excluded.till`,
    );
    for (const count of counts) take.run(count);
  });
}
