/** Which HQ this mirror talks to: the one of the settings, or the one that the shell brings along. Owns the sync with it. */
import type { SyncHealth } from './contract/health.ts';
import { type Sync, type SyncOptions, startSync } from './sync/sync.ts';

type HqPlace = NonNullable<SyncOptions['hq']>;

export interface HqLinkOptions extends Omit<SyncOptions, 'hq'> {
  /** As in the settings. */
  hq: HqPlace | 'none' | 'embedded' | undefined;
  /** Starts the HQ that a checkout carries, or finds it started; the shell ends it. Never rejects; undefined when that fails, which it has told. */
  embedded?: (() => Promise<HqPlace | undefined>) | undefined;
  say(sentence: string): void;
}

export interface HqLink {
  /** Where phones reach HQ; null while there is none. */
  landing(): string | null;
  health(): SyncHealth;
  retryQuarantined(): number;
  stop(): Promise<void>;
}

/** The mirror waits for no HQ: until one is there, events wait in the store. */
export function startHqLink({ hq, embedded, say, ...options }: HqLinkOptions): HqLink {
  const isEmbedded = hq === undefined || hq === 'embedded';
  let place = typeof hq === 'object' ? hq : undefined;
  let sync: Sync = startSync({ ...options, hq: place });
  let isStopped = false;
  if (hq === 'embedded' && embedded === undefined) {
    say('There is no embedded HQ in an installed mirror: name one in the settings as "hq.address".');
  }

  /** Nothing is under way while no HQ is named, so the first sync has nothing to end. */
  function follow(embedded: HqPlace | undefined): void {
    if (embedded === undefined || isStopped) return;
    place = embedded;
    sync = startSync({ ...options, hq: place });
  }

  if (isEmbedded)
    void embedded?.()
      .then(follow)
      .catch((cause) => say(String(cause)));
  return {
    landing: () => place?.phones ?? place?.address ?? null,
    health: () => sync.health(),
    retryQuarantined: () => sync.retryQuarantined(),
    async stop() {
      isStopped = true;
      await sync.stop();
    },
  };
}
