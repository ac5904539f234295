/**
 * How each finish of a lipstick treats thickness, gloss and the lip's own relief: data for the painter.
 */
import type { Finish } from '../../../main/contract/finishes.ts';

export interface FinishOptics {
  /** Bounds of what one coat hides; the shade's own coverage counts within them. */
  minCoverage: number;
  maxCoverage: number;
  /** Share of the lip's own gloss that stays visible. */
  glossKept: number;
  /** Extra light added to highlights that are already there, as a share of them. */
  gleam: number;
  /** Exponent on the lip's shading: under 1 the relief is filled in. */
  relief: number;
}

export const finishOptics: Readonly<Record<Finish, FinishOptics>> = {
  matte: { minCoverage: 0.9, maxCoverage: 0.99, glossKept: 0.3, gleam: 0, relief: 0.88 },
  satin: { minCoverage: 0.75, maxCoverage: 0.96, glossKept: 0.7, gleam: 0, relief: 1 },
  gloss: { minCoverage: 0.35, maxCoverage: 0.8, glossKept: 1, gleam: 0.6, relief: 1 },
  vinyl: { minCoverage: 0.85, maxCoverage: 0.99, glossKept: 1, gleam: 0.9, relief: 1 },
  metallic: { minCoverage: 0.85, maxCoverage: 0.99, glossKept: 0.8, gleam: 0.4, relief: 1 },
  shimmer: { minCoverage: 0.4, maxCoverage: 0.9, glossKept: 1, gleam: 0.3, relief: 1 },
  glitter: { minCoverage: 0.4, maxCoverage: 0.9, glossKept: 1, gleam: 0.4, relief: 1 },
  sheer: { minCoverage: 0.15, maxCoverage: 0.5, glossKept: 1, gleam: 0, relief: 1 },
  stain: { minCoverage: 0.2, maxCoverage: 0.6, glossKept: 0.9, gleam: 0, relief: 1 },
  balm: { minCoverage: 0.1, maxCoverage: 0.3, glossKept: 1, gleam: 0.3, relief: 1 },
};
