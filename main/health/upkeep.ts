/** What the service does by the clock: the mirror's health into the store every minute, the store's own upkeep in between. */
import type { EventBody } from '../contract/events.ts';
import type { Health } from '../contract/health.ts';
import type { Store } from '../store/store.ts';
import type { Log } from './log.ts';

export interface UpkeepOptions {
  store: Pick<Store, 'append' | 'maintain' | 'isDamaged'>;
  health(): Health;
  log: Log;
  /** Told once: only a new start can set the store aside and save what is in it. */
  onDamaged(): void;
  /** 0 (inclusive) .. 1. */
  random?(): number;
}

export interface Upkeep {
  stop(): void;
}

const EVERY_MS = 60_000;
const FIRST_MS = 5_000;
/** So that mirrors that came back together do not stay in step. */
const JITTER = 0.2;
const MIB = 1024 * 1024;

export function startUpkeep({ store, health, log, onDamaged, random = Math.random }: UpkeepOptions): Upkeep {
  let timer: NodeJS.Timeout;
  let isTold = false;
  function wait(): void {
    const share = 1 - JITTER + 2 * JITTER * random();
    timer = setTimeout(act, EVERY_MS * share).unref();
  }
  function act(): void {
    attempt(noteHealth, (message) => log.error('event.unrecorded', { type: 'mirror.health', message }));
    maintain();
    wait();
  }
  function maintain(): void {
    attempt(store.maintain, (message) => log.error('store.upkeep', { message }));
    if (store.isDamaged && !isTold) {
      isTold = true;
      onDamaged();
    }
  }
  function noteHealth(): void {
    const body = toHealthBody(health(), process.memoryUsage.rss());
    store.append([{ type: 'mirror.health', visitId: null, body }]);
  }
  // The store's ballast is made then, once the start is over.
  const first = setTimeout(maintain, FIRST_MS).unref();
  wait();
  return {
    stop() {
      clearTimeout(first);
      clearTimeout(timer);
    },
  };
}

/** A disk that refuses is asked again at the next turn. */
function attempt(act: () => void, onFailed: (message: string) => void): void {
  try {
    act();
  } catch (cause) {
    onFailed(String(cause));
  }
}

function toHealthBody({ page, store, sync, version }: Health, rssBytes: number): EventBody<'mirror.health'> {
  const frameAgeMs = page?.camera.frameAgeMs ?? null;
  return {
    fps: Math.min(1000, page?.camera.fps ?? 0),
    faceShare: page?.tryon.faceShare ?? 0,
    camera: page?.camera.state ?? null,
    frameAgeMs: frameAgeMs === null ? null : Math.round(frameAgeMs),
    rssMiB: Math.round((10 * rssBytes) / MIB) / 10,
    pending: store.pending,
    quarantined: store.quarantined,
    clockOffsetMs: sync.clockOffsetMs,
    version: version.slice(0, 32),
    devices: {},
    folded: 1,
  };
}
