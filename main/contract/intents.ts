/**
 * What a shopper wants, as the page tells the service. Each intent carries a UUID of its own: the page sends it until
 * it is answered, the service acts on it once.
 */
import { z } from 'zod';
import { LIGHT_READINGS } from './light.ts';
import { WEARERS } from './wearers.ts';

const id = z.uuid();
const sku = z.string().min(1).max(32);
const base = {
  id,
  /** The visit it belongs to; one that belongs to an earlier visit is answered `late` and changes nothing. */
  visit: id,
  /** When she did it, ms since the Unix epoch by the page's clock. */
  atMs: z.int().nonnegative(),
};

/**
 * How a shade was chosen. `start`: nobody chose it, the mirror put it on; `hand-over`: the shopper left, and her companion,
 * who stays, goes on in her own shade.
 */
export const WEAR_SOURCES = ['start', 'rail', 'swipe', 'key', 'scan', 'tour', 'advice', 'hand-over'] as const;

/** A slice of wearing is told at least this often, so that a crash of the page loses no more. */
export const LONGEST_SLICE_MS = 60_000;

export const intentSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...base,
    type: z.literal('shade.wear'),
    sku,
    /** 0..1, one coat is 1. */
    intensity: z.number().min(0).max(1),
    source: z.enum(WEAR_SOURCES),
    /** Whose lips; the shopper's when left out. */
    wearer: z.enum(WEARERS).optional(),
  }),
  z.strictObject({ ...base, type: z.literal('shade.favourite'), sku, isFavourite: z.boolean() }),
  /**
   * Frames were shown with her lips painted in this shade: a slice of its wearing, told as it goes on and when it ends. An
   * intent that changes the shade follows the last slice of the one before.
   */
  z.strictObject({
    ...base,
    type: z.literal('shade.shown'),
    sku,
    intensity: z.number().min(0).max(1),
    wearer: z.enum(WEARERS),
    /** How long painted frames were on screen, ms: what counts as dwell. */
    shownMs: z.int().nonnegative().max(LONGEST_SLICE_MS),
    /** Painted frames. */
    frames: z.int().nonnegative(),
    /** The slice as a whole, ms, and its frames, painted or not. */
    spanMs: z.int().nonnegative().max(LONGEST_SLICE_MS),
    allFrames: z.int().nonnegative(),
    /** The light on her face during most of it. */
    light: z.enum(LIGHT_READINGS).nullable(),
    /** The demo shopper wore it, not a person. */
    isDemo: z.boolean(),
  }),
  /** She held "before" to see her bare lips beside this shade. */
  z.strictObject({ ...base, type: z.literal('compare.use'), sku }),
  /** She wants to take her shades home: a code comes on the screen. */
  z.strictObject({
    ...base,
    type: z.literal('code.show'),
    /** On her lips as she taps: the mirror may have put it on before her visit began. */
    worn: sku.optional(),
  }),
  /** She goes on trying. */
  z.strictObject({ ...base, type: z.literal('code.hide') }),
  /** The companion has left: whoever stands there next starts anew. */
  z.strictObject({ ...base, type: z.literal('companion.forget') }),
  /** All of this visit is forgotten; the page names the visit that begins. */
  z.strictObject({ ...base, type: z.literal('visit.forget'), nextVisit: id }),
]);

export type Intent = z.infer<typeof intentSchema>;
export type WearSource = (typeof WEAR_SOURCES)[number];

export const receiptSchema = z.strictObject({
  id,
  /** `repeated`: it was acted on before. `late`: its visit is over. */
  outcome: z.enum(['applied', 'repeated', 'late']),
});

export type Receipt = z.infer<typeof receiptSchema>;
