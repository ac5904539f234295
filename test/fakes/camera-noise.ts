/** Camera noise that is the same in every run but another on every frame. */
import type { Planes } from '../../renderer/tryon/frames/planes.ts';

let state = 1;

/** 0..1, evenly (Park and Miller's minimal standard generator). */
function next(): number {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
}

/** About normal, with a standard deviation of 1. */
export const noise = (): number => next() + next() + next() + next() + next() + next() - 3 + (next() - 0.5);

/** Adds noise of this standard deviation, in codes, to the luma. */
export function addNoise({ data, yOffset, yStride, widthPx, heightPx }: Planes, codes: number): void {
  for (let row = 0; row < heightPx; row++) {
    for (let at = yOffset + row * yStride; at < yOffset + row * yStride + widthPx; at++) {
      data[at] = Math.max(0, Math.min(255, Math.round((data[at] as number) + codes * noise())));
    }
  }
}
