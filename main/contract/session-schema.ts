/** The session as it crosses a boundary; session.ts holds its type and is free of libraries. */
import { z } from 'zod';
import type { Session } from './session.ts';

export const sessionSchema = z.strictObject({
  visit: z.uuid(),
  sku: z.string().nullable(),
  intensity: z.number().min(0).max(1),
  favourites: z.array(z.string()).readonly(),
}) satisfies z.ZodType<Session>;
