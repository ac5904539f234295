/**
 * A mirror's store for the simulator: the queue and the rules of main/store, in memory, so that two thousand of them fit into
 * one process. What it minted is kept as a running digest, to be compared with what HQ has.
 */
import { createHash, type Hash } from 'node:crypto';
import { v7 as newId } from 'uuid';
import { EVENT_VERSION, type MirrorEvent, type NewEvent } from '../../main/contract/events.ts';
import { digestText } from '../../main/contract/wire.ts';
import { buildClock } from '../../main/store/clock.ts';
import type { Store } from '../../main/store/store.ts';

/** What sync uses of a store. */
type SyncedStore = Pick<
  Store,
  | 'append'
  | 'clock'
  | 'counts'
  | 'nextBatch'
  | 'onAppended'
  | 'readState'
  | 'retryQuarantined'
  | 'settle'
  | 'transact'
  | 'writeState'
>;

export interface MemoryStore extends SyncedStore {
  readonly minted: number;
  readonly accepted: number;
  /** MD5, hex, of the ids of all events that were minted, in their order. */
  digest(): string;
  /** All events that were minted, where they are kept. */
  readonly all: readonly MirrorEvent[];
}

/** @param keepsAll whether events stay in memory when HQ has accepted them */
export function openMemoryStore(keepsAll: boolean): MemoryStore {
  const bootId = crypto.randomUUID();
  const clock = buildClock(null);
  const state = new Map<string, unknown>();
  const listeners = new Set<() => void>();
  const ids: Hash = createHash('md5');
  const all: MirrorEvent[] = [];
  /** By `seq`, in the order of the queue: what hurries, and the rest. */
  const urgent = new Map<number, MirrorEvent>();
  const patient = new Map<number, MirrorEvent>();
  let minted = 0;
  let accepted = 0;
  let quarantined = 0;

  function mint({ type, visitId, body }: NewEvent): MirrorEvent {
    minted++;
    const { timeMs, wallMs, monoMs } = clock.now();
    const times = { timeMs: Math.round(timeMs), wallMs, monoMs };
    const text = JSON.stringify(body);
    const event = {
      seq: minted,
      id: newId(),
      type,
      version: EVENT_VERSION,
      visitId,
      ...times,
      bootId,
      body: text,
    };
    ids.update(event.id);
    return { ...event, sha256: createHash('sha256').update(digestText(event)).digest('hex') };
  }

  /** The shades of a visit whose code is shown go with it. */
  function hurry({ seq, visitId }: MirrorEvent): void {
    for (const event of patient.values()) {
      if (event.visitId !== visitId || event.type !== 'shade.worn') continue;
      patient.delete(event.seq);
      urgent.set(event.seq, event);
    }
    const code = patient.get(seq) as MirrorEvent;
    patient.delete(seq);
    urgent.set(seq, code);
  }

  return {
    clock,
    all,
    get minted() {
      return minted;
    },
    get accepted() {
      return accepted;
    },
    digest: () => ids.copy().digest('hex'),
    transact: (write) => write(),
    append(events) {
      const fresh = events.map(mint);
      for (const event of fresh) {
        patient.set(event.seq, event);
        if (event.type === 'code.shown') hurry(event);
        if (keepsAll) all.push(event);
      }
      for (const listener of listeners) listener();
      return fresh;
    },
    readState: (key) => state.get(key),
    writeState: (key, value) => void state.set(key, value),
    nextBatch({ maxEvents, maxBytes }) {
      const batch: MirrorEvent[] = [];
      let bytes = 0;
      for (const queue of [urgent, patient]) {
        for (const event of queue.values()) {
          bytes += event.body.length;
          if (batch.length === maxEvents || (batch.length > 0 && bytes > maxBytes)) return batch;
          batch.push(event);
        }
      }
      return batch;
    },
    settle(outcomes) {
      for (const { seq, state: became } of outcomes) {
        if (!(urgent.delete(seq) || patient.delete(seq))) continue;
        if (became === 'accepted') accepted++;
        else quarantined++;
      }
    },
    retryQuarantined: () => 0,
    onAppended(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    counts: () => ({ pending: urgent.size + patient.size, quarantined, oldestPendingMs: null }),
  };
}
