/** What the mirror makes of the light on a face, for coaching and for judging a try-on's quality. Free of libraries, for the worker. */

export const LIGHT_READINGS = [
  /** Shades are seen as they are. */
  'good',
  /** Too little light for colours to be judged. */
  'dim',
  /** The light comes from behind her: the face is dark before a bright ground. */
  'backlit',
  /** The light is far from white, or of two colours. */
  'coloured',
] as const;

export type LightReading = (typeof LIGHT_READINGS)[number];
