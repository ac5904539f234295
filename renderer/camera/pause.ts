/**
 * How long to wait before the camera is asked for again. The picture must be back five seconds after the camera is, so
 * what nobody announces is tried every two seconds at the latest: that leaves three for opening and a first frame.
 */
import type { CameraProblem } from '../../main/contract/camera.ts';

/** `unanswered`: the browser neither gave nor refused a camera within its time; its answer may still come. */
export type PauseReason = CameraProblem | 'lost' | 'frozen' | 'unanswered';

const FIRST_MS = 1_000;
const UNANNOUNCED_MS = 2_000;
const ANNOUNCED_MS = 30_000;

const LONGEST_MS: Record<PauseReason, number> = {
  // `devicechange` and the permission's `change` tell of the end of these.
  missing: ANNOUNCED_MS,
  denied: ANNOUNCED_MS,
  // The late answer tells. To ask more often would only lengthen the queue that Chromium works off afterwards.
  unanswered: ANNOUNCED_MS,
  busy: UNANNOUNCED_MS,
  failed: UNANNOUNCED_MS,
  lost: UNANNOUNCED_MS,
  frozen: UNANNOUNCED_MS,
};

/**
 * @param failures in a row before this one
 * @param permission what the browser says of the camera, if it says
 */
export function pauseMs(
  reason: PauseReason,
  failures: number,
  permission: PermissionState | undefined,
): number {
  if (reason === 'denied') {
    // She waved the question away. Each new ask is a question on the glass again, so there is no hurry.
    if (permission === 'prompt') return ANNOUNCED_MS;
    // The page may, but the system refuses: no event will tell of the end.
    if (permission === 'granted') return Math.min(FIRST_MS * 2 ** failures, UNANNOUNCED_MS);
  }
  return Math.min(FIRST_MS * 2 ** failures, LONGEST_MS[reason]);
}
