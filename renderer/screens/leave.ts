/**
 * Clears the glass for whoever comes next, so that she finds no stranger's shades, hearts or language. When a visit is over
 * is for the service to say; while it is away, and for the language of who never began a visit, the page judges itself.
 */
import { effect, untracked } from '@preact/signals';
import type { Session } from '../../main/contract/session.ts';
import { speak } from '../i18n/texts.ts';
import { clearGlass, forgetMe, sayForgotten } from './actions.ts';
import { LeaveWatch } from './leave-watch.ts';
import {
  camera,
  pulse,
  recordedSession,
  serviceState,
  session,
  settings,
  takingHome,
  tryonState,
  waitingIntents,
} from './state.ts';
import { lastTouchMs } from './touch.ts';

const LOOK_EVERY_MS = 1000;

const hasTraces = ({ sku, companion, favourites }: Session): boolean =>
  sku !== null || companion.sku !== null || favourites.length > 0;

const isOpen = ({ phase }: Session): boolean => phase === 'trying' || phase === 'taking-home';

/** Visits that follow one which was forgotten by this page's own wish, answered or not: the page says so itself. */
const asked = new Set<string>();

function followWishes(): void {
  effect(() => {
    for (const each of waitingIntents.value) if (each.type === 'visit.forget') asked.add(each.nextVisit);
  });
}

function speakFirstLanguage(): void {
  if (settings.value !== null) void speak(settings.value.locale);
}

function followVisits(): void {
  let before: Session | null = null;
  const judge = (now: Session | null): void => {
    const ended = before;
    before = now ?? before;
    if (ended === null || now === null || now.visit === ended.visit || asked.has(now.visit)) return;
    clearGlass();
    speakFirstLanguage();
    if (isOpen(ended) || hasTraces(ended)) sayForgotten();
  };
  effect(() => {
    const now = recordedSession.value;
    untracked(() => judge(now));
  });
}

function watchUnserved(): void {
  const watch = new LeaveWatch(performance.now());
  setInterval(() => {
    watch.touch(lastTouchMs() ?? 0);
    const { state, isDemo } = camera.value;
    const isCameraLive = state === 'live' && !isDemo && tryonState.value === 'running';
    const hasCode = takingHome.value.kind === 'shown';
    const sight = { isCameraLive, hasFace: (pulse.value?.faceShare ?? 0) > 0, hasCode };
    if (!watch.hasLeft(sight, performance.now())) return;
    watch.touch(performance.now());
    const isServed = serviceState.value === 'connected';
    // Her language goes with her visit, and that is the service's to end.
    if (isServed && session.value !== null && isOpen(session.value)) return;
    speakFirstLanguage();
    if (isServed || session.value === null) return;
    if (hasTraces(session.value) || takingHome.value.kind !== 'none') forgetMe();
  }, LOOK_EVERY_MS);
}

/** For the page's whole life. */
export function watchLeaving(): void {
  followWishes();
  followVisits();
  watchUnserved();
}
