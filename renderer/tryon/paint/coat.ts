/**
 * A look in, the lookups that the painter needs out. Built once per look, about 0.1 ms; never per frame.
 */

import { FILM_STEPS, fillFilmTable, thicknessThatHides } from '../colour/film.ts';
import { decodeSrgb } from '../colour/transfer.ts';
import type { Look } from '../look.ts';
import { finishOptics } from './finishes.ts';

/** Relative shading is tabled up to this multiple of the lip's median. */
export const MAX_RELIEF = 4;
export const RELIEF_STEPS = 1024;

export interface Coat {
  /** Painted albedo over base albedo, per channel; FILM_STEPS entries each. */
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
  /** Painted shading over the lip's own, 0..MAX_RELIEF in RELIEF_STEPS steps. */
  readonly relief: Float32Array;
  glossKept: number;
  gleam: number;
}

export const emptyCoat = (): Coat => ({
  red: new Float32Array(FILM_STEPS),
  green: new Float32Array(FILM_STEPS),
  blue: new Float32Array(FILM_STEPS),
  relief: new Float32Array(RELIEF_STEPS + 1),
  glossKept: 1,
  gleam: 0,
});

const linearSwatch = ({ swatch: [red, green, blue] }: Look) =>
  [decodeSrgb(red / 255), decodeSrgb(green / 255), decodeSrgb(blue / 255)] as const;

/** Thickness of a look's film: what hides its shade's coverage (within its finish's bounds) times its intensity. */
export function lookThickness(look: Look): number {
  const { minCoverage, maxCoverage } = finishOptics[look.finish];
  const coverage = Math.min(maxCoverage, Math.max(minCoverage, look.coverage));
  return thicknessThatHides(linearSwatch(look), coverage * look.intensity);
}

/** Fills `coat` for a look. At intensity 0 the coat changes nothing. */
export function applyLook(coat: Coat, look: Look): void {
  const optics = finishOptics[look.finish];
  const thickness = lookThickness(look);
  const [red, green, blue] = linearSwatch(look);
  fillFilmTable(coat.red, red, thickness);
  fillFilmTable(coat.green, green, thickness);
  fillFilmTable(coat.blue, blue, thickness);
  const relief = 1 + (optics.relief - 1) * look.intensity;
  for (let i = 0; i <= RELIEF_STEPS; i++) coat.relief[i] = ((i * MAX_RELIEF) / RELIEF_STEPS) ** relief;
  coat.glossKept = 1 + (optics.glossKept - 1) * look.intensity;
  coat.gleam = optics.gleam * look.intensity;
}
