/** How this mirror's camera and light show known colours: measured by `npm run calibrate`, kept in the settings. */
import { z } from 'zod';

const row = z.tuple([z.number(), z.number(), z.number()]);

export const calibrationSchema = z.strictObject({
  /** Rows that turn linear camera R, G, B, levels taken off, into linear sRGB of the surface under a white light. */
  matrix: z.tuple([row, row, row]),
  /** Linear camera values of a black and of a white surface where the face will be, R, G, B in 0..1. */
  levels: z.strictObject({ black: row, white: row }),
  /** Mean CIEDE2000 of the card's patches after the correction. */
  meanDeltaE: z.number().nonnegative(),
  /** When it was measured, ISO 8601. */
  at: z.iso.datetime(),
});

export type Calibration = z.infer<typeof calibrationSchema>;
