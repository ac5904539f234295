/**
 * One line of lips in linear light in, the same line under a coat's film out: painted = L·E·R(ρ)·shading + gloss, mixed in
 * by coverage, see "Colour" in ARCHITECTURE.md.
 */
import { FILM_STEPS } from '../colour/film.ts';
import { tableIndex } from '../colour/transfer.ts';
import type { LipLight } from '../light/lip-light.ts';
import type { LipMask } from '../lips/coverage.ts';
import { type Coat, MAX_RELIEF, RELIEF_STEPS } from './coat.ts';
import { BANDS } from './layers.ts';
import { rimTable } from './lip-anchor.ts';
import type { ColourLine } from './shine.ts';

const ALBEDO_LAST = FILM_STEPS - 1;
/** Turns 256 steps across a lip into bands. */
const BAND_SHIFT = 8 - Math.log2(BANDS);
/** Share of the gloss that a coat holds back which it scatters in its own colour. */
const SCATTERED = 0.8;
/** Share of a pixel that may be gloss: on lips of nearly the light's own colour the two are hard to tell apart. */
const MAX_GLOSS = 0.6;
const RELIEF_SCALE = RELIEF_STEPS / MAX_RELIEF;
/** Deepest shading, relative to the lip's median, at which an albedo is still told. */
const MIN_SHADING = 0.02;

/** What all pixels of a frame share. */
export interface CoatTerms {
  /** Rows that turn a pixel into its gloss. */
  gR: number;
  gG: number;
  gB: number;
  /** Colour of the light. */
  eR: number;
  eG: number;
  eB: number;
  /** Diffuse light under flat shading to the film's index. */
  albedoR: number;
  albedoG: number;
  albedoB: number;
  /** Colour of gloss. */
  shineR: number;
  shineG: number;
  shineB: number;
  level: number;
  veil: number;
  gleam: number;
  inverseShade: number;
  velvet: number;
  gathered: number;
}

export const emptyTerms = (): CoatTerms => ({
  gR: 0,
  gG: 0,
  gB: 0,
  eR: 0,
  eG: 0,
  eB: 0,
  albedoR: 0,
  albedoG: 0,
  albedoB: 0,
  shineR: 0,
  shineG: 0,
  shineB: 0,
  level: 0,
  veil: 0,
  gleam: 0,
  inverseShade: 0,
  velvet: 0,
  gathered: 0,
});

/** Sets what the pixels of a frame share. @param level linear luminance of a white diffuser at the face */
export function setTerms(terms: CoatTerms, light: LipLight, level: number, coat: Coat): void {
  const { illuminant, gloss } = light;
  terms.gR = gloss[0] as number;
  terms.gG = gloss[1] as number;
  terms.gB = gloss[2] as number;
  terms.eR = illuminant[0] as number;
  terms.eG = illuminant[1] as number;
  terms.eB = illuminant[2] as number;
  terms.albedoR = ALBEDO_LAST / (level * terms.eR);
  terms.albedoG = ALBEDO_LAST / (level * terms.eG);
  terms.albedoB = ALBEDO_LAST / (level * terms.eB);
  terms.shineR = terms.eR * (coat.highlightTint[0] as number);
  terms.shineG = terms.eG * (coat.highlightTint[1] as number);
  terms.shineB = terms.eB * (coat.highlightTint[2] as number);
  terms.level = level;
  terms.veil = light.veil;
  terms.gleam = light.gleam;
  terms.inverseShade = 1 / light.shade;
  terms.velvet = coat.velvet / (level * level);
  // Never 0, because gloss may be.
  terms.gathered = coat.gathered * level + 1e-9;
}

/** Puts the coat's film on the covered pixels of row `y`. @param across of the lips, read where the coat is anchored */
export function coatRow(
  mask: LipMask,
  y: number,
  terms: CoatTerms,
  coat: Coat,
  across: Uint8Array,
  { red, green, blue }: ColourLine,
): void {
  const { alpha, widthPx } = mask;
  const { gR, gG, gB, eR, eG, eB, albedoR, albedoG, albedoB, shineR, shineG, shineB } = terms;
  const { level, veil, gleam, inverseShade, velvet, gathered } = terms;
  const { films, relief, glossKept, gleam: gleamGain } = coat;
  const { red: filmR, green: filmG, blue: filmB, isBanded } = films;
  for (let x = 0, at = y * widthPx; x < widthPx; x++, at++) {
    if (alpha[at] === 0) continue;
    const cover = (alpha[at] as number) * (1 / 255);
    const r = red[x] as number;
    const g = green[x] as number;
    const b = blue[x] as number;
    const m = gR * r + gG * g + gB * b;
    const seen = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    const most = MAX_GLOSS * seen;
    const gloss = m <= veil ? 0 : m - veil < most ? m - veil : most;
    const dR = r - gloss * eR;
    const dG = g - gloss * eG;
    const dB = b - gloss * eB;
    // The light's colour has luminance 1.
    const relative = (seen - gloss) * inverseShade;
    const shading = relative < MIN_SHADING ? MIN_SHADING : relative;
    const flat = 1 / shading;
    const held = (gloss * gloss) / ((gloss + gathered) * (1 + velvet * gloss * gloss));
    const lit =
      level * (relief[tableIndex(shading * RELIEF_SCALE + 0.5, RELIEF_STEPS)] as number) +
      SCATTERED * (gloss - held);
    const kept = glossKept * held;
    const shine =
      gleamGain > 0 && m > gleam
        ? kept + gleamGain * (rimTable[across[at] as number] as number) * (m - gleam)
        : kept;
    const band = isBanded ? ((across[at] as number) >> BAND_SHIFT) * FILM_STEPS : 0;
    const toR =
      eR * lit * (filmR[band + tableIndex(dR * flat * albedoR + 0.5, ALBEDO_LAST)] as number) +
      shineR * shine;
    const toG =
      eG * lit * (filmG[band + tableIndex(dG * flat * albedoG + 0.5, ALBEDO_LAST)] as number) +
      shineG * shine;
    const toB =
      eB * lit * (filmB[band + tableIndex(dB * flat * albedoB + 0.5, ALBEDO_LAST)] as number) +
      shineB * shine;
    red[x] = r + cover * (toR - r);
    green[x] = g + cover * (toG - g);
    blue[x] = b + cover * (toB - b);
  }
}
