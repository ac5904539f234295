/**
 * Mints events and writes them with their delivery and statistics, in the caller's transaction; refuses and counts them
 * where there is no room.
 */
import type Database from 'better-sqlite3';
import { v7 as newId } from 'uuid';
import { CodedError } from '../contract/coded-error.ts';
import {
  EVENT_BODIES,
  EVENT_VERSION,
  type EventType,
  type MirrorEvent,
  type NewEvent,
} from '../contract/events.ts';
import { isVital, type Room } from './bounds.ts';
import type { MirrorClock } from './clock.ts';
import type { Delivery } from './delivery.ts';
import { hasCode, type StoreErrorCode } from './errors.ts';
import { insertEvent, seal } from './event-rows.ts';
import type { HighWater } from './high-water.ts';
import type { Losses } from './losses.ts';
import type { Tally } from './transactions.ts';

/** When an event happened and in which run of the service. */
export type Moment = Pick<MirrorEvent, 'timeMs' | 'wallMs' | 'monoMs' | 'bootId'>;

export interface RecorderParts {
  db: Database.Database;
  clock: MirrorClock;
  bootId: string;
  path: string;
  tally: Tally;
  highWater: HighWater;
  room: Room;
  losses: Losses;
  delivery: Delivery;
  project(event: MirrorEvent): void;
  /** Frees what may go before anything is refused. */
  makeRoom(): void;
}

export interface AppendOptions {
  /** The caller keeps them and tries again, so that nothing is lost, and nothing counted, when they cannot be written now. */
  isKept?: boolean;
}

export interface Recorder {
  /** Those that there was room for. Throws `store-full` before anything is written when a vital one is not among them. */
  append(events: readonly NewEvent[], options?: AppendOptions): MirrorEvent[];
  /** Whatever room there is; the store's own events. @param moment now when left out */
  record(event: NewEvent, moment?: Moment): MirrorEvent;
  onCommit(): void;
  onUndone(error: unknown, before: Tally): void;
}

export function buildRecorder(parts: RecorderParts): Recorder {
  const { db, clock, bootId, tally, highWater, room, losses, delivery } = parts;
  const insert = insertEvent(db);
  /** Of the transaction under way: lost if it fails for want of a disk. */
  let unsettled: { seq: number; type: EventType }[] = [];

  function record(event: NewEvent, moment?: Moment): MirrorEvent {
    const { type, visitId } = event;
    const body = JSON.stringify(EVENT_BODIES[type].parse(event.body));
    const seq = tally.lastSeq + 1;
    highWater.reserve(seq);
    const { timeMs, wallMs, monoMs, bootId: boot } = moment ?? { ...clock.now(), bootId };
    const frame = { seq, id: newId(), type, version: EVENT_VERSION, visitId };
    const minted = seal({ ...frame, timeMs, wallMs, monoMs, bootId: boot, body });
    insert(minted);
    tally.lastSeq = seq;
    tally.events++;
    delivery.add(minted, type === 'mirror.health' && moment === undefined);
    parts.project(minted);
    return minted;
  }

  function admit(events: readonly NewEvent[], isKept: boolean): readonly NewEvent[] {
    let accepts = room.judge();
    if (events.every(({ type }) => accepts(type))) return events;
    parts.makeRoom();
    accepts = room.judge();
    const refused = events.filter(({ type }) => !accepts(type));
    const isWhole = refused.some(({ type }) => isVital(type));
    if (isWhole && isKept) throw full(parts.path);
    for (const { type } of isWhole ? events : refused) losses.add(type);
    if (isWhole) throw full(parts.path);
    return events.filter((event) => !refused.includes(event));
  }

  return {
    record,
    append: (events, { isKept = false } = {}) =>
      admit(events, isKept).map((event) => {
        if (!isKept) unsettled.push({ seq: tally.lastSeq + 1, type: event.type });
        return record(event);
      }),
    onCommit() {
      unsettled = [];
    },
    onUndone(error, before) {
      const isLoss = hasCode(error, 'store-full', 'store-unwritable');
      for (const { seq, type } of unsettled) if (isLoss && seq > before.lastSeq) losses.add(type);
      unsettled = unsettled.filter(({ seq }) => seq <= before.lastSeq);
    },
  };
}

function full(path: string): CodedError<StoreErrorCode> {
  return new CodedError(
    'store-full',
    `There is no room left for the store ${path}: free space on its disk, or connect HQ.`,
  );
}
