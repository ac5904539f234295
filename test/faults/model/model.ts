/**
 * The store as it ought to be: a list in memory. Every command of commands.ts does the same to this list and to the real
 * store, and compares.
 */
import { deepStrictEqual } from 'node:assert';
import type { MirrorEvent } from '../../../main/contract/events.ts';
import { type Row, toEvent } from '../../../main/store/event-rows.ts';
import type { World } from './world.ts';

interface Delivery {
  event: MirrorEvent;
  state: 'pending' | 'accepted' | 'quarantined';
  /** 0 jumps the queue. */
  turn: 0 | 1;
}

export interface Model {
  /** By number, rising. */
  readonly deliveries: Map<number, Delivery>;
  isFull: boolean;
  /** The mirror's guess of the time is HQ's own. */
  knowsTime: boolean;
  /** What the wall clock was ahead when the offset was last written down; null before. */
  keptWallErrorMs: number | null;
}

export const buildModel = (): Model => ({
  deliveries: new Map(),
  isFull: false,
  knowsTime: false,
  keptWallErrorMs: null,
});

/** A code takes the shades worn in its visit along. */
export function addToModel({ deliveries }: Model, event: MirrorEvent): void {
  deliveries.set(event.seq, { event, state: 'pending', turn: event.type.startsWith('code.') ? 0 : 1 });
  if (event.type !== 'code.shown') return;
  for (const delivery of deliveries.values()) {
    const { type, visitId } = delivery.event;
    if (delivery.state === 'pending' && type === 'shade.worn' && visitId === event.visitId) delivery.turn = 0;
  }
}

export function pendingOf({ deliveries }: Model, count: number): MirrorEvent[] {
  return [...deliveries.values()]
    .filter(({ state }) => state === 'pending')
    .sort((a, b) => a.turn - b.turn || a.event.seq - b.event.seq)
    .slice(0, count)
    .map(({ event }) => event);
}

export function countOf({ deliveries }: Model, state: Delivery['state']): number {
  return [...deliveries.values()].filter((delivery) => delivery.state === state).length;
}

/** Events that the store records by itself, of what it refused. */
export const isOwn = ({ type }: MirrorEvent): boolean => type === 'loss.reported';

function addOwn(model: Model, { store }: World): void {
  const rows = store.db
    .prepare<[], Row>(`SELECT * FROM events WHERE type = 'loss.reported' ORDER BY seq`)
    .all();
  for (const event of rows.map(toEvent)) if (!model.deliveries.has(event.seq)) addToModel(model, event);
}

export function compare(model: Model, world: World): void {
  const { store } = world;
  addOwn(model, world);
  const { pending, quarantined } = store.counts();
  const expected = { pending: countOf(model, 'pending'), quarantined: countOf(model, 'quarantined') };
  deepStrictEqual({ pending, quarantined }, expected);
  const batch = store.nextBatch({ maxEvents: 500, maxBytes: Number.MAX_SAFE_INTEGER });
  deepStrictEqual(ids(batch), ids(pendingOf(model, 500)));
}

export const ids = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id);
