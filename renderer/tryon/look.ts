/**
 * What she wears: a shade with its finish and intensity, as the page sends it to the painter.
 */
import type { Finish } from '../../main/contract/catalogue.ts';

export interface Look {
  sku: string;
  /** Opaque colour of the shade, sRGB 0..255. */
  swatch: readonly [red: number, green: number, blue: number];
  /** Share of the lip that one coat hides, 0..1. */
  coverage: number;
  finish: Finish;
  /** 0 (nothing) .. 1 (one coat). */
  intensity: number;
}
