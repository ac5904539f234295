/**
 * The first step of a run: what the service knew of the moment is forgotten. An open visit goes on from when it was last heard
 * of, until the page has told what was done meanwhile (delay.ts).
 */
import { hasVisit } from './book.ts';
import type { Happening, What } from './happenings.ts';
import { advance, type VisitState } from './machine.ts';
import type { ClockMark } from './steady-clock.ts';

/** A sensor that said nothing for longer has missed somebody's going. */
const PRESENCE_HOLDS_MS = 8_000;

/**
 * @param mark when the earlier run was last heard of; undefined where there was none
 * @param occur makes a happening of that time
 */
export function restore(
  kept: VisitState,
  mark: ClockMark | undefined,
  nowMs: number,
  occur: (what: What, atMs: number) => Happening,
): VisitState {
  const awayMs = mark === undefined ? 0 : nowMs - mark.atMs;
  const then = (what: What): Happening => occur(what, mark?.atMs ?? nowMs);
  let state = kept;
  if (!hasVisit(state.book)) state = advance(state, { ...then({ type: 'tick' }), nowMs });
  if (state.phase === 'attracted' && awayMs > PRESENCE_HOLDS_MS) {
    // She may have gone at any time; what is sure is how long she had stood there when last seen.
    state = advance(state, then({ type: 'presence', isPresent: false }));
  }
  state = signOut(state, then);
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
