/**
 * Closed polygons in, their even-odd coverage out: what a painter without curves, refinement or feather would paint, and
 * how annotated mouth points become a mask.
 */
import { innerLip, outerLip } from '../../models/topology/lips.ts';
import type { Window } from './masks.ts';

/** Lines per pixel row; along a line coverage is exact. */
const LINES = 8;

/** x and y in turn, in pixels. */
export type Loop = readonly number[];

/** Coverage 0–255 of the window by the even-odd rule. */
export function fillLoops(loops: readonly Loop[], window: Window): Uint8Array {
  const { yPx, widthPx, heightPx } = window;
  const sums = new Float32Array(widthPx * heightPx);
  for (let row = 0; row < heightPx; row++) {
    for (let line = 0; line < LINES; line++) {
      const crossings = crossingsAt(loops, yPx + row + (line + 0.5) / LINES);
      for (let i = 0; i + 1 < crossings.length; i += 2) {
        addSpan(sums, row, window, crossings[i], crossings[i + 1]);
      }
    }
  }
  return Uint8Array.from(sums, (sum) => Math.round((255 * sum) / LINES));
}

/** Where a line of pixels meets the loops, from left to right. */
function crossingsAt(loops: readonly Loop[], y: number): number[] {
  const crossings: number[] = [];
  for (const loop of loops) {
    for (let i = 0; i < loop.length; i += 2) {
      const j = (i + 2) % loop.length;
      const [ay, by] = [loop[i + 1], loop[j + 1]];
      if (ay <= y === by <= y) continue;
      crossings.push(loop[i] + ((y - ay) / (by - ay)) * (loop[j] - loop[i]));
    }
  }
  return crossings.sort((a, b) => a - b);
}

function addSpan(sums: Float32Array, row: number, { xPx, widthPx }: Window, from: number, to: number): void {
  const left = Math.max(0, from - xPx);
  const right = Math.min(widthPx, to - xPx);
  for (let x = Math.floor(left); x < right; x++) {
    sums[row * widthPx + x] += Math.min(right, x + 1) - Math.max(left, x);
  }
}

/** The plain way: straight lines through the rings' landmarks (x, y, z each), outline less opening. */
export function plainLoops(landmarks: readonly (readonly number[])[]): Loop[] {
  const loopOf = (ring: readonly number[]) => ring.flatMap((index) => landmarks[index].slice(0, 2));
  return [loopOf(outerLip), loopOf(innerLip)];
}
