/** What the camera's supervisor tells the screens and the health report. */
import type { CameraState } from '../../main/contract/camera.ts';

export interface CameraReading {
  state: CameraState;
  /** The demo shopper stands in, because the camera has been away for longer than a blink. */
  isDemo: boolean;
  /** Cameras connected, the one in use included. */
  connected: number;
  /** Times that the picture came back after a trouble. */
  recoveries: number;
}
