/** Counts the camera's frames that were never painted, from the camera's own times of those that were. */

/** Of a camera at 30 frames a second. */
export const STEP_MS = 1000 / 30;
/** Share of a frame's lateness that is taken for the camera's own pace rather than for jitter. */
const FOLLOW = 0.1;

export interface Steps {
  painted: number;
  missing: number;
}

/**
 * A frame is placed on a grid of 33.3 ms steps that follows the camera's pace slowly, so that jitter of a fifth of a step
 * either way costs nothing and a camera that slips for good is not counted again and again.
 * @param timesMs the camera's times of the painted frames, rising
 */
export function countSteps(timesMs: readonly number[]): Steps {
  let expected = timesMs[0] ?? 0;
  let missing = 0;
  for (const timeMs of timesMs.slice(1)) {
    const steps = Math.max(1, Math.round((timeMs - expected) / STEP_MS));
    missing += steps - 1;
    expected += steps * STEP_MS;
    expected += FOLLOW * (timeMs - expected);
  }
  return { painted: timesMs.length, missing };
}

/** Missing steps over all steps, 0..1; NaN without frames. */
export const droppedRatio = ({ painted, missing }: Steps): number => missing / (painted + missing);
