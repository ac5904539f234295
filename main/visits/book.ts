/**
 * The book of the visit: everything that is known of who stands before the mirror, as plain data that the store keeps. Times
 * are ms of the steady clock (steady-clock.ts). The functions beside it take a book and give the next one.
 */
import { z } from 'zod';
import { type NewEvent, VISIT_MODES } from '../contract/events.ts';
import { FINISHES } from '../contract/finishes.ts';
import { WEAR_SOURCES } from '../contract/intents.ts';
import { LIGHT_READINGS } from '../contract/light.ts';
import { emptySession } from '../contract/session.ts';
import { sessionSchema } from '../contract/session-schema.ts';

const count = z.int().nonnegative();
const finish = z.enum(FINISHES);
const source = z.enum(WEAR_SOURCES);

/** Sums over slices that were shown. */
const tallySchema = z.strictObject({
  shownMs: z.number().nonnegative(),
  frames: count,
  spanMs: z.number().nonnegative(),
  allFrames: count,
});

const wearingSchema = z.strictObject({
  sku: z.string(),
  finish,
  intensity: z.number().min(0).max(1),
  source,
  /** Its beginning is recorded already. */
  isContinued: z.boolean(),
  tally: tallySchema,
  /** Time shown by what the light was. */
  lightMs: z.partialRecord(z.enum(LIGHT_READINGS), z.number().nonnegative()),
});

const wornShadeSchema = z.strictObject({
  finish,
  source,
  /** How long it was seen on the shopper's own lips. A book of a version before this one does not tell. */
  shownMs: z.number().nonnegative().default(0),
  /** Rises with each shade that the shopper puts on: a record's keys that look like numbers keep no order. 0: she never did. */
  turn: count.default(0),
});

const perWearer = <T extends z.ZodType>(each: T) => z.strictObject({ shopper: each, companion: each });

const openVisitSchema = z.strictObject({
  id: z.uuid(),
  mode: z.enum(VISIT_MODES),
  /** It is a demonstration for no other reason than that the demo shopper stood in for a camera. */
  isStandIn: z.boolean(),
  startedMs: z.number(),
  /** The last touch or scan, the last painted face, and the last activity of any kind. */
  touchMs: z.number(),
  faceMs: z.number(),
  activityMs: z.number(),
  hasCode: z.boolean(),
  wearings: perWearer(wearingSchema.nullable()),
  /** The shades that were worn in it, as they were last chosen. */
  shades: z.record(z.string(), wornShadeSchema),
  /** Open from the first painted frame on. */
  tryon: perWearer(tallySchema).nullable(),
  /** Of try-ons that have ended. */
  tryonMs: z.number().nonnegative(),
});

export const bookSchema = z.strictObject({
  session: sessionSchema,
  staff: z.strictObject({ ba: z.string().nullable(), isDemo: z.boolean() }),
  presence: z.strictObject({
    /** null: there is no sensor. */
    isPresent: z.boolean().nullable(),
    /** Since when someone stands there who has had no visit yet. */
    sinceMs: z.number().nullable(),
    lostMs: z.number().nullable(),
  }),
  /** What the page last said that the camera sees. */
  sight: z.strictObject({
    isDemo: z.boolean(),
    /** Since when the camera sees people without a break; null while it does not. */
    seesSinceMs: z.number().nullable(),
    /** How long a face has been seen without a break by one who has had no visit yet; null: she has had hers. */
    newFaceMs: z.number().nonnegative().nullable(),
    reportMs: z.number().nullable(),
  }),
  /** When the page was last heard of. */
  pageMs: z.number().nullable(),
  /** When the last visit ended; null before the first. */
  endedMs: z.number().nullable(),
  visit: openVisitSchema.nullable(),
});

export type Tally = Readonly<z.infer<typeof tallySchema>>;
export type Wearing = Readonly<z.infer<typeof wearingSchema>>;
export type WornShade = Readonly<z.infer<typeof wornShadeSchema>>;
export type OpenVisit = Readonly<z.infer<typeof openVisitSchema>>;
export type KeptBook = Readonly<z.infer<typeof bookSchema>>;

/** With what is to be recorded because of it, in the same transaction. */
export type Book = KeptBook & { readonly records: readonly NewEvent[] };
/** While a visit is open. */
export type VisitBook = Book & { readonly visit: OpenVisit };

export const NO_TALLY: Tally = { shownMs: 0, frames: 0, spanMs: 0, allFrames: 0 };

export const emptyBook = (visit: string): Book => ({
  session: emptySession(visit),
  staff: { ba: null, isDemo: false },
  presence: { isPresent: null, sinceMs: null, lostMs: null },
  sight: { isDemo: false, seesSinceMs: null, newFaceMs: 0, reportMs: null },
  pageMs: null,
  endedMs: null,
  visit: null,
  records: [],
});

export const hasVisit = (book: Book): book is VisitBook => book.visit !== null;

export const withRecords = <B extends Book>(book: B, ...events: NewEvent[]): B => ({
  ...book,
  records: [...book.records, ...events],
});

export const withVisit = (book: VisitBook, changes: Partial<OpenVisit>): VisitBook => ({
  ...book,
  visit: { ...book.visit, ...changes },
});

export const addTallies = (a: Tally, b: Tally): Tally => ({
  shownMs: a.shownMs + b.shownMs,
  frames: a.frames + b.frames,
  spanMs: a.spanMs + b.spanMs,
  allFrames: a.allFrames + b.allFrames,
});

/** Of frames, those with a painted face. */
export const faceShareOf = ({ frames, allFrames }: Tally): number =>
  allFrames > 0 ? Math.min(1, frames / allFrames) : 0;
