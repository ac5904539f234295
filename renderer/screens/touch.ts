/** When the screen was last touched or a key pressed, anywhere on the page. */

let lastMs: number | null = null;

/** For the page's whole life. */
export function watchTouch(): void {
  const note = (): void => {
    lastMs = performance.now();
  };
  for (const type of ['pointerdown', 'keydown']) addEventListener(type, note, { capture: true });
}

/** By `performance.now()`; null before the first touch. */
export const lastTouchMs = (): number | null => lastMs;
