/** The command line of `npm run faults`: read, checked and explained. Nothing here touches a file. */
import { parseArgs } from 'node:util';
import { CodedError } from '../../main/contract/coded-error.ts';

export const USAGE = `Breaks the mirror's store, its wire to HQ and HQ itself on purpose, and looks for what was lost or doubled.

  npm run faults [-- options]

  --quick         only as many runs as npm test makes
  --rows <text>   only rows whose name contains this, in any case
  --runs <n>      so many runs of each row
  --seed <n>      the first run's seed, each next run takes the next (default 0)
  --json <file>   also write the table
  --help

Violations are runs after which something said to be recorded was missing, changed or doubled, or the database was not
sound. A control row must have violations: it proves that the fault bites. Recovery runs from the restart of the process to the
first event recorded again. The disk rows need Linux, root and loop devices; rows that cannot run here are named.
Ends with 0 when every promise held, 1 when one did not, 64 when the command line is wrong.`;

export interface Options {
  help: boolean;
  quick: boolean;
  rows: string;
  /** undefined: what each row says. */
  runs: number | undefined;
  seed: number;
  json: string | undefined;
}

/** The command line asks for something that cannot be. */
type UsageErrorCode = 'usage';

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  quick: flag,
  rows: text,
  runs: text,
  seed: text,
  json: text,
  help: { ...flag, short: 'h' },
} as const;

/** Throws `usage` with a sentence. Paths are left as they were given. */
export function readOptions(args: string[]): Options {
  const { help = false, quick = false, rows = '', runs, seed = '0', json } = split(args);
  return {
    help,
    quick,
    rows,
    runs: runs === undefined ? undefined : readNumber('--runs', runs),
    seed: readNumber('--seed', seed),
    json,
  };
}

function split(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (cause) {
    throw usage((cause as Error).message, cause);
  }
}

function readNumber(name: string, given: string): number {
  if (/^\d{1,6}$/.test(given)) return Number(given);
  throw usage(`${name} must be a whole number up to 999999, not "${given}".`);
}

export const usage = (sentence: string, cause?: unknown) =>
  new CodedError<UsageErrorCode>('usage', `${sentence}\n--help explains everything.`, cause);
