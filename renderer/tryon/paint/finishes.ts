/**
 * How each finish of a lipstick treats thickness, gloss and the lip's own relief: data for the painter.
 */
import type { Finish } from '../../../main/contract/catalogue.ts';

export interface FinishOptics {
  /** Bounds of the optical thickness SX of one coat, before intensity. */
  minThickness: number;
  maxThickness: number;
  /** Share of the lip's own gloss that stays visible. */
  glossKept: number;
  /** Extra light added to highlights that are already there, as a share of them. */
  gleam: number;
  /** Exponent on the lip's shading: under 1 the relief is filled in. */
  relief: number;
}

export const finishOptics: Readonly<Record<Finish, FinishOptics>> = {
  matte: { minThickness: 3, maxThickness: 4, glossKept: 0.3, gleam: 0, relief: 0.88 },
  satin: { minThickness: 2, maxThickness: 3, glossKept: 0.7, gleam: 0, relief: 1 },
  gloss: { minThickness: 0.5, maxThickness: 2, glossKept: 1, gleam: 0.6, relief: 1 },
  vinyl: { minThickness: 3, maxThickness: 4, glossKept: 1, gleam: 0.9, relief: 1 },
  metallic: { minThickness: 3, maxThickness: 4, glossKept: 0.8, gleam: 0.4, relief: 1 },
  shimmer: { minThickness: 0.5, maxThickness: 3, glossKept: 1, gleam: 0.3, relief: 1 },
  glitter: { minThickness: 0.5, maxThickness: 3, glossKept: 1, gleam: 0.4, relief: 1 },
  sheer: { minThickness: 0.3, maxThickness: 0.8, glossKept: 1, gleam: 0, relief: 1 },
  stain: { minThickness: 0.3, maxThickness: 0.8, glossKept: 0.9, gleam: 0, relief: 1 },
  balm: { minThickness: 0.2, maxThickness: 0.5, glossKept: 1, gleam: 0.3, relief: 1 },
};
