/** The shopper as these tests use her: small frames, no noise, and a few ways to read what she rendered. */
import { readFileSync } from 'node:fs';
import { decodeSrgb, luminance } from '../../../../models/shopper/colour.ts';
import { frameToRgb } from '../../../../models/shopper/frame-rgb.ts';
import {
  buildShopper,
  neutralState,
  type Shopper,
  type ShopperState,
} from '../../../../models/shopper/shopper.ts';

export const WIDTH = 640;
export const HEIGHT = 360;

export const mesh = JSON.parse(
  readFileSync(new URL('../../../../dist/face/canonical-mesh.json', import.meta.url), 'utf8'),
);

export function openStudio(): Shopper {
  return buildShopper({ mesh, widthPx: WIDTH, heightPx: HEIGHT });
}

/** A front view without noise, with the truth. */
export const plain: ShopperState = { ...neutralState, noise: 0, smile: 0, wantTruth: true };

export function area(mask: Uint8Array): number {
  return mask.reduce((sum, value) => sum + value / 255, 0);
}

/** Mean linear luminance of the pixels that `chosen` picks. */
export function meanLuminance({ frame }: Shopper, chosen: (pixel: number) => boolean): number {
  const rgb = frameToRgb(frame);
  let sum = 0;
  let count = 0;
  for (let pixel = 0; pixel < frame.widthPx * frame.heightPx; pixel++) {
    if (!chosen(pixel)) continue;
    sum += luminance(
      decodeSrgb(rgb[3 * pixel]),
      decodeSrgb(rgb[3 * pixel + 1]),
      decodeSrgb(rgb[3 * pixel + 2]),
    );
    count++;
  }
  return sum / count;
}

/** Picks the pixels within some pixels of a landmark, both cheeks being 50 and 280. */
export function near({ truth }: Shopper, landmark: number, reachPx: number): (pixel: number) => boolean {
  const x = truth.landmarks[3 * landmark];
  const y = truth.landmarks[3 * landmark + 1];
  return (pixel) => Math.hypot((pixel % WIDTH) + 0.5 - x, Math.floor(pixel / WIDTH) + 0.5 - y) <= reachPx;
}
