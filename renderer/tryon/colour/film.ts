/**
 * A lipstick as a thin Kubelka–Munk film over a lip, per colour channel in linear light.
 * Source: P. Kubelka, "New contributions to the optics of intensely light-scattering materials", JOSA 38 (1948).
 */

/**
 * Albedo is kept off 0 and 1, where the film's absorption is undefined. The lower bound lies under the green and blue
 * of the deepest reds (#b0121f has 0.006), which a bound of 0.02 would turn brownish.
 */
export const MIN_ALBEDO = 0.002;
export const MAX_ALBEDO = 0.98;
/** Entries of a film lookup: base albedo 0..1 in steps of 1/255. */
export const FILM_STEPS = 256;

const clampAlbedo = (albedo: number): number => Math.min(MAX_ALBEDO, Math.max(MIN_ALBEDO, albedo));

/**
 * Reflectance of a film over a base.
 * @param base albedo of the lip, 0..1 (clamped to MIN_ALBEDO..MAX_ALBEDO)
 * @param opaque reflectance R∞ of an infinitely thick film, 0..1 (clamped likewise)
 * @param thickness optical thickness SX ≥ 0: 0 gives the base, ∞ gives R∞
 */
export function filmReflectance(base: number, opaque: number, thickness: number): number {
  const rho = clampAlbedo(base);
  const infinite = clampAlbedo(opaque);
  if (thickness <= 1e-4) return rho;
  const a = 0.5 * (1 / infinite + infinite);
  const b = 0.5 * (1 / infinite - infinite);
  const bCoth = b / Math.tanh(b * thickness);
  return (1 - rho * (a - bCoth)) / (a - rho + bCoth);
}

/** Fills `table` (FILM_STEPS entries over base albedo 0..1) for one channel. */
export function fillFilmTable(table: Float32Array, opaque: number, thickness: number): void {
  for (let index = 0; index < FILM_STEPS; index++) {
    table[index] = filmReflectance(index / (FILM_STEPS - 1), opaque, thickness);
  }
}

/**
 * Optical thickness of one coat that hides the share `coverage` (0..1) of what is under it: 1 − e^(−SX) = coverage.
 */
export const coatThickness = (coverage: number): number =>
  -Math.log(1 - Math.min(0.985, Math.max(0, coverage)));
