/** The stored calibration in, how far it may be trusted out: what health and metrics tell of it. */
import type { Calibration, CalibrationHealth } from '../contract/calibration.ts';

/** Mean CIEDE2000 above which a calibration is poor: between neighbours of a range of shades there is hardly more. */
export const POOR_DELTA_E = 3;

/**
 * After this long it is old. A camera hardly changes, but its light does: lamps are swapped and fade, a counter is built
 * anew for a season. Four times a year keeps pace with that, and is no burden.
 */
const OLD_AFTER_DAYS = 90;
const DAY_MS = 86_400_000;

/** @param nowMs since 1970 @returns null when the mirror was never calibrated */
export function judgeCalibration(
  calibration: Calibration | undefined,
  nowMs: number,
): CalibrationHealth | null {
  if (calibration === undefined) return null;
  const { at, meanDeltaE } = calibration;
  const isOld = nowMs - Date.parse(at) > OLD_AFTER_DAYS * DAY_MS;
  return { at, meanDeltaE, state: meanDeltaE > POOR_DELTA_E ? 'poor' : isOld ? 'old' : 'good' };
}
