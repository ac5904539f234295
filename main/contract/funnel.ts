/** The funnel as it is asked for and answered: by the mirror for its store's staff, by HQ for stores, dealers and itself. */
import { z } from 'zod';
import { VISIT_MODES } from './events.ts';
import { daysBetween } from './local-time.ts';

const MAX_DAYS = 400;

/** Other millennia are typing mistakes, and days before the year 1 have no such name. */
const day = z.iso.date('must be a day such as 2026-11-22').regex(/^2/, 'must be a day of this millennium');
const count = z.int().nonnegative();
/** null: not measured, or nothing to divide by. */
const ratio = z.number().nonnegative().nullable();

export const funnelQuerySchema = z
  .strictObject({
    /** First and last store-local day, both counted. */
    from: day,
    to: day,
    mode: z.enum(VISIT_MODES).default('shopper'),
  })
  .refine(({ from, to }) => from <= to, { path: ['to'], error: 'must not be before the first day' })
  .refine(({ from, to }) => from > to || daysBetween(from, to) < MAX_DAYS, {
    path: ['to'],
    error: `must be less than ${MAX_DAYS} days after the first: ask for parts of it`,
  });

export const funnelSchema = z.strictObject({
  /** null: there was no sensor, so passers were not measured. */
  passers: count.nullable(),
  visits: count,
  tryons: count,
  codes: count,
  claims: count,
  joins: count,
  /** tryons / (passers + visits); without passers, of the visits alone. */
  tryonRate: ratio,
  /** joins / tryons. */
  memberConversion: ratio,
  /** Median over the try-ons of shades worn per minute with painted lips, to a tenth. */
  shadesPerMinute: ratio,
  /** Try-ons all in poor light or with the face often lost; part of `tryons`. */
  poorTryons: count,
  /** People through the door and receipts at the till, imported; null: not measured. */
  door: count.nullable(),
  till: count.nullable(),
  /** till / door, over the days of which both are known. */
  entryConversion: ratio,
});

const line = funnelSchema.pick({ visits: true, tryons: true, codes: true, claims: true, joins: true });

export const funnelReportSchema = z.strictObject({
  from: day,
  to: day,
  mode: z.enum(VISIT_MODES),
  timeZone: z.string(),
  total: funnelSchema,
  /** The same number of days: those right before, and those a week before. */
  before: funnelSchema,
  weekBefore: funnelSchema,
  byHour: z.array(line.extend({ hour: z.int().min(0).max(23), passers: count.nullable() })),
  byDay: z.array(line.extend({ day, passers: count.nullable() })),
  /** Longest worn first. `visits`: those that wore it. */
  byShade: z.array(
    z.strictObject({
      sku: z.string(),
      finish: z.string().nullable(),
      worn: count,
      dwellMs: count,
      hearts: count,
      visits: count,
      poor: count,
    }),
  ),
  byFinish: z.array(z.strictObject({ finish: z.string(), worn: count, dwellMs: count, visits: count })),
  /** null: no advisor was signed in; no code was shown. */
  byBa: z.array(line.extend({ ba: z.string().nullable() })),
  byCarrier: z.array(line.extend({ carrier: z.string().nullable() })),
});

export type FunnelQuery = z.infer<typeof funnelQuerySchema>;
export type Funnel = z.infer<typeof funnelSchema>;
export type FunnelReport = z.infer<typeof funnelReportSchema>;

/** What the median of shades per minute is held against. */
export const SHADES_PER_MINUTE_FLOOR = 10;

/**
 * tryons / (passers + visits), joins / tryons and till / door, null where there is nothing to divide by. Whole reports, on
 * mirror and HQ alike, are made by `reportOf` (funnel-report.ts).
 */
export function ratesOf(counts: Pick<Funnel, 'passers' | 'visits' | 'tryons' | 'joins' | 'door' | 'till'>) {
  const { passers, visits, tryons, joins, door, till } = counts;
  const share = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
  return {
    tryonRate: share(tryons, (passers ?? 0) + visits),
    memberConversion: share(joins, tryons),
    entryConversion: door === null || till === null ? null : share(till, door),
  };
}
