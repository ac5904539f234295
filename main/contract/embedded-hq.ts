/** What a mirror and the HQ that it brings along as a child process say to each other when that starts. */
import { z } from 'zod';

export const embeddedHqRequestSchema = z.strictObject({
  /** What the mirror knows of its enrolment; null: nothing. */
  identity: z.object({ address: z.url(), key: z.string() }).nullable(),
  /** Address of this machine on which it also shows its landing page, and nothing else, to phones; null: on none. */
  lan: z.ipv4().nullable(),
});

export const embeddedHqReplySchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('ready'),
    address: z.url(),
    /** Where phones reach the landing page; null where nobody asked for that, or it could not be. */
    phonesAddress: z.url().nullable(),
    /** One-time code; null where the mirror's identity is good. */
    code: z.string().nullable(),
    /** Made just now, to be shown this once; null where there are operators. */
    operator: z.strictObject({ login: z.string(), password: z.string() }).nullable(),
  }),
  z.strictObject({ kind: z.literal('failed'), sentence: z.string() }),
]);

export type EmbeddedHqRequest = z.infer<typeof embeddedHqRequestSchema>;
export type EmbeddedHqReply = z.infer<typeof embeddedHqReplySchema>;
