/** The settings' calibration and the picture at hand in, the calibration that holds for this picture out. */
import type { Calibration } from '../../main/contract/calibration.ts';

/**
 * @param label of the camera whose picture is shown
 * @param isDemo the demo shopper stands in, who was never before that camera
 * @returns null for a picture of another camera than the one that was calibrated
 */
export function fittingCalibration(
  calibration: Calibration | undefined,
  label: string,
  isDemo: boolean,
): Calibration | null {
  if (calibration === undefined || isDemo) return null;
  return calibration.camera === undefined || calibration.camera === label ? calibration : null;
}
