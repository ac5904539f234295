/** The first step of a run: what fell due while the service was away is told, and what it knew of the moment is forgotten. */
import { hasVisit } from './book.ts';
import { nextDueMs } from './end-rules.ts';
import type { Happening, What } from './happenings.ts';
import { advance, type VisitState } from './machine.ts';
import type { ClockMark } from './steady-clock.ts';

/** A sensor that said nothing for longer has missed somebody's going. */
const PRESENCE_HOLDS_MS = 8_000;

/** @param mark when the earlier run was last heard of; undefined where there was none */
export function restore(
  kept: VisitState,
  mark: ClockMark | undefined,
  occur: (what: What) => Happening,
): VisitState {
  const { nowMs } = occur({ type: 'tick' });
  const awayMs = mark === undefined ? 0 : nowMs - mark.atMs;
  let state = kept;
  if (nextDueMs(state.phase, state.book) <= nowMs) state = advance(state, occur({ type: 'tick' }));
  if (state.phase === 'attracted' && mark !== undefined && awayMs > PRESENCE_HOLDS_MS) {
    // She may have gone at any time; what is sure is how long she had stood there when last seen.
    state = advance(state, { ...occur({ type: 'presence', isPresent: false }), nowMs: mark.atMs });
  }
  state = signOut(state, occur);
  const { sight } = state.book;
  // The page is alive until it proves otherwise, and what its camera sees it will tell anew.
  const pageMs = hasVisit(state.book) ? nowMs : null;
  const book = { ...state.book, pageMs, sight: { ...sight, seesSinceMs: null, reportMs: null } };
  return { ...state, book };
}

/** Nobody stays signed in over a restart. */
function signOut(state: VisitState, occur: (what: What) => Happening): VisitState {
  const { ba, isDemo } = state.book.staff;
  if (ba === null && !isDemo) return state;
  // A demonstration that is open stays one; it is not ended, so that a crash changes nothing on the screen.
  const signedOut = advance(state, occur({ type: 'staff', ba: null, isDemo, reason: 'restart' }));
  return { ...signedOut, book: { ...signedOut.book, staff: { ba: null, isDemo: false } } };
}
