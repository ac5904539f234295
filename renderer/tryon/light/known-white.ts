/**
 * A mirror's calibration in, what it tells of the light at the face out: a strong witness of its colour and level.
 */
import type { Calibration } from '../../../main/contract/calibration.ts';
import { luminance } from '../colour/transfer.ts';

/** Luminance albedo of the white that a mirror is calibrated with. */
const CARD_WHITE = 0.9;
/** ln(B/G) and what ln(R/G) has beyond the black body's, at most: no lamp to sell lipstick in is further off. */
const MAX_WARMTH = 0.8;
const MAX_ROSE = 0.25;
/** ln(R/G) of a black body's light per unit of warmth: 0.62 from 2500 to 10000 K, relative to 6500 K. */
export const RED_PER_WARMTH = 0.62;

export interface KnownWhite {
  isKnown: boolean;
  /** See `warmth.ts`. */
  warmth: number;
  rose: number;
  /** Linear luminance of a perfect diffuser at the face. */
  level: number;
}

export const unknownWhite = (): KnownWhite => ({ isKnown: false, warmth: 0, rose: 0, level: 0 });

const within = (value: number, limit: number): number => Math.min(limit, Math.max(-limit, value));

/** Fills `known`; null and a white that is no brighter than black tell nothing. */
export function learnWhite(known: KnownWhite, calibration: Calibration | null): void {
  known.isKnown = false;
  if (calibration === null) return;
  const { black, white } = calibration.levels;
  const red = white[0] - black[0];
  const green = white[1] - black[1];
  const blue = white[2] - black[2];
  if (!(red > 0 && green > 0 && blue > 0)) return;
  known.isKnown = true;
  known.warmth = within(-Math.log(blue / green), MAX_WARMTH);
  known.rose = within(Math.log(red / green) - RED_PER_WARMTH * known.warmth, MAX_ROSE);
  known.level = luminance(red, green, blue) / CARD_WHITE;
}
