/** How `npm run calibrate` ends: its exit codes, and the closed list of what may go wrong besides the card itself. */
import { CodedError } from '../../contract/coded-error.ts';

/** `refused`: the picture of the card is no good, and nothing was changed. `poor`: --check found it so. */
export const EXIT = { done: 0, cannotRun: 1, refused: 2, unreadable: 3, poor: 4, usage: 64 } as const;

export type CalibrateErrorCode =
  | 'usage'
  /** The picture that --picture names. */
  | 'unreadable'
  /** --check without a calibration to check. */
  | 'not-calibrated'
  | 'camera-missing'
  | 'camera-denied'
  | 'camera-busy'
  | 'camera-failed';

export const calibrateError = (code: CalibrateErrorCode, message: string, cause?: unknown) =>
  new CodedError<CalibrateErrorCode>(code, message, cause);
