/** One face and her painting in, her lips painted in the planes out, and what each of the pure stages took. */
import type { Planes } from './frames/planes.ts';
import type { LipPainting } from './lip-painting.ts';

/** Milliseconds, added to by every face. */
export interface LipTimes {
  lips: number;
  light: number;
  paint: number;
}

/** @returns true when her lips were painted */
export function paintTimed(
  painting: LipPainting,
  planes: Planes,
  points: Float32Array,
  visitor: number,
  nowMs: number,
  times: LipTimes,
): boolean {
  const start = performance.now();
  painting.outline(planes, points, visitor, nowMs);
  painting.cover(planes, points);
  painting.uncover(planes, points, visitor, nowMs);
  const covered = performance.now();
  painting.measure(planes, points, visitor, nowMs);
  const measured = performance.now();
  const isPainted = painting.paint(planes);
  times.lips += covered - start;
  times.light += measured - covered;
  times.paint += performance.now() - measured;
  return isPainted;
}
