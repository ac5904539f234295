/**
 * What is on the screen of taking home: a code made for a tap, replaced when it runs out, gone when it is claimed, hidden or
 * her visit ends; and the thank-you. It is kept in one transaction with what made it, and the store's word is what is shown.
 */
import { type CodeView, NO_CODE } from '../contract/code-view.ts';
import type { Intent, Receipt } from '../contract/intents.ts';
import { SHOWN_MS } from '../contract/tokens.ts';
import type { InboxBody } from '../contract/wire.ts';
import { LiveValue } from '../live-value.ts';
import type { Store } from '../store/store.ts';
import type { Visits } from '../visits/visits.ts';
import { type CodeDraft, type DraftParts, draftCode } from './draft-code.ts';
import { type KeptCode, keepCode, readKeptCode } from './kept-code.ts';

export interface CodeDeskParts extends DraftParts {
  store: Store;
  visits: Visits;
  /** What nobody waits for could not be kept or read: then nothing is on the screen. */
  onFailed(cause: unknown): void;
}

export interface CodeDesk {
  readonly view: LiveValue<CodeView>;
  /** Both act on each intent once, as Visits.record does. They throw the store's error, and then nothing has changed. */
  show(intent: Intent): Receipt;
  hide(intent: Intent): Receipt;
  /** From HQ, both within the transaction of their message; on the screen once that is committed. */
  claimed(claim: InboxBody<'claim'>): void;
  joined(join: InboxBody<'join'>): void;
  stop(): void;
}

/** Without a touch: a code that was forgotten must not run for ever. */
const MAX_RENEWALS = 2;
const THANKS_MS = 12_000;
const MAX_SKUS = 20;

