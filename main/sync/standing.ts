/** How sync stands: written by its two loops, read by `health`. A trouble is logged when it begins, changes and ends. */
import type { SyncHealth } from '../contract/health.ts';
import type { Log } from '../health/log.ts';

/** Most pressing first. */
const PARTS = ['events', 'identity', 'inbox'] as const;
type Part = (typeof PARTS)[number];

export interface Standing {
  state: SyncHealth['state'];
  /** By the timers; null before the first time. */
  acceptedAtMs: number | null;
  troubled(part: Part, sentence: string): void;
  well(part: Part): void;
  /** The most pressing, as a sentence. */
  problem(): string | null;
}

export function buildStanding(log: Log): Standing {
  const troubles = new Map<Part, string>();
  return {
    state: 'unset',
    acceptedAtMs: null,
    troubled(part, sentence) {
      if (troubles.get(part) === sentence) return;
      troubles.set(part, sentence);
      log.warn('sync.troubled', { part, message: sentence });
    },
    well(part) {
      if (troubles.delete(part)) log.info('sync.recovered', { part });
    },
    problem: () => PARTS.map((part) => troubles.get(part)).find((sentence) => sentence !== undefined) ?? null,
  };
}
