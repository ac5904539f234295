/**
 * Times of taking home that the page keeps itself: a code goes when it is over, though no service is there to say so, and a
 * wait is told of when it is one.
 */
import { computed, effect } from '@preact/signals';
import { codeView, isCodeDue, isCodeSlow, NO_CODE, serviceState, takingHome } from '../state.ts';

/** The service puts the next code in the place of one that is over; in between the old one stays rather than nothing. */
const RENEWAL_MS = 3000;
/** From the answer to her tap to the code that it brought; beyond it there is none. */
const DUE_MS = 2000;
/** What comes faster needs no word. */
const QUICK_MS = 400;

function after(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, Math.max(0, ms));
  return () => clearTimeout(timer);
}

function dropWhenOver(): undefined | (() => void) {
  const view = codeView.value;
  if (view.kind !== 'shown') return undefined;
  const endsAtMs = view.expiresAtMs + (serviceState.value === 'connected' ? RENEWAL_MS : 0);
  return after(endsAtMs - Date.now(), () => {
    codeView.value = NO_CODE;
  });
}

function settleDue(): undefined | (() => void) {
  if (!isCodeDue.value) return undefined;
  return after(codeView.value.kind === 'none' ? DUE_MS : 0, () => {
    isCodeDue.value = false;
  });
}

/** For the page's whole life. */
export function watchCode(): void {
  effect(dropWhenOver);
  effect(settleDue);
  const isWaiting = computed(() => takingHome.value.kind === 'waiting');
  effect(() => {
    if (!isWaiting.value) isCodeSlow.value = false;
    else if (serviceState.value !== 'connected') isCodeSlow.value = true;
    else
      return after(QUICK_MS, () => {
        isCodeSlow.value = true;
      });
    return undefined;
  });
}
