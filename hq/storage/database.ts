/**
 * Opens HQ's database and brings its tables up to date: PGlite in a folder, which needs nothing installed, or PostgreSQL
 * by its address. The same SQL runs on both, and numbers are numbers on both. The caller closes it.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { CodedError } from '../../main/contract/coded-error.ts';
import { lockFile } from './folder-lock.ts';
import { migrate } from './migrations.ts';
import { pgliteInTurn } from './pglite-in-turn.ts';
import type { HqDatabase, HqTables } from './schema.ts';

export type DatabaseErrorCode =
  | 'database-in-use'
  | 'database-unreachable'
  | 'database-url'
  | 'database-broken';

/** `inMemory` is PGlite without a folder, for tests; `blank` is an archive of an empty one, which saves making it. */
export type DatabasePlace = { dataFolder: string } | { url: string } | { inMemory: true; blank?: Blob };

export interface OpenDatabase {
  readonly db: HqDatabase;
  readonly kind: 'pglite' | 'postgres';
  close(): Promise<void>;
}

export const PGLITE_WARNING =
  'HQ keeps its data in PGlite: what it acknowledged survives kill -9, but not a power cut. For a power-safe HQ set DATABASE_URL to a PostgreSQL database.';

/** Type numbers of PostgreSQL's bigint and numeric: what we store and sum stays below 2^53. */
const NUMBERS = [20, 1700];
const CONNECTIONS = 10;
const CONNECT_MS = 5000;

/** Throws a CodedError<DatabaseErrorCode> whose sentence says what to do. */
export async function openDatabase(place: DatabasePlace): Promise<OpenDatabase> {
  if ('url' in place) return openPostgres(place.url);
  return 'dataFolder' in place ? openPglite(place.dataFolder) : openPglite(undefined, place.blank);
}

async function openPglite(folder: string | undefined, blank?: Blob): Promise<OpenDatabase> {
  const unlock = folder === undefined ? () => {} : lockFolder(folder);
  const parsers = Object.fromEntries(NUMBERS.map((type) => [type, Number]));
  try {
    const dataDir = folder === undefined ? 'memory://' : join(folder, 'pglite');
    const pglite = await PGlite.create({ dataDir, parsers, ...(blank && { loadDataDir: blank }) });
    const db = new Kysely<HqTables>({ dialect: pgliteInTurn(pglite) });
    await migrate(db);
    return {
      db,
      kind: 'pglite',
      async close() {
        await db.destroy();
        unlock();
      },
    };
  } catch (cause) {
    unlock();
    throw new CodedError<DatabaseErrorCode>(
      'database-broken',
      `HQ's database in ${folder ?? 'memory'} does not open (${messageOf(cause)}): move the folder away and start again; mirrors keep what HQ never acknowledged.`,
      cause,
    );
  }
}

function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const unlock = lockFile(join(folder, 'lock.db'));
  if (unlock !== undefined) return unlock;
  throw new CodedError<DatabaseErrorCode>(
    'database-in-use',
    `Another HQ is using ${folder}: stop that one, or choose another folder with --data.`,
  );
}

async function openPostgres(url: string): Promise<OpenDatabase> {
  if (!/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new CodedError<DatabaseErrorCode>(
      'database-url',
      'DATABASE_URL is not the address of a PostgreSQL database: it reads like postgresql://user:password@host:5432/name.',
    );
  }
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    types: {
      getTypeParser: (type, format) =>
        NUMBERS.includes(type) ? Number : pg.types.getTypeParser(type, format),
    },
  });
  // A connection that breaks fails the query on it, or the next one; without listeners it would end the process as well.
  pool.on('error', () => {});
  pool.on('connect', (connection) => void connection.on('error', () => {}));
  const db = new Kysely<HqTables>({ dialect: new PostgresDialect({ pool }) });
  try {
    await migrate(db);
    return { db, kind: 'postgres', close: () => db.destroy() };
  } catch (cause) {
    await db.destroy();
    throw new CodedError<DatabaseErrorCode>(
      'database-unreachable',
      `HQ's PostgreSQL database cannot be used (${messageOf(cause)}): check that it runs and that DATABASE_URL names host, port, user, password and database rightly.`,
      cause,
    );
  }
}

/** An error of several attempts (IPv4, IPv6) has no message of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(messageOf).join('; ');
  return error instanceof Error ? error.message : String(error);
}
