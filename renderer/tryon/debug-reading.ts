/** What the stages know of the shopper in the frame at hand, copied for the debug overlay. */
import type { Planes } from './frames/planes.ts';
import type { Tracker } from './landmarks/tracker.ts';
import type { LipPainting } from './lip-painting.ts';
import type { DebugReading, Stage } from './messages.ts';

/** @param tracker undefined while no models are there */
export function readDebug(
  planes: Planes,
  tracker: Tracker | undefined,
  { mask, level }: LipPainting,
  stageMs: Record<Stage, number>,
): DebugReading {
  const crop = tracker?.crop;
  const hasFace = tracker?.shopper.isSeen === true;
  return {
    points: hasFace ? tracker.points.slice() : null,
    coverage: hasFace ? { ...mask, alpha: mask.alpha.slice(0, mask.widthPx * mask.heightPx) } : null,
    crop: { xPx: crop?.xPx ?? 0, yPx: crop?.yPx ?? 0, sidePx: crop?.widthPx ?? 0 },
    frame: { widthPx: planes.widthPx, heightPx: planes.heightPx },
    stageMs: { ...stageMs },
    level,
  };
}
