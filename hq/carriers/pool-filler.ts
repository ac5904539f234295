/**
 * Decides whose pool is filled when. A mirror tells with each poll how many codes it has left, so nothing is kept for later:
 * whoever is not served now asks again in half a minute.
 */
import { POOLED, type PooledCarrier } from '../../main/contract/carriers.ts';
import type { PoolLevels } from '../../main/contract/wire.ts';
import type { CarrierParts } from './parts.ts';
import { PlatformError } from './platform/http.ts';
import { fillPool } from './pool.ts';
import type { MakeCode } from './wechat/api.ts';

export interface PoolFiller {
  /** Never waits. @param levels of a mirror that has read all of its inbox: what it was sent is in them */
  offer(mirrorId: string, levels: PoolLevels): void;
}

/** A mirror with fewer left is given more. */
const LOW_WATER = 10;
/** Of mirrors: one that asks is content with a few seconds more, and a platform counts calls by the minute. */
const MOST_AT_ONCE = 4;
/** After a platform failed, doubled each time. */
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 30 * 60_000;

interface Wait {
  readonly untilMs: number;
  readonly ms: number;
}

export function buildPoolFiller(parts: CarrierParts): PoolFiller {
  const { background, metrics, now, platforms } = parts;
  const busy = new Set<string>();
  const waits = new Map<PooledCarrier, Wait>();

  function isWanted(carrier: PooledCarrier, levels: PoolLevels): boolean {
    const left = levels[carrier];
    if (left === undefined || left >= LOW_WATER || platforms.makeCode[carrier] === undefined) return false;
    return now() >= (waits.get(carrier)?.untilMs ?? 0);
  }

  async function fill(mirrorId: string, carrier: PooledCarrier, stopping: AbortSignal): Promise<void> {
    try {
      await fillPool(parts, mirrorId, carrier, platforms.makeCode[carrier] as MakeCode, stopping);
      waits.delete(carrier);
    } catch (error) {
      metrics.failed();
      if (error instanceof PlatformError) wait(carrier);
    }
  }

  /** Several mirrors may find out at once that a platform is away: it is one failure. */
  function wait(carrier: PooledCarrier): void {
    const before = waits.get(carrier);
    if (before !== undefined && now() < before.untilMs) return;
    const ms = Math.min((before?.ms ?? FIRST_WAIT_MS / 2) * 2, LONGEST_WAIT_MS);
    waits.set(carrier, { ms, untilMs: now() + ms });
  }

  return {
    offer(mirrorId, levels) {
      const wanted = POOLED.filter((carrier) => isWanted(carrier, levels));
      if (wanted.length === 0 || busy.has(mirrorId) || busy.size >= MOST_AT_ONCE) return;
      busy.add(mirrorId);
      background.run(async (stopping) => {
        for (const carrier of wanted) await fill(mirrorId, carrier, stopping);
        busy.delete(mirrorId);
      });
    },
  };
}
