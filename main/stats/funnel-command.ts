/** `npm run funnel`: the mirror's funnel as a table, and as a CSV file. */

import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { callerFolder } from '../../scripts/caller-folder.mjs';
import { CodedError } from '../contract/coded-error.ts';
import { type FunnelQuery, type FunnelReport, funnelQuerySchema } from '../contract/funnel.ts';
import { localHour } from '../contract/local-time.ts';
import { EXIT, findDataFolder, readFlags, type Say, usageError } from './command.ts';
import { funnelCsv } from './funnel-csv.ts';
import { funnelText } from './funnel-text.ts';
import { buildFunnel } from './query.ts';
import { readStore } from './read-store.ts';

const USAGE = `Prints what became of the mirror's visits, with the definition of each figure; may run beside the mirror.

  npm run funnel                            today
  npm run funnel -- --from 2026-11-01       from that day to today
  npm run funnel -- --csv funnel.csv        writes all figures as a CSV file; - prints them

  --from <day>, --to <day>   first and last day, in the store's time zone
  --mode <shopper|demo>      demonstrations instead of shoppers
  --data <folder>            the mirror's data folder (default data)
  --help

Ends with 0 when it is done, 2 when it cannot run, 64 when the command line is wrong.`;

/** npm runs its scripts in the repository; the CSV file is meant where the user stood. */
const FOLDER = callerFolder('funnel');
const text = { type: 'string' } as const;
const OPTIONS = { data: text, from: text, to: text, mode: text, csv: text } as const;

/** @returns the exit code. Throws errors with a sentence. */
export function funnelCommand(args: string[], say: Say): number {
  const flags = readFlags('funnel', args, OPTIONS);
  if (flags.help) say(USAGE);
  else tell(ask(flags), flags.csv, say);
  return EXIT.done;
}

type Flags = Partial<Record<keyof typeof OPTIONS, string>>;

function ask(flags: Flags): FunnelReport {
  const { db, timeZone } = readStore(findDataFolder(flags.data));
  try {
    return buildFunnel(db, timeZone)(readQuery(flags, localHour(Date.now(), timeZone).day));
  } finally {
    db.close();
  }
}

function readQuery({ from, to, mode }: Flags, today: string): FunnelQuery {
  const result = funnelQuerySchema.safeParse({ from: from ?? to ?? today, to: to ?? today, mode });
  if (result.success) return result.data;
  const mistakes = result.error.issues.map(({ path, message }) => `--${path.join('.')}: ${message}`);
  throw usageError('funnel', mistakes.join('\n'), result.error);
}

function tell(report: FunnelReport, csv: string | undefined, say: Say): void {
  if (csv === undefined) {
    say(funnelText(report));
  } else if (csv === '-') {
    // The last line's end is printed with it.
    say(funnelCsv(report).slice(0, -1));
  } else {
    const path = resolve(FOLDER, csv);
    writeCsv(path, report);
    say(`The funnel is written to ${path}.`);
  }
}

function writeCsv(path: string, report: FunnelReport): void {
  try {
    writeFileSync(path, funnelCsv(report));
  } catch (cause) {
    throw new CodedError<'csv-unwritable'>(
      'csv-unwritable',
      `${path} cannot be written (${(cause as Error).message}): choose another place for --csv.`,
      cause,
    );
  }
}
