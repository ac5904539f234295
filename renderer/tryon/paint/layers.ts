/**
 * A look's swatches in, its films from the outline to the inner edge out: base, then ombre, then liner. Tabled in bands,
 * so that a layered look costs the painter one lookup per channel as a plain one does.
 */
import { FILM_STEPS, fillFilmTable, thicknessThatHides } from '../colour/film.ts';
import { decodeSrgb } from '../colour/transfer.ts';
import type { Look, Swatch } from '../look.ts';
import { smoothstep } from '../smoothstep.ts';
import { finishOptics } from './finishes.ts';

/** Bands between outline and inner edge; on a 4K mouth one is under two pixels. */
export const BANDS = 64;

/** Painted albedo over base albedo, per channel; FILM_STEPS entries for each band. Looks that are alike all over use the first band alone. */
export interface Films {
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
  isBanded: boolean;
}

export const emptyFilms = (): Films => ({
  red: new Float32Array(BANDS * FILM_STEPS),
  green: new Float32Array(BANDS * FILM_STEPS),
  blue: new Float32Array(BANDS * FILM_STEPS),
  isBanded: false,
});

type Linear = readonly [red: number, green: number, blue: number];

export const linearOf = ([red, green, blue]: Swatch): Linear => [
  decodeSrgb(red / 255),
  decodeSrgb(green / 255),
  decodeSrgb(blue / 255),
];

/** What a liner hides of the lip, whatever the finish inside it. */
const LINER_HIDING = 0.9;
/** Half the breadth over which ombre shades meet. */
const OMBRE_BLEND = 0.36;
/** Half the breadth of a liner's edge, drawn and smudged; a drawn line is still a pixel or so soft. */
const LINER_EDGE = { drawn: 0.05, smudged: 0.35 };

interface Film {
  swatch: Linear;
  thickness: number;
}

interface Layer extends Film {
  /** How much of it is seen at a place from 0 (outline) to 1 (inner edge). */
  shareAt(across: number): number;
}

const riseBetween = (from: number, to: number, x: number): number => smoothstep((x - from) / (to - from));

/** What the base of a look hides of a typical lip: its shade's coverage, within its finish's bounds, times its intensity. */
function baseHiding(look: Look): number {
  const { minCoverage, maxCoverage } = finishOptics[look.finish];
  return Math.min(maxCoverage, Math.max(minCoverage, look.coverage)) * look.intensity;
}

/** Thickness of a look's base film. */
export const lookThickness = (look: Look): number =>
  thicknessThatHides(linearOf(look.swatch), baseHiding(look));

const film = (swatch: Linear, hiding: number): Film => ({
  swatch,
  thickness: thicknessThatHides(swatch, hiding),
});

function layersOf(look: Look): Layer[] {
  const { ombre, liner, intensity } = look;
  const { hiding, maxCoverage } = finishOptics[look.finish];
  const layers: Layer[] = [];
  if (hiding !== undefined) {
    const inner = film(linearOf(look.swatch), hiding[1] * baseHiding(look));
    layers.push({ ...inner, shareAt: (across) => riseBetween(0, 1, across) });
  }
  if (ombre !== undefined) {
    const inner = film(linearOf(ombre.inner), maxCoverage * intensity);
    const { curve } = ombre;
    layers.push({
      ...inner,
      shareAt: (across) => riseBetween(curve - OMBRE_BLEND, curve + OMBRE_BLEND, across),
    });
  }
  if (liner !== undefined) {
    const line = film(linearOf(liner.swatch), LINER_HIDING * intensity);
    const edge = LINER_EDGE.drawn + (LINER_EDGE.smudged - LINER_EDGE.drawn) * liner.softness;
    const { width } = liner;
    layers.push({ ...line, shareAt: (across) => 1 - riseBetween(width - edge, width + edge, across) });
  }
  return layers;
}

const scratch = new Float32Array(FILM_STEPS);

/** Mixes a layer's film into every band of one channel. */
function mix(bands: Float32Array, opaque: number, { thickness, shareAt }: Layer): void {
  fillFilmTable(scratch, opaque, thickness);
  for (let band = 0, at = 0; band < BANDS; band++) {
    const share = shareAt((band + 0.5) / BANDS);
    for (let i = 0; i < FILM_STEPS; i++, at++) {
      const under = bands[at] as number;
      bands[at] = under + share * ((scratch[i] as number) - under);
    }
  }
}

/** Fills `films` for a look; about 0.2 ms, and as much again for each layer. */
export function layFilms(films: Films, look: Look): void {
  const base = linearOf(look.swatch);
  const outline = finishOptics[look.finish].hiding?.[0] ?? 1;
  const thickness = thicknessThatHides(base, outline * baseHiding(look));
  const layers = layersOf(look);
  films.isBanded = layers.length > 0;
  for (const [c, bands] of [films.red, films.green, films.blue].entries()) {
    fillFilmTable(bands, base[c] as number, thickness);
    if (!films.isBanded) continue;
    for (let band = 1; band < BANDS; band++) bands.copyWithin(band * FILM_STEPS, 0, FILM_STEPS);
    for (const layer of layers) mix(bands, layer.swatch[c] as number, layer);
  }
}
