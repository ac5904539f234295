/** The runs of `npm run fleet`: against an HQ of their own, in a process that they kill, or against one that runs already. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DatabasePlace, openDatabase } from '../../hq/storage/database.ts';
import type { HqDatabase } from '../../hq/storage/schema.ts';
import { startPostgres } from '../fakes/postgres.ts';
import { fleetError } from './errors.ts';
import { buildFleet, type Fleet } from './fleet.ts';
import { startHqProcess } from './hq-process.ts';
import type { DatabaseWish, Options } from './options.ts';
import { registerFleet } from './registry.ts';
import { type Measured, simulate } from './run.ts';
import { tellFleet, tellThroughput } from './tables.ts';
import { measureThroughput } from './throughput.ts';
import { askAgain, askDatabase, type Verdict } from './verdict.ts';

export interface Result {
  /** The database, or the address where it is another's. */
  hq: string;
  figures: object;
  text: string;
  /** HQ has every event once. */
  isKept: boolean;
}

export interface Run {
  options: Options;
  /** Deleted with the run. */
  folder: string;
  /** Told what has to be ended with the run, however that comes. */
  owned: AsyncDisposableStack;
  say(line: string): void;
}

type Place = { database: DatabasePlace; kind: 'postgres' | 'pglite' };

/** A database of the simulation's own. */
async function makeDatabase(wish: DatabaseWish, { folder, owned }: Run): Promise<Place> {
  const postgres = wish === 'pglite' ? undefined : await startPostgres();
  if (postgres !== undefined) {
    owned.defer(() => postgres.stop());
    return { database: { url: postgres.url }, kind: 'postgres' };
  }
  if (wish !== 'postgres') return { database: { dataFolder: join(folder, 'hq') }, kind: 'pglite' };
  throw fleetError('usage', 'PostgreSQL is not installed here: leave --database out, or install it.');
}

/** While no HQ has it. */
async function withDatabase<T>(place: DatabasePlace, use: (db: HqDatabase) => Promise<T>): Promise<T> {
  const { db, close } = await openDatabase(place);
  return use(db).finally(close);
}

async function enrolFleet(
  run: Run,
  address: string,
  codes: readonly string[],
  keepsAll: boolean,
): Promise<Fleet> {
  const fleet = buildFleet({ ...run.options, folder: run.folder, address, codes, keepsAll });
  run.owned.defer(() => fleet.stop());
  await fleet.enrol();
  return fleet;
}

function resultOf(hq: string, measured: Measured, verdict: Verdict): Result {
  const { lost, doubled, altered, waiting, quarantined, gaps, minted, atHq } = verdict;
  const isWhole = lost + doubled + altered + waiting + quarantined + gaps === 0;
  const isKept = isWhole && minted > 0 && atHq === minted;
  return { hq, figures: { ...measured, ...verdict }, text: tellFleet(measured, verdict), isKept };
}

/** Its HQ is killed and brought back in the middle, and the database asked in the end. */
export async function runHere(run: Run): Promise<Result> {
  const { options, owned, say } = run;
  const { database, kind } = await makeDatabase(options.database, run);
  say(`HQ on ${kind}: the registry is written, and each mirror enrols`);
  const count = options.throughput ? options.connections : options.mirrors;
  const codes = await withDatabase(database, (db) => registerFleet(db, count));
  const hq = await startHqProcess(database);
  owned.defer(() => hq.stop());
  const { address } = hq;
  if (options.throughput) return pushThrough(run, kind, address, codes);
  const fleet = await enrolFleet(run, address, codes, false);
  const measured = await simulate({ ...options, fleet, address, hq, say });
  await fleet.stop();
  await hq.stop();
  return resultOf(kind, measured, await withDatabase(database, (db) => askDatabase(db, fleet.mirrors)));
}

/** @param codesPath of a file with one enrolment code a line */
export async function runThere(run: Run, address: string, codesPath: string): Promise<Result> {
  const { options, say } = run;
  const lines = readFileSync(codesPath, 'utf8').split('\n');
  const codes = lines.map((line) => line.trim()).filter((line) => line !== '');
  const needed = options.throughput ? options.connections : options.mirrors;
  if (codes.length < needed)
    throw fleetError('usage', `${codesPath} has ${codes.length} codes, but ${needed} are needed.`);
  if (options.throughput) return pushThrough(run, address, address, codes.slice(0, options.connections));
  const fleet = await enrolFleet(run, address, codes.slice(0, options.mirrors), true);
  const measured = await simulate({ ...options, fleet, address, hq: undefined, say });
  await fleet.stop();
  return resultOf(address, measured, await askAgain(address, fleet.mirrors));
}

async function pushThrough(
  { options, say }: Run,
  hq: string,
  address: string,
  codes: readonly string[],
): Promise<Result> {
  const figures = await measureThroughput({ ...options, address, codes, say });
  return { hq, figures, text: tellThroughput(figures), isKept: true };
}
