/**
 * One figure of a face per frame in, whether it has just jumped out: a lamp that was switched, a camera that balanced its
 * white anew. What follows slowly otherwise may then follow at once.
 */

/** How slowly the figure that others are compared with follows, and how fast it does in a jump. */
const SLOW_MS = 2000;
const FAST_MS = 120;
/** A jump must last this long to be one: a hand that passes or a single bad frame does not. */
const LASTS_MS = 80;
/** From there on it is followed for this long. */
const FOLLOWED_MS = 500;

export interface SuddenWatch {
  readonly isSudden: boolean;
  /** @param visitor a change starts anew */
  run(figure: number, visitor: number, nowMs: number): void;
}

/** @param jump difference that light does not drift by within some frames, in the figure's own unit */
export function buildSuddenWatch(jump: number): SuddenWatch {
  let known = 0;
  let lastVisitor = -1;
  let lastMs = 0;
  let apartSinceMs = Number.NaN;
  let followedUntilMs = Number.NEGATIVE_INFINITY;
  let isSudden = false;
  return {
    get isSudden() {
      return isSudden;
    },
    run(figure, visitor, nowMs) {
      if (visitor !== lastVisitor) {
        known = figure;
        followedUntilMs = Number.NEGATIVE_INFINITY;
      }
      const elapsedMs = Math.max(0, nowMs - lastMs);
      lastVisitor = visitor;
      lastMs = nowMs;
      if (Math.abs(figure - known) < jump) apartSinceMs = Number.NaN;
      else if (Number.isNaN(apartSinceMs)) apartSinceMs = nowMs;
      if (nowMs - apartSinceMs >= LASTS_MS) followedUntilMs = nowMs + FOLLOWED_MS;
      isSudden = nowMs < followedUntilMs;
      known += (1 - Math.exp(-elapsedMs / (isSudden ? FAST_MS : SLOW_MS))) * (figure - known);
    },
  };
}
