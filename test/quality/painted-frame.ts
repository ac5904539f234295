/**
 * Compares one painted frame of the synthetic shopper with what is true of her: where her lips are and what the analytic
 * film over them looks like in the same light.
 */

import { ciede2000 } from '../../main/calibrate/ciede2000.ts';
import { type Lab, labOfLinear } from '../../main/calibrate/colour.ts';
import type { Lipstick } from '../../models/shopper/shopper.ts';
import { FILM_STEPS, fillFilmTable } from '../../renderer/tryon/colour/film.ts';
import { decodeCode, decodeSrgb } from '../../renderer/tryon/colour/transfer.ts';
import { yuvCoefficients } from '../../renderer/tryon/colour/yuv.ts';
import type { Look } from '../../renderer/tryon/look.ts';
import { lookThickness } from '../../renderer/tryon/paint/coat.ts';
import { finishOptics } from '../../renderer/tryon/paint/finishes.ts';

export interface FrameSize {
  widthPx: number;
  heightPx: number;
}

/** The lipstick of a look as the shopper can wear it: the painter's film, without the painter. */
export function analyticLipstick(look: Look): Lipstick {
  const film = (channel: number): Float32Array => {
    const table = new Float32Array(FILM_STEPS);
    fillFilmTable(table, decodeSrgb(channel / 255), lookThickness(look));
    return table;
  };
  const [red, green, blue] = look.swatch;
  const kept = 1 + (finishOptics[look.finish].glossKept - 1) * look.intensity;
  return { reflectance: [film(red), film(green), film(blue)], specularKept: kept };
}

type Rgb = [number, number, number];

/** CIELAB of sRGB codes; those outside 0..255 are cut off. */
const labOf = ([red, green, blue]: Rgb): Lab =>
  labOfLinear([decodeCode(red), decodeCode(green), decodeCode(blue)]);

/** sRGB of one pixel of tight I420, BT.709 limited range. */
function colourAt(i420: Uint8Array, { widthPx, heightPx }: FrameSize, pixel: number): Rgb {
  const k = yuvCoefficients('bt709', false);
  const chroma =
    widthPx * heightPx + (((pixel / widthPx) | 0) >> 1) * (widthPx >> 1) + ((pixel % widthPx) >> 1);
  const u = (i420[chroma] as number) - 128;
  const v = (i420[chroma + (widthPx >> 1) * (heightPx >> 1)] as number) - 128;
  const y = k.yScale * ((i420[pixel] as number) - k.yOffset);
  return [y + k.rV * v, y + k.gU * u + k.gV * v, y + k.bU * u];
}

/** CIEDE2000 of every pixel that is surely lip for both, sorted. */
export function lipDifferences(
  painted: Uint8Array,
  analytic: Uint8Array,
  found: Uint8Array,
  truth: Uint8Array,
  size: FrameSize,
): number[] {
  const differences: number[] = [];
  for (let i = 0; i < truth.length; i++) {
    if ((truth[i] as number) < 250 || (found[i] as number) < 250) continue;
    const one = labOf(colourAt(painted, size, i));
    const other = labOf(colourAt(analytic, size, i));
    differences.push(ciede2000(one, other));
  }
  return differences.sort((a, b) => a - b);
}

/** Samples that changed though no coverage touches them: luma pixels, and chroma blocks (each plane counts). */
export function strayChanges(
  before: Uint8Array,
  after: Uint8Array,
  found: Uint8Array,
  size: FrameSize,
): number {
  const { widthPx, heightPx } = size;
  const blocks = (widthPx >> 1) * (heightPx >> 1);
  const touched = new Uint8Array(blocks);
  let stray = 0;
  for (let i = 0; i < found.length; i++) {
    if ((found[i] as number) > 0)
      touched[(((i / widthPx) | 0) >> 1) * (widthPx >> 1) + ((i % widthPx) >> 1)] = 1;
    else if (before[i] !== after[i]) stray++;
  }
  for (let block = 0; block < 2 * blocks; block++) {
    const at = widthPx * heightPx + block;
    if (touched[block % blocks] === 0 && before[at] !== after[at]) stray++;
  }
  return stray;
}

export const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
