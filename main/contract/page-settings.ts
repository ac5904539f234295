/** The few settings that the page may know. They may change while it runs. */
import { z } from 'zod';
import { calibrationSchema } from './calibration.ts';
import { RESOLUTIONS, ROTATIONS } from './camera.ts';
import { LOCALES } from './locales.ts';

export const cameraSettingsSchema = z.strictObject({
  /** Part of the name of the camera to use, such as "C920" or "046d:085e" (USB vendor:product); any camera when left out. */
  name: z.string().trim().min(1).max(120).optional(),
  /** Picture to ask for, width × height as the camera delivers it; 30 frames a second either way. */
  resolution: z.enum(RESOLUTIONS).default(RESOLUTIONS[0]),
  /** Clockwise turn that puts the picture upright. */
  rotation: z.literal(ROTATIONS).default(0),
  /** Written by `npm run calibrate`; what is known of this camera in this light. */
  calibration: calibrationSchema.optional(),
});

export const pageSettingsSchema = z.strictObject({
  locale: z.enum(LOCALES),
  camera: cameraSettingsSchema,
  /** Two faces, each with a shade of her own. */
  companion: z.boolean(),
});

export type CameraSettings = z.infer<typeof cameraSettingsSchema>;
export type PageSettings = z.infer<typeof pageSettingsSchema>;
