/** Two synthetic shoppers side by side in one frame, each in a half of her own, and where the lips of each truly are. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildShopper, neutralState, type ShopperState } from '../../models/shopper/shopper.ts';
import { FRAME } from './mirror-page.ts';

export const SIDES = ['left', 'right'] as const;
export type Side = (typeof SIDES)[number];

export interface ShopperPair {
  /** One I420 frame of the camera's size. */
  i420: Uint8Array;
  /** By side: share of each pixel of the whole frame that is her lips, 0..255. */
  lips: Record<Side, Uint8Array>;
}

const HALF = { widthPx: FRAME.widthPx / 2, heightPx: FRAME.heightPx };

/** Writes the half's rows of one plane into their places in the whole frame's. */
function place(half: Uint8Array, whole: Uint8Array, halfWidth: number, side: Side): void {
  const left = side === 'left' ? 0 : halfWidth;
  for (let row = 0; row * halfWidth < half.length; row++) {
    whole.set(half.subarray(row * halfWidth, (row + 1) * halfWidth), row * 2 * halfWidth + left);
  }
}

/** Light skin on the left, deep skin on the right; without camera noise. */
export async function renderPair(changes: Partial<ShopperState> = {}): Promise<ShopperPair> {
  const face = join(import.meta.dirname, '../../dist/face/canonical-mesh.json');
  const shopper = buildShopper({ mesh: JSON.parse(await readFile(face, 'utf8')), ...HALF });
  const luma = FRAME.widthPx * FRAME.heightPx;
  const i420 = new Uint8Array(1.5 * luma);
  const lips = { left: new Uint8Array(luma), right: new Uint8Array(luma) };
  for (const side of SIDES) {
    const tone = side === 'left' ? 2 : 8;
    shopper.render({ ...neutralState, scale: 0.5, noise: 0, tone, wantTruth: true, ...changes });
    const { data } = shopper.frame;
    const [y, u, v] = [0, luma / 2, (5 * luma) / 8];
    place(data.subarray(y, u), i420.subarray(0, luma), HALF.widthPx, side);
    place(data.subarray(u, v), i420.subarray(luma, 1.25 * luma), HALF.widthPx / 2, side);
    place(data.subarray(v), i420.subarray(1.25 * luma), HALF.widthPx / 2, side);
    place(shopper.truth.lips, lips[side], HALF.widthPx, side);
  }
  return { i420, lips };
}
