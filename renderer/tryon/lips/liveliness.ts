/**
 * Traced contours frame by frame in, how lively the mouth is out: 1 while it talks or she turns, 0 when it has been at rest
 * for half a second. What the picture shows of lips at rest is noise for the most part.
 */

import { smoothstep } from '../smoothstep.ts';
import { CONTOUR_POINTS, type LipContours } from './contour.ts';

/**
 * Mouth widths a second from which points move, and from which they surely do. Settled points of deep skin under loud noise
 * make 0.02, a soft syllable 0.3, a slow turn of the head 0.15.
 */
const MOVES_FROM = 0.05;
const MOVES_SURELY = 0.2;
/** Time constant with which liveliness is lost: what the last motion has changed is still to be found. */
const CALMS_MS = 250;

export interface Liveliness {
  /** 0 … 1. */
  readonly value: number;
  /** To be called once a frame; about 0.3 µs. */
  run(contours: LipContours, nowMs: number): void;
}

export function buildLiveliness(): Liveliness {
  const last = new Float32Array(2 * CONTOUR_POINTS);
  let lastMs = 0;
  let value = 1;

  /** Root mean square of the points' ways since the last frame. */
  function movedPx(outer: Float32Array): number {
    let squares = 0;
    for (let i = 0; i < last.length; i++) {
      const way = (outer[i] as number) - (last[i] as number);
      squares += way * way;
      last[i] = outer[i] as number;
    }
    return Math.sqrt(squares / CONTOUR_POINTS);
  }

  return {
    get value() {
      return value;
    },
    run({ outer, mouthWidthPx }, nowMs) {
      const elapsedMs = Math.max(1, nowMs - lastMs);
      lastMs = nowMs;
      const widthsPerS = (1000 * movedPx(outer)) / (Math.max(1, mouthWidthPx) * elapsedMs);
      const moves = smoothstep((widthsPerS - MOVES_FROM) / (MOVES_SURELY - MOVES_FROM));
      value = Math.max(moves, value * Math.exp(-elapsedMs / CALMS_MS));
    },
  };
}
