/**
 * A look in, the lookups that the painter needs out. Built once per look, about 0.1 ms; never per frame.
 */

import { coatThickness, FILM_STEPS, fillFilmTable } from '../colour/film.ts';
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

/** Optical thickness of a look: its shade's coverage within the bounds of its finish, times intensity. */
export function lookThickness(look: Look): number {
  const { minThickness, maxThickness } = finishOptics[look.finish];
  return look.intensity * Math.min(maxThickness, Math.max(minThickness, coatThickness(look.coverage)));
}

/** Fills `coat` for a look. At intensity 0 the coat changes nothing. */
export function applyLook(coat: Coat, look: Look): void {
  const optics = finishOptics[look.finish];
  const thickness = lookThickness(look);
  const [red, green, blue] = look.swatch;
  fillFilmTable(coat.red, decodeSrgb(red / 255), thickness);
  fillFilmTable(coat.green, decodeSrgb(green / 255), thickness);
  fillFilmTable(coat.blue, decodeSrgb(blue / 255), thickness);
  const relief = 1 + (optics.relief - 1) * look.intensity;
  for (let i = 0; i <= RELIEF_STEPS; i++) coat.relief[i] = ((i * MAX_RELIEF) / RELIEF_STEPS) ** relief;
  coat.glossKept = 1 + (optics.glossKept - 1) * look.intensity;
  coat.gleam = optics.gleam * look.intensity;
}
