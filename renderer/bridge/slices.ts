/** Slices of wearing as intents: which two of them are one wearing, and how they become one. */
import { type Intent, LONGEST_SLICE_MS } from '../../main/contract/intents.ts';

export type Slice = Extract<Intent, { type: 'shade.shown' }>;

/** One after the other, with the id of the first; null when they are not of one wearing, or too long for one slice. */
export function joinSlices(first: Slice, second: Slice): Slice | null {
  const isSame =
    first.visit === second.visit &&
    first.wearer === second.wearer &&
    first.sku === second.sku &&
    first.isDemo === second.isDemo;
  const spanMs = first.spanMs + second.spanMs;
  if (!isSame || spanMs > LONGEST_SLICE_MS) return null;
  return {
    ...second,
    id: first.id,
    shownMs: first.shownMs + second.shownMs,
    frames: first.frames + second.frames,
    spanMs,
    allFrames: first.allFrames + second.allFrames,
    light: first.shownMs > second.shownMs ? first.light : second.light,
  };
}
