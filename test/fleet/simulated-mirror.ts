/**
 * One mirror of the fleet: shoppers come to it and go, and the product's own sync takes what they did from a store in memory
 * to HQ. Its owner brings the time.
 */
import type { NewEvent } from '../../main/contract/events.ts';
import type { Log } from '../../main/health/log.ts';
import type { Store } from '../../main/store/store.ts';
import type { InboxAppliers } from '../../main/sync/inbox.ts';
import { type Sync, startSync } from '../../main/sync/sync.ts';
import { makeVisit } from '../fakes/visit-events.ts';
import type { Random } from '../faults/random.ts';
import { type MemoryStore, openMemoryStore } from './memory-store.ts';

export interface MirrorOptions {
  hq: { address: string; code: string };
  /** File of its key at HQ. */
  identityPath: string;
  random: Random;
  /** Its visits pass so many times as fast. */
  compress: number;
  keepsAll: boolean;
}

export interface SimulatedMirror {
  readonly store: MemoryStore;
  readonly identityPath: string;
  /** Its name at HQ; null before it is enrolled. */
  readonly name: string | null;
  connect(): void;
  /** Goes on recording. */
  disconnect(): Promise<void>;
  /** What has become due by now is recorded. */
  live(nowMs: number): void;
  /** Whoever stands before it finishes at once; nobody comes after her. */
  close(): void;
}

/** Between two shoppers of a busy counter, in the mean. */
const BETWEEN_VISITS_MS = 180_000;
const HEALTH_EVERY_MS = 60_000;

const ignore = (): void => {};
const APPLY: InboxAppliers = {
  claim: ignore,
  join: ignore,
  catalogue: ignore,
  prices: ignore,
  stock: ignore,
  settings: ignore,
  benefits: ignore,
  'code-key': ignore,
  pool: ignore,
  advisors: ignore,
};
const LOG: Log = { info: ignore, warn: ignore, error: ignore, lostLines: 0, stop: async () => {} };

export function buildSimulatedMirror(options: MirrorOptions): SimulatedMirror {
  const { hq, identityPath, random, compress, keepsAll } = options;
  const store = openMemoryStore(keepsAll);
  let sync: Sync | undefined;
  let name: string | null = null;
  let planned: { atMs: number; event: NewEvent }[] = [];
  let healthMs = 0;
  let isOpen = true;

  function planVisit(nowMs: number): void {
    const startMs = nowMs + (-Math.log(1 - random.next()) * BETWEEN_VISITS_MS) / compress;
    planned = makeVisit(random).map(({ afterMs, event }) => ({ atMs: startMs + afterMs / compress, event }));
  }

  function recordDue(nowMs: number): void {
    while (planned[0] !== undefined && planned[0].atMs <= nowMs)
      store.append([(planned.shift() as { event: NewEvent }).event]);
  }

  return {
    store,
    identityPath,
    get name() {
      name ??= sync?.health().mirror ?? null;
      return name;
    },
    connect() {
      sync = startSync({ store: store as unknown as Store, hq, identityPath, apply: APPLY, log: LOG });
    },
    async disconnect() {
      await sync?.stop();
      sync = undefined;
    },
    live(nowMs) {
      if (!isOpen) return;
      if (planned.length === 0) planVisit(nowMs);
      recordDue(nowMs);
      if (nowMs < healthMs) return;
      if (healthMs > 0) store.append([readHealth(store, random)]);
      healthMs = nowMs + HEALTH_EVERY_MS * (0.8 + 0.4 * random.next());
    },
    close() {
      isOpen = false;
      if (planned[0]?.event.type !== 'visit.started') recordDue(Number.POSITIVE_INFINITY);
    },
  };
}

function readHealth(store: MemoryStore, random: Random): NewEvent {
  const { pending, quarantined } = store.counts();
  const picture = { fps: 30, faceShare: random.next(), camera: 'live', frameAgeMs: 20 } as const;
  const queue = {
    pending,
    quarantined,
    clockOffsetMs: store.clock.offsetMs === null ? null : Math.round(store.clock.offsetMs),
  };
  const body = { ...picture, ...queue, rssMiB: 300, version: '0.1.0', devices: {}, folded: 1 };
  return { type: 'mirror.health', visitId: null, body };
}
