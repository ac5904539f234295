/** Fills a store as a mirror would over its months: visits of forty events, one after the other, the first half at HQ. */
import { v7 as newId } from 'uuid';
import type { NewEvent } from '../../../main/contract/events.ts';
import type { Store } from '../../../main/store/store.ts';

const EVENTS_OF_VISIT = 40;
/** Two hundred visits a day. */
const VISIT_EVERY_MS = 432_000;

/** As one visit leaves them. */
export function visitEvents(visitId: string): NewEvent[] {
  const start: NewEvent = {
    type: 'visit.started',
    visitId,
    body: { trigger: 'touch', mode: 'shopper', ba: null },
  };
  const end: NewEvent = {
    type: 'visit.ended',
    visitId,
    body: { reason: 'left', durationMs: 240_000, tryonMs: 200_000 },
  };
  const shades = Array.from({ length: EVENTS_OF_VISIT - 2 }, (_, i) => shade(visitId, i));
  return [start, ...shades, end];
}

export function shade(visitId: string, index: number): NewEvent {
  const quality = { light: 'good', tracking: 0.97 } as const;
  const worn = {
    sku: `VA-M${index % 24}`,
    finish: 'matte',
    intensity: 0.8,
    source: 'rail',
    wearer: 'shopper',
  } as const;
  return { type: 'shade.worn', visitId, body: { ...worn, dwellMs: 5000 + index, quality } };
}

/** Without syncing, which only the filling may do. @param clock is moved on with each visit */
export function fillStore(store: Store, events: number, clock: { ms: number }): void {
  store.db.pragma('synchronous = OFF');
  for (let recorded = 0; recorded < events; recorded += EVENTS_OF_VISIT) {
    clock.ms += VISIT_EVERY_MS;
    store.append(visitEvents(newId()));
    if (recorded < events / 2) {
      const batch = store.nextBatch({ maxEvents: EVENTS_OF_VISIT, maxBytes: 1e9 });
      store.settle(batch.map(({ seq }) => ({ seq, state: 'accepted' })));
    }
  }
  store.db.pragma('wal_checkpoint(TRUNCATE)');
  store.db.pragma('synchronous = FULL');
}
