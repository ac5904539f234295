/**
 * The store: what was said to be recorded is here, on the disk. One writing connection, owned by the service; events are
 * minted once and never edited, their delivery is noted beside them.
 *
 *   append ─► [ events | delivery: pending ] ─► nextBatch ─► HQ ─► settle ─► accepted · quarantined
 *                └─ project: statistics, in the same transaction
 *
 * Invariants: `seq` strictly rises, over damage too; nothing of a transaction is kept unless all is; an event leaves only
 * by retention, after HQ accepted it, or folded into one that stands for it; what is refused when all is full is counted.
 */
import { randomUUID } from 'node:crypto';
import type Database from 'better-sqlite3';
import type { MirrorEvent, NewEvent } from '../contract/events.ts';
import type { StoreHealth } from '../contract/health.ts';
import { type Ballast, buildBallast } from './ballast.ts';
import { BOUNDS, type Bounds, type DiskSpace, readDiskSpace } from './bounds.ts';
import { buildStore } from './build-store.ts';
import type { ClockEdges, MirrorClock } from './clock.ts';
import type { BatchLimit, Outcome, QueueCounts } from './delivery.ts';
import { explain, hasCode } from './errors.ts';
import { type Incident, openDatabase } from './open.ts';
import type { SettledOptions } from './parts.ts';
import type { AppendOptions } from './recorder.ts';
import { noteDamage } from './set-aside.ts';

export type { Database } from 'better-sqlite3';
export type { Outcome, QueueCounts } from './delivery.ts';
export type { StoreErrorCode } from './errors.ts';

/** Called with each event, inside its transaction. What it throws undoes the transaction. */
export type Projection = (event: MirrorEvent) => void;

export interface StoreOptions {
  /** Absolute path of the database; its companions lie beside it. */
  path: string;
  /** UUID of this run; a new one when left out. */
  bootId?: string;
  /** Builds the statistics' part of each transaction. */
  project?(db: Database.Database): Projection;
  clock?: ClockEdges;
  bounds?: Bounds;
  /** The room on the disk that `path` is on. */
  disk?(): DiskSpace;
}

export interface Store {
  /** The writing connection, for the modules whose tables lie in the store; use it within `transact` only. */
  readonly db: Database.Database;
  readonly clock: MirrorClock;
  /** What was found and done at this start: for the log. null when all was well. */
  readonly incident: Incident | null;
  /** Found in the middle of work. Restart the service: the store is then set aside and what can be is saved. */
  readonly isDamaged: boolean;
  /**
   * All that `write` does and appends is committed together when it returns, or not at all when it throws. Nests: what an
   * inner one throws may be caught, and undoes the inner one alone.
   */
  transact<T>(write: () => T): T;
  /**
   * Mints the events, in their order; committed on return unless within `transact`. Without room it leaves out those
   * that may be refused (they are counted, and are not in the result); it throws `store-full`, and keeps none, when one
   * that is vital to a visit is among those without room, or when the disk is found full within an outer transaction.
   */
  append(events: readonly NewEvent[], options?: AppendOptions): MirrorEvent[];
  /** The caller gives these up: they are counted with what was refused, and reported. */
  countLost(events: readonly NewEvent[]): void;
  /** A small document that changes with events; undefined when there is none. */
  readState(key: string): unknown;
  writeState(key: string, value: unknown): void;
  /**
   * Oldest pending first, but those that jump the queue before all others. Events that the disk has changed are put in
   * quarantine on the way. @param limit `maxBytes` of the envelopes, roughly
   */
  nextBatch(limit: BatchLimit): MirrorEvent[];
  /** Notes what HQ said, in one transaction; on a full disk too. */
  settle(outcomes: readonly Outcome[]): void;
  /** Puts quarantined events back in the queue. @returns how many */
  retryQuarantined(): number;
  /** Called after each commit that appended events; HQ's sender waits for it. @returns ends that */
  onAppended(listener: () => void): () => void;
  counts(): QueueCounts;
  health(): StoreHealth;
  /** To be called every minute: retention, folding of health, reports of losses, ballast. Tens of ms. */
  maintain(): void;
  /** A sound copy as of one moment, while events go on. Replaces what is at `target`. */
  backup(target: string): Promise<void>;
  close(): void;
}

/** Throws StoreErrors (errors.ts), and leaves nothing open then. */
export function openStore(options: StoreOptions): Store {
  const { path, bootId = randomUUID(), bounds = BOUNDS, disk = () => readDiskSpace(path) } = options;
  const ballast = buildBallast(path, disk);
  const open = (): Store => openOnce({ ...options, bootId, bounds, disk }, ballast);
  try {
    return open();
  } catch (error) {
    // What was too large to be checked, or looked sound.
    if (hasCode(error, 'store-damaged')) noteDamage(path, wallMs(options));
    // A full disk has no room for SQLite's own small files.
    else if (hasCode(error, 'store-full', 'store-unwritable') && ballast.isThere) ballast.giveUp();
    else throw error;
    return open();
  }
}

function openOnce(options: SettledOptions, ballast: Ballast): Store {
  const { path, bounds } = options;
  const opened = openDatabase({ path, maxBytes: bounds.maxBytes, nowMs: wallMs(options) });
  try {
    return buildStore(options, opened, ballast);
  } catch (cause) {
    opened.close();
    throw explain(cause, path);
  }
}

const wallMs = ({ clock }: StoreOptions): number => clock?.wallMs() ?? Date.now();
