/** How this mirror's camera and light show known colours: measured by `npm run calibrate`, kept in the settings. */
import { z } from 'zod';

const row = z.tuple([z.number(), z.number(), z.number()]);
const share = z.number().min(-0.1).max(1.1);
const shares = z.tuple([share, share, share]);
type Row = z.infer<typeof row>;

/** What a person who wrote it by hand should do. */
const AGAIN = 'remove camera.calibration, and run "npm run calibrate" again';
/** A camera that sees colours has over 0.3. */
const MIN_DETERMINANT = 0.02;
/** Rounding leaves far less. */
const MAX_TINT = 0.01;

function determinant([[a, b, c], [d, e, f], [g, h, i]]: [Row, Row, Row]): number {
  return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
}

export const calibrationSchema = z.strictObject({
  /**
   * Rows that turn linear camera R, G, B, levels and tone taken off, into linear sRGB of the surface under a white light,
   * white paper being 1, 1, 1. Each adds up to 1, so that white stays white.
   */
  matrix: z
    .tuple([row, row, row])
    .refine((matrix) => determinant(matrix) > MIN_DETERMINANT, `cannot be undone; ${AGAIN}`)
    .refine(
      (matrix) => matrix.every(([r, g, b]) => Math.abs(r + g + b - 1) < MAX_TINT),
      `would tint white; ${AGAIN}`,
    ),
  /** Linear camera values of a black surface and of white paper (albedo 0.9) where the face will be, R, G, B in 0..1. */
  levels: z
    .strictObject({ black: shares, white: shares })
    .refine(({ black, white }) => white.every((value, c) => value > (black[c] as number)), {
      error: `white must be more than black; ${AGAIN}`,
    }),
  /** The camera's own contrast: it shows a surface's share of white to this power, read as sRGB. 1 when left out. */
  tone: z.number().min(0.3).max(3).optional(),
  /** Mean CIEDE2000 of the card's patches after the correction. */
  meanDeltaE: z.number().nonnegative(),
  /** The name of the camera it was measured with; left out for a photo. */
  camera: z.string().min(1).max(200).optional(),
  /** When it was measured, ISO 8601. */
  at: z.iso.datetime(),
});

export type Calibration = z.infer<typeof calibrationSchema>;

/** How far a calibration may be trusted; why, in main/health/calibration-health.ts. */
export const CALIBRATION_STATES = ['good', 'poor', 'old'] as const;

export const calibrationHealthSchema = calibrationSchema
  .pick({ at: true, meanDeltaE: true })
  .extend({ state: z.enum(CALIBRATION_STATES) });

export type CalibrationHealth = z.infer<typeof calibrationHealthSchema>;
