/** The picture that a calibration looks at: R′G′B′ codes as the camera gives them, averaged over frames or not. */
import { decodeSrgb, type Triple } from './colour.ts';

export interface Picture {
  widthPx: number;
  heightPx: number;
  /** R′, G′, B′ per pixel, 0..255, fractional where frames were averaged. */
  codes: Float32Array;
}

/** Everything over this is clipped, or so near that the camera bends it. */
export const CLIPPED_CODE = 250;

/** Luma (BT.709 weights) 0..255, one per pixel. */
export function lumaOf({ codes, widthPx, heightPx }: Picture): Float32Array {
  const luma = new Float32Array(widthPx * heightPx);
  for (let i = 0, at = 0; i < luma.length; i++, at += 3) {
    luma[i] =
      0.2126 * (codes[at] as number) +
      0.7152 * (codes[at + 1] as number) +
      0.0722 * (codes[at + 2] as number);
  }
  return luma;
}

/** Linear R, G, B at a fractional place (bilinear over codes); undefined outside the picture. */
export function linearAt({ codes, widthPx, heightPx }: Picture, x: number, y: number): Triple | undefined {
  const left = Math.floor(x);
  const top = Math.floor(y);
  if (!(left >= 0 && top >= 0 && left + 1 < widthPx && top + 1 < heightPx)) return undefined;
  const [right, down] = [x - left, y - top];
  const channel = (c: number): number => {
    const at = 3 * (top * widthPx + left) + c;
    const upper = (codes[at] as number) * (1 - right) + (codes[at + 3] as number) * right;
    const below = at + 3 * widthPx;
    const lower = (codes[below] as number) * (1 - right) + (codes[below + 3] as number) * right;
    return decodeSrgb((upper * (1 - down) + lower * down) / 255);
  };
  return [channel(0), channel(1), channel(2)];
}

/** The mean of pictures of one size. */
export function averagePictures(pictures: readonly Picture[]): Picture {
  const [first] = pictures as [Picture];
  const codes = new Float32Array(first.codes.length);
  for (const picture of pictures) {
    for (let i = 0; i < codes.length; i++) codes[i] = (codes[i] as number) + (picture.codes[i] as number);
  }
  for (let i = 0; i < codes.length; i++) codes[i] = (codes[i] as number) / pictures.length;
  return { widthPx: first.widthPx, heightPx: first.heightPx, codes };
}
