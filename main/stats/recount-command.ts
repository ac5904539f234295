/** `npm run recount`: tells whether the statistics are what the events tell, and with --repair makes them so. */
import { v7 as newId } from 'uuid';
import { openStore } from '../store/store.ts';
import { EXIT, findDataFolder, readFlags, type Say } from './command.ts';
import { buildProjection } from './projection.ts';
import { type ReadStore, readStore } from './read-store.ts';
import { type Comparison, compare, rebuild } from './recount.ts';

const USAGE = `Recounts the statistics from the events and compares every row.

  npm run recount                  prints each difference; changes nothing and may run beside the mirror
  npm run recount -- --repair      writes what it recounted; the mirror must be stopped

  --data <folder>   the mirror's data folder (default data)
  --help

Visits whose events retention has deleted, wholly or in part, cannot be recounted: what is known of them is taken as it is.

Ends with 0 when all is equal or repaired, 1 when there is a difference, 2 when it cannot run, 64 when the command line is
wrong.`;

/** More would scroll the first ones away. */
const MAX_PRINTED = 50;

/** @returns the exit code. Throws errors with a sentence. */
export function recountCommand(args: string[], say: Say): number {
  const flags = readFlags('recount', args, { data: { type: 'string' }, repair: { type: 'boolean' } });
  if (flags.help) {
    say(USAGE);
    return EXIT.done;
  }
  const store = readStore(findDataFolder(flags.data));
  const comparison = compareAndClose(store);
  tell(store, comparison, say);
  if (comparison.differences.length === 0) return EXIT.done;
  if (!flags.repair) return EXIT.different;
  repair(store);
  say('The statistics are written anew.');
  return EXIT.done;
}

function compareAndClose({ db, timeZone }: ReadStore): Comparison {
  try {
    return compare(db, timeZone);
  } finally {
    db.close();
  }
}

function tell({ path, timeZone }: ReadStore, comparison: Comparison, say: Say): void {
  const { differences, visits, leftOut, rows } = comparison;
  say(`${path}, days of ${timeZone}: ${visits} visits recounted into ${rows} rows.`);
  if (leftOut > 0) say(`Left out: ${leftOut} visits whose events retention has deleted, wholly or in part.`);
  for (const difference of differences.slice(0, MAX_PRINTED)) say(difference);
  say(differences.length === 0 ? 'All is equal.' : `${differences.length} rows differ.`);
}

/** Throws `store-locked` while the mirror runs. */
function repair({ path, timeZone }: ReadStore): void {
  const store = openStore({
    path,
    bootId: newId(),
    project(db) {
      rebuild(db, timeZone);
      return buildProjection(db, timeZone);
    },
  });
  store.close();
}
