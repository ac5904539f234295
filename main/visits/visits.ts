/**
 * The visit of whoever stands before the mirror: intents, reports, presence, scans and staff come in, the session and events
 * come out. Owns the machine's state; each step of it, its events and its intent are one transaction of the store.
 */
import type { Catalogue } from '../contract/catalogue.ts';
import type { EventBody } from '../contract/events.ts';
import type { PageReport } from '../contract/health.ts';
import type { Intent, Receipt } from '../contract/intents.ts';
import type { Session } from '../contract/session.ts';
import { LiveValue } from '../live-value.ts';
import type { Store } from '../store/store.ts';
import { servingBa } from './acts.ts';
import { hasVisit } from './book.ts';
import { buildCodes, type Codes } from './codes.ts';
import { buildDelay } from './delay.ts';
import { nextDueMs } from './end-rules.ts';
import type { Happening, SignOut, VisitPolicy, What } from './happenings.ts';
import { openIntentLog } from './intent-log.ts';
import { keepVisit, readKeptVisit } from './kept-visit.ts';
import { advance, type VisitState } from './machine.ts';
import { restore } from './restore.ts';
import { buildSteadyClock } from './steady-clock.ts';
import { herShades } from './wearing.ts';

export interface VisitsOptions {
  store: Store;
  /** Asked at each step, so it may change. */
  policy(): VisitPolicy;
  catalogue: LiveValue<Catalogue>;
  /** A step that nobody waits for could not be recorded. The visit goes on in memory and is recorded with a later step. */
  onFailed(cause: unknown): void;
  /** The state of an earlier run cannot be used. */
  onDamaged(cause: unknown): void;
}

/** What throws does so with the store's error, and then nothing has changed. */
export interface Visits extends Codes {
  readonly session: LiveValue<Session>;
  /** Why an intent would change nothing; null when it would be acted on. */
  judge(intent: Intent): 'repeated' | 'late' | null;
  /**
   * Acts on each intent once. Throws. About a millisecond, for the disk.
   * @param alongside is kept within the same transaction where it is acted on
   */
  record(intent: Intent, alongside?: () => void): Receipt;
  /** Whether this shade was worn in the open visit, though the catalogue may not have it any more. */
  hasWorn(sku: string): boolean;
  see(report: PageReport): void;
  /** @param isPresent null: there is no sensor, or it fails */
  presence(isPresent: boolean | null): void;
  scan(sku: string): void;
  /**
   * Acts with a code on an intent to which `judge` has nothing to say. Throws.
   * @param code null: the one that she had hidden comes back @param alongside as in `record`
   */
  showCode(code: EventBody<'code.shown'> | null, intent: Intent, alongside: () => void): void;
  /** Another code in place of one that has run out; nothing where none is on the screen any more. Throws. */
  renewCode(code: EventBody<'code.shown'>, alongside: () => void): void;
  hideCode(): void;
  /**
   * What the shopper of the open visit wears, then what she has really seen on her own lips, newest first.
   * @param now on her lips as the page says; before the rest if the catalogue knows it
   */
  worn(now?: string): string[];
  servingBa(): string | null;
  /** Of the open visit; null without one. As `nowMs`. */
  lastTouchMs(): number | null;
  /** By the clock that visits are timed by, which goes on over restarts. */
  nowMs(): number;
  /** Who serves, and whether she shows the mirror. Throws. */
  staff(ba: string | null, isDemo: boolean, reason?: SignOut): void;
  /** Staff end the visit. Throws. */
  close(): void;
  /** The visit stays open for the next run. */
  stop(): void;
}

/** After a step could not be recorded, until it is tried again. */
const RETRY_MS = 10_000;
/** Longer delays overflow a timer; the time is then looked at in between. */
const LONGEST_WAIT_MS = 3_600_000;
/** Events that wait in memory for the disk; visits of about a day without one. */
const MAX_UNRECORDED = 1000;

/** An idle mirror's page reports every two seconds; that alone is not written to the disk. */
const isWorthKeeping = (before: VisitState, { phase, book }: VisitState): boolean =>
  book.records.length > 0 || book.visit !== null || phase !== before.phase;

