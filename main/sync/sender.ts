/**
 * Takes what is pending in the store to HQ, one request at a time, and notes what HQ said of each event. It ends with the
 * signal and with nothing else: whatever fails, it waits and goes on.
 */
import type { MirrorEvent } from '../contract/events.ts';
import { sourceOf, WIRE, WIRE_PATHS } from '../contract/wire.ts';
import type { Log } from '../health/log.ts';
import type { Store } from '../store/store.ts';
import type { Admission } from './admission.ts';
import type { Backoff } from './backoff.ts';
import { type Batch, encodeBatch } from './batch.ts';
import { buildBatchSize } from './batch-size.ts';
import { buildClockOffset } from './clock-offset.ts';
import { type HqHttp, type HqRequest, HttpFailure } from './http.ts';
import type { Identity } from './identity.ts';
import { judge, type Later, later, type Refused, type Settled } from './judge.ts';
import type { SyncLimits, Timers } from './limits.ts';
import type { Pause } from './pause.ts';
import type { Standing } from './standing.ts';

export interface SenderParts {
  store: Store;
  admission: Admission;
  http: HqHttp;
  limits: SyncLimits;
  timers: Timers;
  pause: Pause;
  backoff: Backoff;
  standing: Standing;
  log: Log;
  signal: AbortSignal;
}

/** So many events in a row may be given up as spoilt without a pause; an HQ that refuses all of them is at fault itself. */
const MAX_SPOILT = 3;

const UNKEPT =
  'The key of this mirror cannot be written: give the disk room, or the mirror must be enrolled anew after a restart.';

export async function runSender(parts: SenderParts): Promise<void> {
  const { store, admission, http, limits, timers, pause, backoff, standing, log, signal } = parts;
  const size = buildBatchSize();
  let offset: ReturnType<typeof buildClockOffset> | undefined;
  let spoilt = 0;

  async function step(): Promise<void> {
    keepIdentity();
    const { identity } = admission;
    if (identity === undefined) return enrol();
    const { maxEvents, maxBytes } = size.limit();
    const events = hurried(store.nextBatch({ maxEvents, maxBytes }));
    if (events.length === 0) return gather();
    standing.state = 'sending';
    const batch = await encodeBatch(events, sourceOf(identity.store, identity.mirror), maxBytes);
    if (!signal.aborted) await send(batch, identity);
  }

  /** A disk that is full must not hold up the events that could leave it. */
  function keepIdentity(): void {
    try {
      admission.keep();
      standing.well('identity');
    } catch (cause) {
      standing.troubled('identity', `${UNKEPT} (${cause instanceof Error ? cause.message : cause})`);
    }
  }

  async function enrol(): Promise<void> {
    standing.state = 'enrolling';
    const answer = await admission.ask();
    if (answer.kind === 'later') return wait(answer);
    if (answer.kind === 'refused') return stayOut(answer);
    backoff.reset();
    standing.well('events');
  }

  /** Waits for events; a code goes at once, others wait a little for company. */
  async function gather(): Promise<void> {
    standing.state = 'waiting';
    await pause.doze();
    const endMs = timers.nowMs() + limits.gatherMs;
    while (!signal.aborted && timers.nowMs() < endMs) {
      const events = store.nextBatch({ maxEvents: WIRE.maxEvents, maxBytes: WIRE.maxBytes });
      if (events.length === WIRE.maxEvents || events.some(isUrgent)) return;
      await pause.doze(Math.max(0, endMs - timers.nowMs()));
    }
  }

  async function send(batch: Batch, identity: Identity): Promise<void> {
    const sent = store.clock.now();
    const startMs = timers.nowMs();
    const reply = await http.send(eventsRequest(batch, identity, sent.wallMs, limits.requestMs));
    const tookMs = timers.nowMs() - startMs;
    const verdict = judge(reply, new Set(batch.events.map(({ id }) => id)), sent.wallMs);
    if (verdict.kind === 'settled') settle(batch, verdict, tookMs);
    else if (verdict.kind === 'later') return wait(verdict);
    else if (verdict.kind === 'refused') return isNewKeyDue(verdict) ? enrol() : stayOut(verdict);
    else await narrow(batch.events, verdict.kind);
    offset ??= buildClockOffset(store);
    offset.learn(sent, reply.header(WIRE.receivedHeader));
  }

  function settle({ events, bytes }: Batch, { accepted, rejected }: Settled, tookMs: number): void {
    const seqs = new Map(events.map(({ id, seq }) => [id, seq]));
    const seqOf = (id: string): number => seqs.get(id) as number;
    store.settle([
      ...accepted.map((id) => ({ seq: seqOf(id), state: 'accepted' as const })),
      ...rejected.map(({ id, code }) => ({ seq: seqOf(id), state: 'quarantined' as const, error: code })),
    ]);
    for (const { id, code } of rejected) noteQuarantined(seqOf(id), code);
    size.settled({ events: accepted.length + rejected.length, bytes, tookMs });
    backoff.reset();
    standing.well('events');
    if (accepted.length === 0) return;
    spoilt = 0;
    standing.acceptedAtMs = timers.nowMs();
  }

  /** Less is sent from now on; an event that was refused alone is put aside. */
  async function narrow(events: readonly MirrorEvent[], kind: 'too-large' | 'invalid'): Promise<void> {
    const [alone] = events;
    if (events.length > 1 || alone === undefined) return size.refused(kind, events.length);
    store.settle([{ seq: alone.seq, state: 'quarantined', error: kind }]);
    noteQuarantined(alone.seq, kind);
    size.found();
    if (++spoilt > MAX_SPOILT)
      await wait(later('HQ refuses one event after the other: its operator should look.'));
  }

  const noteQuarantined = (seq: number, code: string) => log.error('sync.quarantined', { seq, code });

  async function wait({ why, afterMs }: Later): Promise<void> {
    standing.state = 'backing-off';
    standing.troubled('events', why);
    await pause.rest(backoff.next(afterMs));
  }

  /** The key is no longer good, and an operator has set a code since it was given. */
  const isNewKeyDue = ({ status }: Refused): boolean => status === 401 && admission.hasNewCode();

  async function stayOut({ why }: Refused): Promise<void> {
    standing.state = 'refused';
    standing.troubled('events', why);
    await pause.rest(limits.refusedMs);
  }

  while (!signal.aborted) {
    try {
      await step();
    } catch (cause) {
      if (signal.aborted) return;
      if (cause instanceof HttpFailure && cause.code === 'timeout') size.timedOut();
      await wait(later(cause instanceof Error ? cause.message : String(cause)));
    }
  }
}

const isUrgent = ({ type }: MirrorEvent): boolean => type.startsWith('code.');

/** Codes, and what goes with them, come first from the store; a request that others do not fill up is there sooner. */
const hurried = (events: MirrorEvent[]): MirrorEvent[] => {
  const last = events.findLastIndex(isUrgent);
  return last === -1 ? events : events.slice(0, last + 1);
};

function eventsRequest(batch: Batch, { key }: Identity, wallMs: number, totalMs: number): HqRequest {
  const headers = {
    authorization: `Bearer ${key}`,
    'content-type': WIRE.mediaType,
    'content-encoding': 'gzip',
    'accept-encoding': 'gzip',
    [WIRE.sentHeader]: new Date(wallMs).toISOString(),
  };
  return { method: 'POST', path: WIRE_PATHS.events, headers, body: batch.body, totalMs };
}
