/** The synthetic shopper, near and in even light, wearing a look: ground for what finishes and layers promise. */

import { buildShopper } from '../../../../../models/shopper/shopper.ts';
import { neutralState, type ShopperState } from '../../../../../models/shopper/state.ts';
import { emptyPlanes, layOutPlanes, type Planes } from '../../../../../renderer/tryon/frames/planes.ts';
import { buildLipPainting } from '../../../../../renderer/tryon/lip-painting.ts';
import type { Look } from '../../../../../renderer/tryon/look.ts';
import { colourAt, type Rgb } from '../../../../fakes/lips.ts';
import { mesh } from '../../../models/shopper/studio.ts';

export const WIDTH_PX = 640;
export const HEIGHT_PX = 360;

const shopper = buildShopper({ mesh, widthPx: WIDTH_PX, heightPx: HEIGHT_PX });

export interface Scene {
  frame: Uint8Array;
  /** 478 × (x, y, z) in frame pixels. */
  points: Float32Array;
}

/** Her frame and the landmarks that are true of it. */
export function renderScene(state: Partial<ShopperState> = {}): Scene {
  shopper.render({ ...neutralState, scale: 0.95, noise: 0, ...state, wantTruth: true });
  return { frame: shopper.frame.data.slice(), points: shopper.truth.landmarks.slice() };
}

export interface Worn {
  planes: Planes;
  /** Coverage over the whole frame. */
  coverage: Uint8Array;
}

/** Paints a scene as the first frame of a visitor. */
export function wear({ frame, points }: Scene, look: Look): Worn {
  const planes = emptyPlanes();
  layOutPlanes(planes, 'I420', WIDTH_PX, HEIGHT_PX);
  planes.data.set(frame);
  const painting = buildLipPainting();
  painting.wear(look);
  painting.outline(planes, points, 1, 0);
  painting.cover(planes, points);
  painting.uncover(planes, points, 1, 0);
  painting.measure(planes, points, 1, 0);
  painting.paint(planes);
  const coverage = new Uint8Array(WIDTH_PX * HEIGHT_PX);
  const { alpha, xPx, yPx, widthPx, heightPx } = painting.mask;
  for (let y = 0; y < heightPx; y++) {
    coverage.set(alpha.subarray(y * widthPx, (y + 1) * widthPx), (yPx + y) * WIDTH_PX + xPx);
  }
  return { planes, coverage };
}

/** Colour between two landmarks. @param share 0 at the first .. 1 at the second */
export function between({ points }: Scene, { planes }: Worn, from: number, to: number, share: number): Rgb {
  const at = (axis: number) =>
    Math.floor((points[3 * from + axis] as number) * (1 - share) + (points[3 * to + axis] as number) * share);
  return colourAt(planes, at(0), at(1));
}

/** Luma that `worn` has over `plain` where both are surely painted, 0 where it has none. */
export function addedLuma(worn: Worn, plain: Worn): Float32Array {
  return Float32Array.from(worn.coverage, (cover, i) =>
    cover < 250 || (plain.coverage[i] as number) < 250
      ? 0
      : Math.max(0, (worn.planes.data[i] as number) - (plain.planes.data[i] as number)),
  );
}
