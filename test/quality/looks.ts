/** What she wears in the sweeps: four shades that fail in different ways. */
import type { Look } from '../../renderer/tryon/look.ts';

const look = (sku: string, swatch: Look['swatch'], coverage: number, finish: Look['finish']): Look => ({
  sku,
  swatch,
  coverage,
  finish,
  intensity: 1,
});

export const looks = {
  /** Far from every lip: shows each pixel that is painted wrongly. */
  redSatin: look('RED-SATIN', [192, 24, 43], 0.88, 'satin'),
  /** Near light lips, lighter than deep ones: shows a wrong light level. */
  nudeSatin: look('NUDE-SATIN', [201, 147, 127], 0.8, 'satin'),
  plumMatte: look('PLUM-MATTE', [92, 30, 58], 0.92, 'matte'),
  /** Lets the lip through: shows a wrong base. */
  pinkSheer: look('PINK-SHEER', [214, 110, 130], 0.3, 'sheer'),
} as const satisfies Record<string, Look>;

export type LookName = keyof typeof looks;
