/**
 * Swipes on the glass: what one finger did between touching and leaving it becomes a step to the next or previous shade.
 */

/** Shorter ways are a touch that slipped. */
const MIN_SWIPE_PX = 60;
/** Sideways must be this many times up or down. */
const MIN_SLANT = 1.5;

type Place = Pick<PointerEvent, 'clientX' | 'clientY'>;

/** @returns +1 for a swipe to the left (the next shade comes in from the right), -1 to the right, 0 for none */
export function swipeStep(from: Place, to: Place): -1 | 0 | 1 {
  const sideways = to.clientX - from.clientX;
  const upright = Math.abs(to.clientY - from.clientY);
  if (Math.abs(sideways) <= MIN_SWIPE_PX || Math.abs(sideways) < MIN_SLANT * upright) return 0;
  return sideways < 0 ? 1 : -1;
}

/** Tells every swipe on `surface`. A second finger makes it none. @returns stops listening */
export function listenForSwipes(surface: EventTarget, tell: (by: -1 | 1) => void): () => void {
  const listening = new AbortController();
  let start: PointerEvent | null = null;
  const listen = (type: string, hear: (event: PointerEvent) => void): void =>
    surface.addEventListener(type, (event) => hear(event as PointerEvent), { signal: listening.signal });
  listen('pointerdown', (event) => {
    start = event.isPrimary ? event : null;
  });
  listen('pointercancel', () => {
    start = null;
  });
  listen('pointerup', (event) => {
    const by = start?.pointerId === event.pointerId ? swipeStep(start, event) : 0;
    start = null;
    if (by !== 0) tell(by);
  });
  return () => listening.abort();
}
