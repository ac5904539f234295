/**
 * What HQ tells this mirror: polled for, and applied message by message in the order of their cursors, each together with
 * its cursor in one transaction of the store.
 *
 * What appliers must bear: within one store a message is applied once. After the store was set aside as damaged, or the
 * mirror was enrolled anew, the inbox is read from its beginning again, so a claim that is known already (by its token)
 * and a document that is in use already must change nothing. What is good at one HQ only is forgotten then, with the first
 * message of the new enrolment: the inbox tells all of it anew.
 */
import { z } from 'zod';
import { CodedError } from '../contract/coded-error.ts';
import {
  INBOX_BODIES,
  type InboxBody,
  type InboxKind,
  type InboxMessage,
  inboxReplySchema,
  type PoolLevels,
  WIRE_PATHS,
} from '../contract/wire.ts';
import type { Log } from '../health/log.ts';
import type { Store } from '../store/store.ts';
import type { Admission } from './admission.ts';
import type { Backoff } from './backoff.ts';
import type { HqHttp } from './http.ts';
import type { Identity } from './identity.ts';
import { jsonOf, judgeStatus, type Later, later, NONSENSE } from './judge.ts';
import type { SyncLimits, Timers } from './limits.ts';
import type { Pause } from './pause.ts';
import type { Standing } from './standing.ts';

/**
 * Called within the store's transaction, synchronously. Throws `InboxRefusal` where the message itself will not do: it is
 * passed over, and what was applied before stays. Whatever else it throws means "not now": the message comes again.
 */
export type InboxAppliers = { [K in InboxKind]: (body: InboxBody<K>) => void };

/** Its sentence is logged; it names no person and no token. */
export class InboxRefusal extends CodedError<'message-refused'> {
  constructor(sentence: string, cause?: unknown) {
    super('message-refused', sentence, cause);
  }
}

export interface InboxParts {
  store: Store;
  apply: InboxAppliers;
  /** Called within the transaction of the first message that is taken under an enrolment. */
  onNewEnrolment(): void;
  poolLevels(): PoolLevels;
  codeKeyId(): string | undefined;
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

const STATE_KEY = 'inbox';
/** A cursor counts for the enrolment that it was had under. */
const stateSchema = z.object({ enrolment: z.uuid(), cursor: z.int().nonnegative() });

/** Ends with the signal. */
export async function runInbox(parts: InboxParts): Promise<void> {
  const { store, apply, admission, http, limits, timers, pause, backoff, standing, log, signal } = parts;
  const { onNewEnrolment, poolLevels, codeKeyId } = parts;

  async function step(): Promise<void> {
    const { identity } = admission;
    if (identity === undefined) return pause.doze();
    const startMs = timers.nowMs();
    const after = cursorOf(store, identity);
    const reply = await http.send({
      method: 'GET',
      path: WIRE_PATHS.inbox(identity.mirror, after, poolLevels(), codeKeyId()),
      headers: { authorization: `Bearer ${identity.key}`, 'accept-encoding': 'gzip' },
      totalMs: limits.pollMs,
    });
    if (identity !== admission.identity || signal.aborted) return;
    if (reply.status !== 200) {
      const answer = judgeStatus(reply, store.clock.now().wallMs);
      return answer.kind === 'later' ? wait(answer) : stayOut(answer.why);
    }
    const inbox = inboxReplySchema.safeParse(jsonOf(reply.text));
    if (!inbox.success) return wait(later(NONSENSE));
    takeAll(inbox.data.messages, after, identity);
    backoff.reset();
    standing.well('inbox');
    const hasNews = cursorOf(store, identity) > after;
    if (!hasNews) await pause.rest(Math.max(0, limits.pollPauseMs - (timers.nowMs() - startMs)));
  }

  function takeAll(messages: InboxMessage[], after: number, identity: Identity): void {
    let cursor = after;
    for (const message of messages.toSorted((a, b) => a.cursor - b.cursor)) {
      if (message.cursor <= cursor) continue;
      cursor = message.cursor;
      take(message, identity);
    }
  }

  function take(message: InboxMessage, identity: Identity): void {
    try {
      moveOver(message, identity, () => applyTo(apply, message));
    } catch (cause) {
      if (!(cause instanceof InboxRefusal)) throw cause;
      log.error('inbox.refused', { kind: message.kind, cursor: message.cursor, message: cause.message });
      moveOver(message, identity);
    }
  }

  function moveOver({ cursor }: InboxMessage, { id: enrolment }: Identity, act = () => {}): void {
    store.transact(() => {
      if (stateOf(store)?.enrolment !== enrolment) onNewEnrolment();
      act();
      store.writeState(STATE_KEY, { enrolment, cursor });
    });
  }

  async function wait({ why, afterMs }: Later): Promise<void> {
    standing.troubled('inbox', why);
    await pause.rest(backoff.next(afterMs));
  }

  async function stayOut(why: string): Promise<void> {
    standing.troubled('inbox', why);
    await pause.doze(limits.refusedMs);
  }

  while (!signal.aborted) {
    try {
      await step();
    } catch (cause) {
      if (!signal.aborted) await wait(later(cause instanceof Error ? cause.message : String(cause)));
    }
  }
}

const stateOf = (store: Store) => stateSchema.safeParse(store.readState(STATE_KEY)).data;

function cursorOf(store: Store, identity: Identity): number {
  const state = stateOf(store);
  return state?.enrolment === identity.id ? state.cursor : 0;
}

/** @throws InboxRefusal for what is no message that this version knows */
function applyTo(apply: InboxAppliers, { kind, body }: InboxMessage): void {
  if (!Object.hasOwn(INBOX_BODIES, kind)) {
    throw new InboxRefusal('Its kind is not known here: update the mirror.');
  }
  const known = kind as InboxKind;
  const parsed = INBOX_BODIES[known].safeParse(body);
  if (!parsed.success) throw new InboxRefusal(`Its body will not do: ${placesOf(parsed.error)}`);
  (apply[known] as (body: unknown) => void)(parsed.data);
}

/** Where it is wrong and how, never what stands there: that may be a token. */
const placesOf = (error: z.ZodError): string =>
  error.issues
    .slice(0, 3)
    .map(({ path, code }) => `${path.join('.') || 'the whole'} (${code})`)
    .join(', ');
