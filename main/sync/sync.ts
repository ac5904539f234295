/**
 * Sync with HQ: gets the mirror in, sends what the store holds, applies what HQ tells. Two loops, one for each direction,
 * each with one request in flight; they end with `stop` only. Nothing that HQ says deletes an event.
 *
 *   store ─► sender ─► POST /v1/events ─► per-id answer ─► store.settle
 *   store ◄─ apply  ◄─ inbox           ◄─ GET  /v1/mirrors/{mirror}/inbox
 */
import type { SyncHealth } from '../contract/health.ts';
import type { InboxBody, PoolLevels } from '../contract/wire.ts';
import type { Log } from '../health/log.ts';
import type { Store } from '../store/store.ts';
import { buildAdmission, type HqPlace } from './admission.ts';
import { buildBackoff } from './backoff.ts';
import { buildHttp } from './http.ts';
import { type InboxAppliers, runInbox } from './inbox.ts';
import { SYNC_LIMITS, type SyncLimits, systemTimers, type Timers } from './limits.ts';
import { buildPause } from './pause.ts';
import { runSender } from './sender.ts';
import { buildStanding, type Standing } from './standing.ts';

export interface SyncOptions {
  store: Store;
  /** undefined: nothing is sent, and everything stays in the store. */
  hq: HqPlace | undefined;
  /** File of this mirror's key at HQ. */
  identityPath: string;
  apply: InboxAppliers;
  /** As in AdmissionParts. */
  ownKey?(): InboxBody<'code-key'> | undefined;
  /** As in InboxParts. */
  onNewEnrolment?(): void;
  /** Told with each poll of the inbox, for HQ to fill up what is low. */
  poolLevels?(): PoolLevels;
  /** Of the key in use for tokens, told with each poll: HQ tells its newest again where that is another. */
  codeKeyId?(): string | undefined;
  log: Log;
  timers?: Timers;
  limits?: Partial<SyncLimits>;
  random?(): number;
}

export interface Sync {
  health(): SyncHealth;
  /** Puts what HQ refused back in the queue. @returns how many */
  retryQuarantined(): number;
  /** Takes under a second; the store must stay open until then. Other settings of HQ are another sync. */
  stop(): Promise<void>;
}

export function startSync(options: SyncOptions): Sync {
  const { store, hq, log, timers = systemTimers } = options;
  const standing = buildStanding(log);
  const links = hq === undefined ? undefined : startLinks({ ...options, hq, timers }, standing);
  return {
    health() {
      const { state, acceptedAtMs } = standing;
      const offsetMs = store.clock.offsetMs;
      return {
        state,
        ...(links?.names() ?? { store: null, mirror: null }),
        acceptedAgeMs: acceptedAtMs === null ? null : timers.nowMs() - acceptedAtMs,
        clockOffsetMs: offsetMs === null ? null : Math.round(offsetMs),
        problem: standing.problem() ?? sentenceOf(store.counts().quarantined),
      };
    },
    retryQuarantined() {
      const count = store.retryQuarantined();
      links?.rouse();
      return count;
    },
    stop: async () => links?.stop(),
  };
}

function sentenceOf(quarantined: number): string | null {
  if (quarantined === 0) return null;
  return `HQ refused ${quarantined} events, which are kept: have its operator find out why, then retry them.`;
}

interface Links {
  names(): { store: string | null; mirror: string | null };
  rouse(): void;
  stop(): Promise<void>;
}

function startLinks(
  { hq, timers, ...options }: SyncOptions & { hq: HqPlace; timers: Timers },
  standing: Standing,
): Links {
  const { store, log, apply, identityPath: path, random = Math.random } = options;
  const { ownKey = () => undefined, onNewEnrolment = () => {} } = options;
  const { poolLevels = () => ({}), codeKeyId = () => undefined } = options;
  const limits = { ...SYNC_LIMITS, ...options.limits };
  const ending = new AbortController();
  const { signal } = ending;
  const http = buildHttp(hq.address, limits, timers, signal);
  const wallMs = () => store.clock.now().wallMs;
  const admission = buildAdmission({ hq, path, http, limits, ownKey, wallMs, log });
  const common = { store, admission, http, limits, timers, standing, log, signal };
  const partsOf = () => ({
    ...common,
    pause: buildPause(timers, signal),
    backoff: buildBackoff(limits, random),
  });
  const sending = partsOf();
  const polling = partsOf();
  const forgetStore = store.onAppended(sending.pause.rouse);
  admission.onAdmitted(polling.pause.rouse);
  standing.state = admission.identity === undefined ? 'enrolling' : 'waiting';
  const loops = [runSender(sending), runInbox({ ...polling, apply, onNewEnrolment, poolLevels, codeKeyId })];

  return {
    names: () => ({
      store: admission.identity?.store ?? null,
      mirror: admission.identity?.mirror ?? null,
    }),
    rouse: sending.pause.rouse,
    async stop() {
      forgetStore();
      ending.abort();
      await Promise.all([...loops, http.stop()]);
    },
  };
}
