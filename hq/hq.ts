/**
 * HQ in one process: opens its database, serves mirrors and operators, and stops in the reverse order. Any number of these
 * may stand side by side on one PostgreSQL: they keep nothing of their own.
 */
import type { DestinationStream } from 'pino';
import { CodedError } from '../main/contract/coded-error.ts';
import { giveMissingKeys } from './claims/keys.ts';
import { buildServer } from './server.ts';
import type { HqSettings } from './settings/hq-settings.ts';
import { type DatabasePlace, openDatabase, PGLITE_WARNING } from './storage/database.ts';
import type { HqDatabase } from './storage/schema.ts';

export type HqErrorCode = 'port-taken' | 'port-refused';

export interface HqOptions {
  database: DatabasePlace;
  /** Loopback unless told otherwise: TLS is the business of what stands before HQ. */
  host?: string;
  /** 0 takes any free one. */
  port: number;
  settings?: HqSettings;
  /** JSON lines of the requests' log; none when left out. */
  log?: DestinationStream;
  /** Sentences for whoever started it. */
  say?(sentence: string): void;
  now?(): number;
  pollMs?: number;
}

export interface RunningHq {
  /** `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly db: HqDatabase;
  /** Answers what is being asked, then closes the database. */
  stop(): Promise<void>;
}

const HOST = '127.0.0.1';

/** Throws CodedError<HqErrorCode | DatabaseErrorCode>; nothing is left open then. */
export async function startHq({
  database,
  host = HOST,
  port,
  say,
  ...options
}: HqOptions): Promise<RunningHq> {
  const { db, kind, close } = await openDatabase(database);
  if (kind === 'pglite') say?.(PGLITE_WARNING);
  const app = await buildServer({ db, ...options });
  try {
    await giveMissingKeys(db, options.now?.() ?? Date.now());
    const address = await app.listen({ host, port }).catch((cause: unknown) => {
      throw listenError(port, cause);
    });
    return {
      address,
      db,
      async stop() {
        await app.close();
        await close();
      },
    };
  } catch (cause) {
    await app.close();
    await close();
    throw cause;
  }
}

function listenError(port: number, cause: unknown): CodedError<HqErrorCode> {
  const isTaken = (cause as NodeJS.ErrnoException).code === 'EADDRINUSE';
  return new CodedError<HqErrorCode>(
    isTaken ? 'port-taken' : 'port-refused',
    `Port ${port} ${isTaken ? 'is in use' : 'cannot be opened'}: choose another with --port (0 takes any free one).`,
    cause,
  );
}
