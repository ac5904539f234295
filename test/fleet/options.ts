/** The command line of `npm run fleet`: read, checked and explained. Nothing here touches a file. */
import { parseArgs } from 'node:util';
import { fleetError } from './errors.ts';

export const DATABASES = ['postgres', 'pglite', 'any'] as const;
export type DatabaseWish = (typeof DATABASES)[number];

export const USAGE = `Simulates a fleet of mirrors against an HQ over real HTTP, with outages, and looks whether HQ has every event once.

  npm run fleet -- [options]

  --mirrors <n>      mirrors (default 2000)
  --minutes <n>      how long shoppers come; what is then still to be sent is waited for, 3 minutes at the most (default 5)
  --compress <n>     visits pass so many times as fast as in a store (default 5)
  --database <name>  of the HQ that is started here: ${DATABASES.join(', ')}; any takes PostgreSQL where it is installed (default any)
  --hq <address>     an HQ that runs already, instead of one started here; it is not killed, so only mirrors go offline
  --codes <file>     for --hq: a file with one enrolment code in each line, one for each mirror
  --seed <n>         of the visits (default 1)
  --json <file>      also write the figures
  --throughput       instead: full batches, as fast as HQ takes them
  --connections <n>  for --throughput: requests in flight (default 8)
  --seconds <n>      for --throughput: how long (default 20)
  --help

After a quarter of the time HQ is killed (kill -9), and comes back at 40 %; at 55 % a third of the mirrors goes offline, and comes
back at 70 %, all at once. The mirrors send by the product's own code (main/sync) out of a store in memory.

Ends with 0 when HQ has every event once; 1 when it has not, or when it cannot run; 64 when the command line is wrong.`;

export interface Options {
  help: boolean;
  mirrors: number;
  minutes: number;
  compress: number;
  database: DatabaseWish;
  hq: string | undefined;
  codes: string | undefined;
  seed: number;
  json: string | undefined;
  throughput: boolean;
  connections: number;
  seconds: number;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const OPTIONS = {
  mirrors: text,
  minutes: text,
  compress: text,
  database: text,
  hq: text,
  codes: text,
  seed: text,
  json: text,
  throughput: flag,
  connections: text,
  seconds: text,
  help: { ...flag, short: 'h' },
} as const;

/** Throws `usage` with a sentence. Paths are left as they were given. */
export function readOptions(args: string[]): Options {
  const values = split(args);
  if ((values.hq === undefined) !== (values.codes === undefined)) {
    throw usage('--hq and --codes belong together: the fleet page of that HQ gives the codes.');
  }
  return {
    help: values.help ?? false,
    mirrors: readCount('--mirrors', values.mirrors ?? '2000'),
    minutes: readCount('--minutes', values.minutes ?? '5'),
    compress: readCount('--compress', values.compress ?? '5'),
    database: readDatabase(values.database ?? 'any'),
    hq: values.hq && readAddress(values.hq),
    codes: values.codes,
    seed: readCount('--seed', values.seed ?? '1'),
    json: values.json,
    throughput: values.throughput ?? false,
    connections: readCount('--connections', values.connections ?? '8'),
    seconds: readCount('--seconds', values.seconds ?? '20'),
  };
}

function split(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS }).values;
  } catch (cause) {
    throw usage((cause as Error).message, cause);
  }
}

function readCount(name: string, given: string): number {
  if (/^[1-9]\d{0,4}$/.test(given)) return Number(given);
  throw usage(`${name} must be a whole number from 1 to 99999, not "${given}".`);
}

function readDatabase(given: string): DatabaseWish {
  const wish = DATABASES.find((name) => name === given);
  if (wish !== undefined) return wish;
  throw usage(`--database must be one of ${DATABASES.join(', ')}, not "${given}".`);
}

function readAddress(given: string): string {
  if (/^https?:$/.test(URL.parse(given)?.protocol ?? '')) return given;
  throw usage(`--hq must be an address such as http://127.0.0.1:4470, not "${given}".`);
}

const usage = (sentence: string, cause?: unknown) =>
  fleetError('usage', `${sentence}\n--help explains everything.`, cause);
