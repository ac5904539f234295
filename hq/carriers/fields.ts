/** Fields that several platforms' messages have, as far as HQ takes them. */
import { z } from 'zod';
import { TOKEN_PATTERN } from '../../main/contract/tokens.ts';

/** A platform's own id of somebody or of something. Printable: it stands in the database and in links. */
export const reference = z.string().regex(/^[\w.@:+=/-]{1,128}$/);

export const token = z.string().regex(TOKEN_PATTERN);

/** Since the epoch; no calendar reckons with times far beyond. */
export const timeMs = z.int().min(0).max(100_000_000_000_000);

/** Seconds since the epoch, as a number or in digits; as ms. */
export const secondsAsMs = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^\d{1,12}$/)
      .transform(Number),
  ])
  .transform((seconds) => seconds * 1000)
  .pipe(timeMs);