export function buildVisits({ store, policy, catalogue, onFailed, onDamaged }: VisitsOptions): Visits {
  const kept = readKeptVisit(store, onDamaged);
  const clock = buildSteadyClock(store.clock, kept.mark);
  const intents = openIntentLog(store);
  const delay = buildDelay(clock, kept.mark);
  let state = kept.state;
  let timer: NodeJS.Timeout | undefined;
  let wakeMs = Number.POSITIVE_INFINITY;
  let retryAtMs = 0;
  const session = new LiveValue<Session>(state.book.session);

  const finishOf = (sku: string) => catalogue.value.shades.find((shade) => shade.sku === sku)?.finish;
  const occur = (what: What, nowMs = delay.presentMs()): Happening => ({
    ...what,
    nowMs: delay.reach(nowMs),
    policy: policy(),
    nextVisit: crypto.randomUUID(),
  });

  /** Throws when it cannot be recorded; then nothing has changed. */
  function commit(next: VisitState, alongside = () => {}): void {
    store.transact(() => {
      alongside();
      store.append(next.book.records, { isKept: true });
      keepVisit(store, next, clock.mark());
    });
    adopt({ ...next, book: { ...next.book, records: [] } });
  }

  function adopt(next: VisitState): void {
    const hasChanged = next.book.session !== session.value;
    state = next;
    if (hasChanged) session.set(next.book.session);
    clearTimeout(timer);
    // Whatever waits in memory is tried again even when nothing is due.
    const retryMs = next.book.records.length > 0 ? RETRY_MS : LONGEST_WAIT_MS;
    const dueMs = Math.max(nextDueMs(next.phase, next.book), delay.untilMs) - clock.nowMs();
    const waitMs = Math.max(0, Math.min(dueMs, retryMs));
    wakeMs = clock.nowMs() + waitMs;
    timer = setTimeout(wake, waitMs).unref();
  }

  function wake(): void {
    if (!noticeStandstill()) tick();
  }

  /** A timer that fires late says that this process stood still, and the page did not. */
  function noticeStandstill(): boolean {
    const isNew = hasVisit(state.book) && delay.noticeStandstill(wakeMs);
    if (isNew) adopt(state);
    return isNew;
  }

  /** For what nobody waits for and what will not be told again: it holds in memory until the disk takes it. */
  function take(what: What): void {
    catchUp();
    settle(advance(state, occur(what)));
  }

  function settle(next: VisitState): void {
    if (!isWorthKeeping(state, next) || clock.nowMs() < retryAtMs) {
      adopt(next);
      return;
    }
    try {
      commit(next);
    } catch (cause) {
      retryAtMs = clock.nowMs() + RETRY_MS;
      onFailed(cause);
      const { records } = next.book;
      store.countLost(records.slice(MAX_UNRECORDED));
      adopt({ ...next, book: { ...next.book, records: records.slice(0, MAX_UNRECORDED) } });
    }
  }

  function tick(atMs = delay.presentMs()): void {
    settle(advance(state, occur({ type: 'tick' }, atMs)));
  }

  /** What was due before something happens comes first: a touch after the end begins another visit. */
  function catchUp(atMs = delay.presentMs()): void {
    if (nextDueMs(state.phase, state.book) <= atMs) tick(atMs);
  }

  function command(what: What): void {
    delay.end();
    catchUp();
    commit(advance(state, occur(what)));
  }

  const timeOf = ({ atMs }: Intent): number => delay.timeOf(store.clock.now().wallMs - atMs);

  function judge(intent: Intent): 'repeated' | 'late' | null {
    const { id, visit } = intent;
    if (intents.has(id)) return 'repeated';
    catchUp(timeOf(intent));
    return visit === session.value.visit ? null : 'late';
  }

  settle(restore(state, kept.mark, clock.nowMs(), occur));
  if (hasVisit(state.book)) {
    delay.begin();
    adopt(state);
  }

  return {
    ...buildCodes(store),
    session,
    judge,
    record(intent, alongside) {
      const { id } = intent;
      const idle = judge(intent);
      if (idle !== null) return { id, outcome: idle };
      const finish = 'sku' in intent ? finishOf(intent.sku) : undefined;
      const happening = occur({ type: 'intent', intent, finish }, timeOf(intent));
      commit(advance(state, happening), () => {
        intents.add(id);
        alongside?.();
      });
      return { id, outcome: 'applied' };
    },
    hasWorn: (sku) => state.book.visit?.shades[sku] !== undefined,
    see(report) {
      if (report.waitingIntents === 0) delay.end();
      if (!delay.isOn()) take({ type: 'report', report });
    },
    presence: (isPresent) => take({ type: 'presence', isPresent }),
    scan(sku) {
      delay.end();
      take({ type: 'scan', sku, finish: finishOf(sku) });
    },
    showCode(code, intent, alongside) {
      commit(advance(state, occur({ type: 'code', code, isRenewal: false }, timeOf(intent))), () => {
        intents.add(intent.id);
        alongside();
      });
    },
    renewCode(code, alongside) {
      noticeStandstill();
      catchUp();
      if (state.phase !== 'taking-home') return;
      commit(advance(state, occur({ type: 'code', code, isRenewal: true })), alongside);
    },
    hideCode() {
      noticeStandstill();
      take({ type: 'code-gone' });
    },
    worn(now) {
      const told = now !== undefined && finishOf(now) !== undefined ? [now] : [];
      const { visit } = state.book;
      return [...new Set([...told, ...(visit === null ? [] : herShades(visit))])];
    },
    servingBa: () => servingBa(state.book, policy()),
    lastTouchMs: () => state.book.visit?.touchMs ?? null,
    nowMs: clock.nowMs,
    staff: (ba, isDemo, reason = 'asked') => command({ type: 'staff', ba, isDemo, reason }),
    close: () => command({ type: 'close' }),
    stop: () => clearTimeout(timer),
  };
}
