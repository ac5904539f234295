/**
 * What she wears: a shade with its finish, layers and intensity, as the page sends it to the painter, and how a shade of
 * the catalogue becomes one.
 */
import type { Shade } from '../../main/contract/catalogue.ts';
import type { Finish } from '../../main/contract/finishes.ts';

/** sRGB 0..255. */
export type Swatch = readonly [red: number, green: number, blue: number];

/** A line along the outline of the lips. */
export interface Liner {
  swatch: Swatch;
  /** Share of the lip's breadth that the line takes, 0..1. */
  width: number;
  /** 0 a drawn line .. 1 smudged into the lip. */
  softness: number;
}

/** Another shade towards the mouth. */
export interface Ombre {
  /** Opaque colour at the inner edge. */
  inner: Swatch;
  /** Where the shades meet, 0 at the outline .. 1 at the inner edge. */
  curve: number;
}

/** A clear coat over it all. */
export interface Topper {
  /** 0 none .. 1 glass. */
  gloss: number;
}

export interface Look {
  sku: string;
  /** Opaque colour of the shade. */
  swatch: Swatch;
  /** Share of the lip that one coat hides, 0..1. */
  coverage: number;
  finish: Finish;
  /** 0 (nothing) .. 1 (one coat). */
  intensity: number;
  liner?: Liner | undefined;
  ombre?: Ombre | undefined;
  topper?: Topper | undefined;
}

/** `#rrggbb` as 0..255 each. */
export function readSwatch(hex: string): Swatch {
  const rgb = Number.parseInt(hex.slice(1), 16);
  return [rgb >> 16, (rgb >> 8) & 255, rgb & 255];
}

/** The look of a shade. @param finish another than the shade's own */
export function lookOf(shade: Shade, intensity: number, finish: Finish = shade.finish): Look {
  const { sku, swatch, coverage, liner, ombre, topper } = shade;
  return {
    sku,
    swatch: readSwatch(swatch),
    coverage,
    finish,
    intensity,
    liner: liner && { ...liner, swatch: readSwatch(liner.swatch) },
    ombre: ombre && { ...ombre, inner: readSwatch(ombre.inner) },
    topper,
  };
}
