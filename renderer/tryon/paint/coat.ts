/**
 * A look in, the lookups that the painter needs out. Built once per look, 0.3–1 ms by its layers; never per frame.
 */
import type { Look } from '../look.ts';
import { type Flakes, finishOptics, type Highlight, topperHighlight } from './finishes.ts';
import { emptyFilms, type Films, layFilms, linearOf } from './layers.ts';

export { lookThickness } from './layers.ts';

/** Relative shading is tabled up to this multiple of the lip's median. */
export const MAX_RELIEF = 4;
export const RELIEF_STEPS = 1024;
/** Highlights are tabled over the square of the angle, radians, up to this. */
export const MAX_ANGLE2 = 1;
export const ANGLE_STEPS = 1023;
/** Spread of the broad sheen around a highlight, radians. */
const SHEEN_SPREAD = 0.42;

export interface Coat {
  readonly films: Films;
  /** Painted shading over the lip's own, 0..MAX_RELIEF in RELIEF_STEPS steps. */
  readonly relief: Float32Array;
  glossKept: number;
  /** How strongly the brightest gloss is held back. */
  velvet: number;
  /** Gloss of this share of the light's level is halved, weaker gloss more so. */
  gathered: number;
  gleam: number;
  /** What the coat's own highlight sends back, over the squared angle to its middle: 0..MAX_ANGLE2 in ANGLE_STEPS steps. */
  readonly highlight: Float32Array;
  hasHighlight: boolean;
  /** How far the highlight is drawn out along the lip. */
  highlightStretch: number;
  /** How much creases break it up. */
  highlightRelief: number;
  /** Colours of gloss and highlight, and of flakes, under white light, the strongest channel 1. */
  readonly highlightTint: Float32Array;
  readonly flakeTint: Float32Array;
  flakes: Flakes | null;
  /** Share of the flakes' light that is seen. */
  flakeShare: number;
}

export const emptyCoat = (): Coat => ({
  films: emptyFilms(),
  relief: new Float32Array(RELIEF_STEPS + 1),
  glossKept: 1,
  velvet: 0,
  gathered: 0,
  gleam: 0,
  highlight: new Float32Array(ANGLE_STEPS + 1),
  hasHighlight: false,
  highlightStretch: 1,
  highlightRelief: 0,
  highlightTint: new Float32Array([1, 1, 1]),
  flakeTint: new Float32Array([1, 1, 1]),
  flakes: null,
  flakeShare: 0,
});

/** Whether a coat needs to know where on the lips a pixel lies. */
export const isAnchored = (coat: Coat): boolean =>
  coat.films.isBanded || coat.hasHighlight || coat.flakes !== null;

const towards = (from: number, to: number, share: number): number => from + (to - from) * share;

/** The light's white drawn towards the shade, as bright as its strongest channel. */
function fillTint(tint: Float32Array, look: Look, share: number): void {
  const colour = linearOf(look.swatch);
  const strongest = Math.max(0.02, ...colour);
  for (let c = 0; c < 3; c++) tint[c] = towards(1, (colour[c] as number) / strongest, share);
}

/** A plateau with a soft rim, and the broad sheen. */
function addHighlight(coat: Coat, { strength, width, softness, sheen }: Highlight, share: number): void {
  const inner = width * (1 - softness);
  for (let i = 0; i <= ANGLE_STEPS; i++) {
    const angle = Math.sqrt((i * MAX_ANGLE2) / ANGLE_STEPS);
    const t = Math.min(1, Math.max(0, (width - angle) / (width - inner)));
    const broad = Math.exp(-0.5 * (angle / SHEEN_SPREAD) ** 2);
    coat.highlight[i] =
      (coat.highlight[i] as number) + share * (strength * t * t * (3 - 2 * t) + sheen * broad);
  }
}

function applyHighlights(coat: Coat, look: Look): void {
  const own = finishOptics[look.finish].highlight;
  const ownShare = own === undefined ? 0 : look.intensity;
  const topperShare = (look.topper?.gloss ?? 0) * look.intensity;
  const total = ownShare + topperShare;
  coat.hasHighlight = total > 0;
  coat.highlight.fill(0);
  if (own !== undefined) addHighlight(coat, own, ownShare);
  if (topperShare > 0) addHighlight(coat, topperHighlight, topperShare);
  const mean = (figure: 'relief' | 'tint' | 'stretch'): number =>
    total > 0 ? ((own?.[figure] ?? 0) * ownShare + topperHighlight[figure] * topperShare) / total : 0;
  coat.highlightStretch = Math.max(1, mean('stretch'));
  coat.highlightRelief = mean('relief');
  fillTint(coat.highlightTint, look, mean('tint'));
}

/** Fills `coat` for a look. At intensity 0 the coat changes nothing. */
export function applyLook(coat: Coat, look: Look): void {
  const { relief, glossKept, velvet, gathered, gleam, flakes } = finishOptics[look.finish];
  const { intensity } = look;
  const topper = look.topper?.gloss ?? 0;
  layFilms(coat.films, look);
  const exponent = towards(1, relief, intensity);
  for (let i = 0; i <= RELIEF_STEPS; i++) coat.relief[i] = ((i * MAX_RELIEF) / RELIEF_STEPS) ** exponent;
  coat.glossKept = towards(1, towards(glossKept, 1, topper), intensity);
  coat.velvet = velvet * intensity * (1 - topper);
  coat.gathered = gathered * intensity;
  coat.gleam = Math.max(gleam, topper) * intensity;
  applyHighlights(coat, look);
  coat.flakes = flakes ?? null;
  coat.flakeShare = intensity;
  fillTint(coat.flakeTint, look, flakes?.tint ?? 0);
}
