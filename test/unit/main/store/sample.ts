/** Events to record, and stores in folders of their own. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { MirrorEvent, NewEvent } from '../../../../main/contract/events.ts';
import { openStore, type Store, type StoreOptions } from '../../../../main/store/store.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

export const HOUR_MS = 3_600_000;
/** On the hour. */
export const NOON_MS = Date.UTC(2026, 4, 4, 12);

/** A clock that stands until it is moved. */
export function standingClock(startMs = NOON_MS) {
  const clock = { ms: startMs };
  return { clock, edges: { wallMs: () => clock.ms, monoMs: () => clock.ms - startMs } };
}

export function worn(visitId: string = randomUUID(), dwellMs = 2000): NewEvent {
  const quality = { light: null, tracking: 1 };
  const body = { sku: 'VA-M01', finish: 'matte', intensity: 1, source: 'rail', wearer: 'shopper' } as const;
  return { type: 'shade.worn', visitId, body: { ...body, dwellMs, quality } };
}

export const rated = (rating = 5): NewEvent => ({
  type: 'shade.rated',
  visitId: randomUUID(),
  body: { sku: 'VA-M01', rating },
});

export const favourited = (): NewEvent => ({
  type: 'shade.favourited',
  visitId: randomUUID(),
  body: { sku: 'VA-M01' },
});

export function code(visitId: string): NewEvent {
  const body = { token: randomUUID(), carrier: 'link', benefit: null, ba: null, skus: ['VA-M01'] } as const;
  return { type: 'code.shown', visitId, body: { ...body, skus: [...body.skus] } };
}

export function reading(fps = 30, rssMiB = 200): NewEvent {
  const picture = { fps, faceShare: 0.5, camera: null, frameAgeMs: null, rssMiB };
  const queue = { pending: 1, quarantined: 0, clockOffsetMs: null, version: '0.1.0', devices: {}, folded: 1 };
  return { type: 'mirror.health', visitId: null, body: { ...picture, ...queue } };
}

/** Path of a store that is not there yet. */
export const storePath = (): string => join(tempFolder(), 'store.db');

/** Closed after the test, if it was not before. */
export function opened(options: Partial<StoreOptions> = {}): Store {
  const store = openStore({ path: options.path ?? storePath(), ...options });
  onTestFinished(() => store.close());
  return store;
}

export const ALL = { maxEvents: 1_000_000, maxBytes: 1e9 };

export const seqs = (events: readonly MirrorEvent[]): number[] => events.map(({ seq }) => seq);

export const accepted = (events: readonly MirrorEvent[]) =>
  events.map(({ seq }) => ({ seq, state: 'accepted' as const }));
