/** The camera's states as page, service and screens name them. Free of libraries, for the page. */

export const CAMERA_STATES = [
  /** Asked for, not there yet. */
  'opening',
  /** Frames arrive as wished. */
  'live',
  /** No camera is connected, or not the one that the settings name. */
  'missing',
  /** The browser or the system refuses it. */
  'denied',
  /** Another program holds it. */
  'busy',
  /** It would not open for another reason. */
  'failed',
  /** It was unplugged or ended while in use. */
  'lost',
  /** It says that it is live, but no frame came for over two seconds. */
  'frozen',
  /** Frames arrive and are black: a cover or a hand is over it. */
  'black',
  /** Frames arrive in another size than before; it is asked for the wished one again. */
  'resized',
] as const;

export type CameraState = (typeof CAMERA_STATES)[number];

/** Why a camera could not be opened. */
export type CameraProblem = Extract<CameraState, 'missing' | 'denied' | 'busy' | 'failed'>;

/** Clockwise turn in degrees that puts the camera's picture upright; 90 and 270 for a camera mounted on its side. */
export const ROTATIONS = [0, 90, 180, 270] as const;

export type Rotation = (typeof ROTATIONS)[number];

/** The pictures a camera may be asked for. */
export const RESOLUTIONS = ['1280x720', '1920x1080'] as const;
