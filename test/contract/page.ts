/** A page as the contract's cases play it: what it sends, how it follows live queries, and what it finds in the store. */
import { join } from 'node:path';
import type { ClientLink } from '@orpc/client';
import type { ContractRouterClient } from '@orpc/contract';
import fc from 'fast-check';
import { loadCatalogue, SAMPLE_CATALOGUE } from '../../main/catalog/catalogue.ts';
import type { Contract } from '../../main/contract/contract.ts';
import type { FunnelQuery } from '../../main/contract/funnel.ts';
import type { PageReport } from '../../main/contract/health.ts';
import type { Intent } from '../../main/contract/intents.ts';
import { localHour } from '../../main/contract/local-time.ts';
import { emptySession, type Session } from '../../main/contract/session.ts';
import { WEARERS } from '../../main/contract/wearers.ts';
import type { Service } from '../../main/service.ts';
import { buildProjection } from '../../main/stats/projection.ts';
import { openStore } from '../../main/store/store.ts';

export type Client = ContractRouterClient<Contract>;
/** Connects a page's end to the service. */
export type Connect = (
  service: Service,
) => Promise<{ link: ClientLink<Record<never, never>>; close(): void }>;

export const catalogue = loadCatalogue(SAMPLE_CATALOGUE);
const skus = catalogue.shades.map(({ sku }) => sku);
export const [RED, PLUM] = ['VA-M04', 'VA-M07'];

type Wish = Intent extends infer T ? (T extends Intent ? Omit<T, 'id' | 'visit' | 'atMs'> : never) : never;

export function intent(visit: string, wish: Wish): Intent {
  return { id: crypto.randomUUID(), visit, atMs: Date.now(), ...wish } as Intent;
}

export const WORN = { type: 'shade.wear', intensity: 0.8, source: 'rail' } as const;
export const wear = (visit: string, sku: string): Intent => intent(visit, { ...WORN, sku });

/** What the screen shows for a moment after a visit has ended. */
export const cleared = (visit: string): Session => ({ ...emptySession(visit), phase: 'leaving' });

export const report: PageReport = {
  camera: {
    state: 'frozen',
    widthPx: 1280,
    heightPx: 720,
    frameAgeMs: 2400,
    fps: 0,
    connected: 2,
    recoveries: 1,
    isDemo: false,
  },
  tryon: { state: 'running', workMs: 14, faceShare: 0.5, restarts: 0 },
  light: 'backlit',
  touchAgeMs: null,
  waitingIntents: 3,
  lostIntents: 0,
};

const openStoreIn = (folder: string) =>
  openStore({
    path: join(folder, 'data/store.db'),
    bootId: crypto.randomUUID(),
    project: (db) => buildProjection(db, 'Asia/Shanghai'),
  });

export function recordedIn(folder: string): { type: string; body: string }[] {
  const store = openStoreIn(folder);
  const events = store.db.prepare<[], { type: string; body: string }>('SELECT type, body FROM events').all();
  store.close();
  return events;
}

/** One that lasted a minute, of which this test need not wait for the end. */
export function recordVisit(folder: string): void {
  const visitId = crypto.randomUUID();
  const store = openStoreIn(folder);
  const quality = { light: 'good', tracking: 1 } as const;
  const worn = { sku: RED, finish: 'matte', intensity: 1, source: 'rail', wearer: 'shopper' } as const;
  store.append([
    { type: 'visit.started', visitId, body: { trigger: 'touch', mode: 'shopper', ba: null } },
    { type: 'shade.worn', visitId, body: { ...worn, dwellMs: 4000, quality } },
    { type: 'visit.ended', visitId, body: { reason: 'left', durationMs: 60_000, tryonMs: 4000 } },
  ]);
  store.close();
}

/** Follows a live query; each call gives its next value. */
export async function follow<T>(query: Promise<AsyncIterable<T>>): Promise<() => Promise<T>> {
  const iterator = (await query)[Symbol.asyncIterator]();
  return async () => (await iterator.next()).value;
}

export async function until<T>(next: () => Promise<T>, isWanted: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await next();
    if (isWanted(value)) return value;
  }
}

/** Of `shownMs` at 30 frames a second. */
export const shown = (visit: string, sku: string, shownMs: number): Intent =>
  intent(visit, {
    ...{ type: 'shade.shown', sku, intensity: 0.8, wearer: 'shopper', shownMs, spanMs: shownMs },
    ...{ frames: (shownMs * 30) / 1000, allFrames: (shownMs * 30) / 1000, light: 'good', isDemo: false },
  });
export const today = (): FunnelQuery => {
  const { day } = localHour(Date.now(), 'Asia/Shanghai');
  return { from: day, to: day, mode: 'shopper' };
};

/** Whatever she may do but be forgotten. */
export const anyWish = fc.oneof(
  fc.record({
    type: fc.constant('shade.wear' as const),
    sku: fc.constantFrom(...skus),
    intensity: fc.constantFrom(0, 0.5, 1),
    source: fc.constantFrom('rail' as const, 'swipe' as const, 'key' as const),
    wearer: fc.constantFrom(undefined, ...WEARERS),
  }),
  fc.record({
    type: fc.constant('shade.favourite' as const),
    sku: fc.constantFrom(...skus),
    isFavourite: fc.boolean(),
  }),
  fc.record({ type: fc.constant('compare.use' as const), sku: fc.constantFrom(...skus) }),
);
