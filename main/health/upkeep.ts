/** What the service does by the clock: the mirror's health into the store every minute, the store's own upkeep in between. */
import type { EventBody } from '../contract/events.ts';
import type { Health } from '../contract/health.ts';
import type { Store } from '../store/store.ts';
import type { Log } from './log.ts';

export interface UpkeepOptions {
  store: Pick<Store, 'append' | 'maintain'>;
  health(): Health;
  log: Log;
  /** 0 (inclusive) .. 1. */
  random?(): number;
}

export interface Upkeep {
  stop(): void;
}

const EVERY_MS = 60_000;
/** So that mirrors that came back together do not stay in step. */
const JITTER = 0.2;
const MIB = 1024 * 1024;

export function startUpkeep({ store, health, log, random = Math.random }: UpkeepOptions): Upkeep {
  let timer: NodeJS.Timeout;
  function wait(): void {
    const share = 1 - JITTER + 2 * JITTER * random();
    timer = setTimeout(act, EVERY_MS * share).unref();
  }
  function act(): void {
    attempt(noteHealth, (message) => log.error('event.unrecorded', { type: 'mirror.health', message }));
    attempt(store.maintain, (message) => log.error('store.upkeep', { message }));
    wait();
  }
  function noteHealth(): void {
    const body = toHealthBody(health(), process.memoryUsage.rss());
    store.append([{ type: 'mirror.health', visitId: null, body }]);
  }
  wait();
  return { stop: () => clearTimeout(timer) };
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
