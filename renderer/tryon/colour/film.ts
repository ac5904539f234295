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

/** b = ½(1/R∞ − R∞) of Kubelka and Munk: how fast a film of this opaque reflectance hides what is under it. */
const hidingRate = (infinite: number): number => 0.5 * (1 / infinite - infinite);

const clampAlbedo = (albedo: number): number => Math.min(MAX_ALBEDO, Math.max(MIN_ALBEDO, albedo));

/**
 * Reflectance of a film over a base.
 * @param base albedo of the lip, 0..1 (clamped to MIN_ALBEDO..MAX_ALBEDO)
 * @param opaque reflectance R∞ of an infinitely thick film, 0..1 (clamped likewise)
 * @param thickness of the coat, ≥ 0: 0 gives the base, ∞ gives R∞. The optical thickness SX of a channel is this over √b:
 * with one SX for all channels a thin red hides green long before blue and turns to magenta. Measured over the 30 sample
 * shades on three lips at 60 % hiding, hue is 3.7° off the swatch in the mean with √b, 6.5° with one SX, 5.1° with 1/b.
 */
export function filmReflectance(base: number, opaque: number, thickness: number): number {
  const rho = clampAlbedo(base);
  const infinite = clampAlbedo(opaque);
  if (thickness <= 1e-4) return rho;
  const a = 0.5 * (1 / infinite + infinite);
  const b = hidingRate(infinite);
  const bCoth = b / Math.tanh(Math.sqrt(b) * thickness);
  return (1 - rho * (a - bCoth)) / (a - rho + bCoth);
}

/** Fills `table` (FILM_STEPS entries over base albedo 0..1) for one channel. */
export function fillFilmTable(table: Float32Array, opaque: number, thickness: number): void {
  for (let index = 0; index < FILM_STEPS; index++) {
    table[index] = filmReflectance(index / (FILM_STEPS - 1), opaque, thickness);
  }
}

type Linear = readonly [red: number, green: number, blue: number];

/** A lip of middle complexion; decides only how thickness is shared out between its being seen and hidden. */
const TYPICAL_LIP: Linear = [0.4, 0.16, 0.14];
const LUMINANCE: Linear = [0.2126, 0.7152, 0.0722];
/** Keeps the weights of a shade that is just the colour of a lip. */
const MIN_CONTRAST = 0.02;

/**
 * Share of the contrast between a typical lip and a shade that a film of this thickness hides, 0..1. Per channel the
 * lip fades as e^(−2b·SX), SX = thickness/√b; channels count by the luminance that lip and shade differ by.
 */
export function filmHiding(opaque: Linear, thickness: number): number {
  let hidden = 0;
  let contrast = 0;
  for (let c = 0; c < 3; c++) {
    const infinite = clampAlbedo(opaque[c] as number);
    const b = hidingRate(infinite);
    const weight =
      (LUMINANCE[c] as number) * (MIN_CONTRAST + Math.abs((TYPICAL_LIP[c] as number) - infinite));
    hidden += weight * (1 - Math.exp(-2 * Math.sqrt(b) * thickness));
    contrast += weight;
  }
  return hidden / contrast;
}

const MAX_HIDING = 0.995;
const MAX_THICKNESS = 64;

/**
 * Thickness at which a film of the shade `opaque` (linear) hides the share `hiding` (0..1) of a typical lip.
 * One thickness for all shades would not do: saturated reds absorb so much green that a tenth of a coat already looks opaque.
 */
export function thicknessThatHides(opaque: Linear, hiding: number): number {
  if (hiding <= 0) return 0;
  let low = 0;
  let high = MAX_THICKNESS;
  for (let step = 0; step < 48; step++) {
    const middle = (low + high) / 2;
    if (filmHiding(opaque, middle) < Math.min(MAX_HIDING, hiding)) low = middle;
    else high = middle;
  }
  return high;
}
