/** The session as it crosses a boundary; session.ts holds its type and is free of libraries. */
import { z } from 'zod';
import { NOTHING_WORN, type Session, VISIT_PHASES } from './session.ts';

const worn = { sku: z.string().nullable(), intensity: z.number().min(0).max(1) };

export const sessionSchema = z.strictObject({
  ...worn,
  visit: z.uuid(),
  phase: z.enum(VISIT_PHASES),
  /** A session that was kept before companions were known has none. */
  companion: z.strictObject(worn).default(NOTHING_WORN),
  favourites: z.array(z.string()).readonly(),
}) satisfies z.ZodType<Session>;