export function buildCodeDesk(parts: CodeDeskParts): CodeDesk {
  const { store, visits, onFailed } = parts;
  const { session } = visits;
  const view = new LiveValue<CodeView>(NO_CODE);
  let kept: KeptCode | undefined;
  let timer: NodeJS.Timeout | undefined;

  const isOpen = (visit: string): boolean =>
    session.value.visit === visit && ['trying', 'taking-home'].includes(session.value.phase);
  const isOn = (code: KeptCode | undefined): code is KeptCode =>
    code !== undefined && !code.isHidden && isGood(code);
  const isGood = (code: KeptCode): boolean =>
    isOpen(code.visit) && (code.untilMs === null || code.untilMs > visits.nowMs());

  function readOn(): KeptCode | undefined {
    const code = readKeptCode(store);
    return isOn(code) ? code : undefined;
  }

  /** One that she hid within its time and that says the same: to go back and forth uses up no codes. */
  function hiddenWith(skus: readonly string[]): KeptCode | undefined {
    const code = attempt(() => readKeptCode(store));
    const isSame =
      code?.isHidden === true &&
      code.view.kind === 'shown' &&
      code.view.skus.join() === skus.join() &&
      code.ba === visits.servingBa();
    return isSame && isGood(code) ? code : undefined;
  }

  function attempt<T>(act: () => T): T | undefined {
    try {
      return act();
    } catch (cause) {
      onFailed(cause);
      return undefined;
    }
  }

  function adopt(code: KeptCode | undefined): void {
    kept = code;
    clearTimeout(timer);
    if (code?.untilMs != null) timer = setTimeout(runOut, Math.max(0, code.untilMs - visits.nowMs())).unref();
    view.set(code === undefined ? NO_CODE : timed(code));
  }

  /** By the wall clock as it is now, which may have jumped since the code was made. */
  function timed({ view, untilMs }: KeptCode): CodeView {
    if (view.kind !== 'shown' || untilMs === null) return view;
    const expiresAtMs = Math.round(store.clock.now().wallMs + untilMs - visits.nowMs());
    return { ...view, shownAtMs: expiresAtMs - SHOWN_MS, expiresAtMs };
  }

  /** Brings onto the screen what the store holds. Without a code there the visit is told so. */
  function refresh(): void {
    adopt(attempt(readOn));
    if (kept?.view.kind !== 'shown' && session.value.phase === 'taking-home') visits.hideCode();
  }

  function keepShown(visit: string, { event, view, use }: CodeDraft, renewals: number): void {
    use();
    const { token } = event;
    const untilMs = visits.nowMs() + SHOWN_MS;
    keepCode(store, { visit, token, view, untilMs, renewals, ba: visits.servingBa() });
  }

  const drafted = (skus: readonly string[]): CodeDraft | undefined =>
    draftCode(parts, { skus, ba: visits.servingBa(), nowMs: store.clock.now().wallMs });
  const skusNow = (worn?: string): string[] => takenHome(session.value.favourites, visits.worn(worn));

  function runOut(): void {
    const code = kept;
    if (code?.view.kind === 'shown' && !isOn(code)) attempt(() => renew(code));
    refresh();
  }

  function renew({ visit, untilMs, renewals }: KeptCode): void {
    const shownMs = (untilMs ?? 0) - SHOWN_MS;
    const wasTouched = (visits.lastTouchMs() ?? 0) > shownMs;
    const count = wasTouched ? 1 : renewals + 1;
    if (count > MAX_RENEWALS || !isOpen(visit)) return;
    const next = drafted(skusNow());
    if (next !== undefined) visits.renewCode(next.event, () => keepShown(visit, next, count));
  }

  /** Called within the transaction of HQ's message; a microtask runs once that is over. */
  function thank(thanks: KeptCode): void {
    keepCode(store, thanks);
    queueMicrotask(refresh);
  }

  const forgetSession = session.onChange(() => {
    if (kept !== undefined && !isOpen(kept.visit)) adopt(undefined);
  });
  refresh();

  return {
    view,
    show(intent) {
      const { id, visit } = intent;
      const idle = visits.judge(intent);
      if (idle !== null) return { id, outcome: idle };
      const skus = skusNow(intent.type === 'code.show' ? intent.worn : undefined);
      // A second tap must not use up a second code. What the page shows of this one may be gone, or be of another time.
      if (isOn(kept) && kept.view.kind === 'shown' && kept.view.skus.join() === skus.join()) {
        const receipt = visits.record(intent);
        adopt(kept);
        return receipt;
      }
      const hidden = hiddenWith(skus);
      if (hidden !== undefined) {
        const { isHidden: _, ...again } = hidden;
        visits.showCode(null, intent, () => keepCode(store, again));
        refresh();
        return { id, outcome: 'applied' };
      }
      const next = drafted(skus);
      if (next === undefined) visits.record(intent, () => keepCode(store, unavailable(visit, skus)));
      else visits.showCode(next.event, intent, () => keepShown(visit, next, 0));
      refresh();
      return { id, outcome: 'applied' };
    },
    hide(intent) {
      const hidden = isOn(kept) && kept.view.kind === 'shown' ? { ...kept, isHidden: true as const } : null;
      const receipt = visits.record(intent, () => keepCode(store, hidden));
      if (receipt.outcome === 'applied') refresh();
      return receipt;
    },
    claimed(claim) {
      const news = visits.claimed(claim);
      if (news === undefined || !isOpen(news.visit)) return;
      const { visit, ba, hasJoined } = news;
      const advisor = parts.offers.cardOf(ba);
      const view = { kind: 'thanks', contact: claim.contact, hasJoined, advisor } as const;
      thank({ visit, token: claim.token, view, untilMs: visits.nowMs() + THANKS_MS, renewals: 0 });
    },
    joined(join) {
      visits.joined(join);
      const thanks = readOn();
      if (thanks?.view.kind !== 'thanks' || thanks.token !== join.token || thanks.view.hasJoined) return;
      thank({ ...thanks, view: { ...thanks.view, hasJoined: true }, untilMs: visits.nowMs() + THANKS_MS });
    },
    stop() {
      forgetSession();
      clearTimeout(timer);
    },
  };
}

/** Her hearts, the newest first, then what else she wore. @param worn newest first */
const takenHome = (hearts: readonly string[], worn: readonly string[]): string[] =>
  [...new Set([...hearts.toReversed(), ...worn])].slice(0, MAX_SKUS);

const unavailable = (visit: string, skus: string[]): KeptCode => ({
  ...{ visit, token: null, view: { kind: 'unavailable', skus }, untilMs: null, renewals: 0 },
});
