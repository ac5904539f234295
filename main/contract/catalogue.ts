/** A brand's catalogue as its file and the contract carry it: checked at every boundary, trusted inside. */
import { z } from 'zod';
import { FINISHES } from './finishes.ts';
import { LOCALES } from './locales.ts';

export type { Finish } from './finishes.ts';

const localText = z.record(z.enum(LOCALES), z.string().trim().min(1).max(60));

const price = z.strictObject({
  /** In the currency's major unit (yuan, dollars), at most two decimals. */
  amount: z.number().nonnegative().multipleOf(0.01),
  /** ISO 4217. */
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code of three capitals, such as CNY'),
});

const colour = z.string().regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #b3202c');

const within = (low: number, high: number) => {
  const sentence = `must be from ${low} to ${high}`;
  return z.number().min(low, sentence).max(high, sentence);
};

/** A line along the outline, in a shade of its own. */
const liner = z.strictObject({
  swatch: colour,
  /** Share of the lip's breadth that it takes, 0.05..0.6. */
  width: within(0.05, 0.6),
  /** 0 a drawn line .. 1 smudged into the lip. */
  softness: within(0, 1),
});

/** Another shade towards the mouth (咬唇). */
const ombre = z.strictObject({
  /** Its opaque colour. */
  inner: colour,
  /** Where the shades meet, 0.1 (near the outline) .. 0.9 (near the inner edge). */
  curve: within(0.1, 0.9),
});

/** A clear coat over it all. */
const topper = z.strictObject({
  /** 0.1 (a breath of shine) .. 1 (glass). */
  gloss: within(0.1, 1),
});

const shade = z.strictObject({
  /** The seller's own number, unique in the catalogue. */
  sku: z.string().regex(/^[A-Z0-9][A-Z0-9-]{0,31}$/, 'must be capitals, digits and hyphens, 32 at the most'),
  /** GTIN-8, -12, -13 or -14: what the tester's barcode says. */
  gtin: z.string().refine(isGtin, 'must be 8, 12, 13 or 14 digits, the last one the check digit'),
  name: localText,
  /** The drawer it lies in: nude, coral, berry … */
  family: z.string().regex(/^[a-z]+(-[a-z]+)*$/, 'must be a word in small letters'),
  finish: z.enum(FINISHES),
  /** The shade's opaque colour, sRGB. */
  swatch: colour,
  /** How much one coat hides, 0..1. */
  coverage: within(0, 1),
  liner: liner.optional(),
  ombre: ombre.optional(),
  topper: topper.optional(),
  price,
});

export const catalogueSchema = z
  .strictObject({
    brand: localText,
    shades: z.array(shade).min(1, 'must hold at least one shade'),
  })
  .superRefine(({ shades }, context) => {
    for (const key of ['sku', 'gtin'] as const) {
      const first = new Map<string, number>();
      for (const [i, { [key]: value }] of shades.entries()) {
        const before = first.get(value);
        if (before === undefined) first.set(value, i);
        else {
          const message = `${value} is already used by shades[${before}]`;
          context.addIssue({ code: 'custom', path: ['shades', i, key], message });
        }
      }
    }
  });

export type Shade = z.infer<typeof shade>;
export type Catalogue = z.infer<typeof catalogueSchema>;

/** GS1 General Specifications, check digit: weights 3 and 1 alternate from the right, the sum ends in 0. */
export function isGtin(text: string): boolean {
  if (!/^(\d{8}|\d{12,14})$/.test(text)) return false;
  let sum = 0;
  for (let i = 0; i < text.length; i++) sum += Number(text.at(-1 - i)) * (i % 2 === 0 ? 1 : 3);
  return sum % 10 === 0;
}
