/** What the screen shows of taking home, as the service tells the page: the code, that there is none, or the thank-you. */
import { z } from 'zod';
import { CARRIERS } from './carriers.ts';

const sku = z.string().min(1).max(32);
/** By locale. */
export const localTexts = z.record(z.string().max(16), z.string().max(120));

/** The advisor as she introduces herself; HQ tells the mirror. */
export const advisorCardSchema = z.strictObject({
  id: z.string().min(1).max(64),
  name: z.string().min(1).max(80),
  /** One line of her own, by locale. */
  line: localTexts,
  /** JPEG or PNG, base64; null: a monogram stands for it. */
  photo: z
    .string()
    .regex(/^(\/9j\/|iVBORw0KGgo)[A-Za-z0-9+/]+={0,2}$/)
    .max(24 * 1024)
    .nullable(),
});

/** What she gets at once, and what stays. */
const benefitTextSchema = z.strictObject({ now: localTexts, later: localTexts });

export const codeViewSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('shown'),
    carrier: z.enum(CARRIERS),
    /** What the QR code holds; null where `image` is the code. */
    payload: z.string().max(400).nullable(),
    /** HQ's own picture of the code, as a data address. */
    image: z.string().max(400_000).nullable(),
    /** For the staff; null where the carrier's code is static and stands for no visit. */
    humanCode: z.string().nullable(),
    /** Wall clock of this machine, ms. */
    shownAtMs: z.int(),
    expiresAtMs: z.int(),
    skus: z.array(sku).readonly(),
    advisor: advisorCardSchema.nullable(),
    benefit: benefitTextSchema.nullable(),
    /** The code opens on this machine only: whoever set the mirror up must name an address that phones reach. */
    isLocalOnly: z.boolean(),
  }),
  /** There is no HQ and no other carrier, or none that can serve now: her shades are there to be noted down. */
  z.strictObject({ kind: z.literal('unavailable'), skus: z.array(sku).readonly() }),
  z.strictObject({
    kind: z.literal('thanks'),
    contact: z.enum(['new', 'known']),
    hasJoined: z.boolean(),
    advisor: advisorCardSchema.nullable(),
  }),
]);

export type CodeView = z.infer<typeof codeViewSchema>;
export type AdvisorCard = z.infer<typeof advisorCardSchema>;
export type BenefitText = z.infer<typeof benefitTextSchema>;

export const NO_CODE: CodeView = { kind: 'none' };
