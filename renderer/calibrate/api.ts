/**
 * What the calibration's page offers to the command that drives it, as `vermilionCalibrate` on its window: frames of the
 * camera as they come. Their bytes travel by HTTP.
 */
import type { CameraProblem } from '../../main/contract/camera.ts';
import type { CameraSettings } from '../../main/contract/page-settings.ts';

/** Where the page puts all frames, one behind the other. */
export const FRAMES_PATH = '/calibrate/frames';

/** How the bytes are to be read. Planes are packed tightly; odd sides round their chroma up. */
export interface CapturedFrames {
  /** The camera's own name. */
  label: string;
  format: 'I420' | 'NV12' | 'RGBA';
  widthPx: number;
  heightPx: number;
  /** null where the camera does not say. */
  matrix: string | null;
  fullRange: boolean | null;
  frames: number;
}

export type Capture = CapturedFrames | { problem: CameraProblem };

export interface CalibratePage {
  /** @param frames to hand over, the newest after the camera has settled */
  capture(camera: CameraSettings, frames: number): Promise<Capture>;
}
