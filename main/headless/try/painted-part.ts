/** The painted part of a picture or frame, and its coverage, laid back into the whole. */
import type { Part } from '../../../renderer/try/api.ts';
import type { Picture } from './picture-file.ts';
import type { Size } from './report.ts';

/**
 * Lays the painted RGBA of `part` over the picture where there is coverage, and nowhere else; alpha stays. A picture of
 * 16 bits gets the change that paint made, so that its finer steps stay too.
 */
export function layRgba(picture: Picture, part: Part, painted: Uint8Array, coverage: Uint8Array): void {
  const { pixels, widthPx } = picture;
  const isDeep = pixels instanceof Uint16Array;
  for (let i = 0; i < coverage.length; i++) {
    if (coverage[i] === 0) continue;
    const x = part.xPx + (i % part.widthPx);
    const y = part.yPx + Math.floor(i / part.widthPx);
    for (let channel = 0; channel < 3; channel++) {
      const at = 4 * (y * widthPx + x) + channel;
      const colour = painted[4 * i + channel] as number;
      pixels[at] = isDeep ? deepen(pixels[at] as number, colour) : colour;
    }
  }
}

function deepen(before: number, colour: number): number {
  const change = colour - Math.round(before / 257);
  return Math.min(65_535, Math.max(0, before + 257 * change));
}

/** Coverage of `part` as a mask of the whole picture. */
export function spreadMask(coverage: Uint8Array, part: Part, { widthPx, heightPx }: Size): Uint8Array {
  const mask = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < part.heightPx; y++) {
    const row = coverage.subarray(y * part.widthPx, (y + 1) * part.widthPx);
    mask.set(row, (part.yPx + y) * widthPx + part.xPx);
  }
  return mask;
}

/** Lays Y, U and V of `part` (whole chroma blocks) over an I420 frame with even sides. */
export function layI420(
  planes: Uint8Array,
  { widthPx, heightPx }: Size,
  part: Part,
  painted: Uint8Array,
): void {
  const pixels = widthPx * heightPx;
  let at = 0;
  function layPlane(start: number, scale: 1 | 2): void {
    const bytes = part.widthPx / scale;
    for (let y = 0; y < part.heightPx / scale; y++, at += bytes) {
      const row = (part.yPx / scale + y) * (widthPx / scale);
      planes.set(painted.subarray(at, at + bytes), start + row + part.xPx / scale);
    }
  }
  layPlane(0, 1);
  layPlane(pixels, 2);
  layPlane((pixels * 5) / 4, 2);
}
