/** The numbers of the store and of its way to HQ, as metrics: read from the health that everybody is told. */
import { type Health, SYNC_STATES } from '../contract/health.ts';

interface NumberMetric {
  set(value: number): void;
  set(labels: Record<string, string>, value: number): void;
}

/** @param gauge makes one and names it below `vermilion_` */
export function buildQueueMetrics(
  gauge: (name: string, help: string, labelNames?: string[]) => NumberMetric,
): (health: Pick<Health, 'store' | 'sync'>) => void {
  const pending = gauge('events_pending', 'Events that HQ has not accepted yet.');
  const oldest = gauge(
    'events_oldest_pending_timestamp_seconds',
    'Time of the oldest of them, since 1970; -1 where there is none.',
  );
  const quarantined = gauge('events_quarantined', 'Events that HQ will not take as they are.');
  const lost = gauge('events_lost', 'Events refused because the disk or a bound was full, not yet reported.');
  const fullness = gauge('store_fullness', 'How full the store is, 0..1.');
  const state = gauge('sync_state', '1 for the state that the sync with HQ is in.', ['state']);
  const accepted = gauge(
    'sync_accepted_age_seconds',
    'Since HQ last accepted events; -1 before the first time.',
  );
  const offset = gauge('clock_offset_seconds', "HQ's clock less this one; 0 before they met.");
  const seconds = (ms: number | null): number => (ms === null ? -1 : ms / 1000);
  return ({ store, sync }) => {
    pending.set(store.pending);
    oldest.set(seconds(store.oldestPendingMs));
    quarantined.set(store.quarantined);
    lost.set(store.lost);
    fullness.set(store.fullness);
    for (const each of SYNC_STATES) state.set({ state: each }, sync.state === each ? 1 : 0);
    accepted.set(seconds(sync.acceptedAgeMs));
    offset.set((sync.clockOffsetMs ?? 0) / 1000);
  };
}
