/**
 * The four ways a camera may be mounted: how the small upright picture that a model sees lies over a region of the frame.
 * Places are shares (0..1) of picture and region, so that one table serves every size.
 */
import type { Rotation } from '../../../main/contract/camera.ts';

/** Region share (u, v) of a picture share (x, y): u = uX·x + uY·y + u0, v = vX·x + vY·y + v0. */
export interface Turn {
  readonly uX: number;
  readonly uY: number;
  readonly u0: number;
  readonly vX: number;
  readonly vY: number;
  readonly v0: number;
  /** The picture's width lies along the frame's height. */
  readonly isSideways: boolean;
}

const turns: Readonly<Record<Rotation, Turn>> = {
  0: { uX: 1, uY: 0, u0: 0, vX: 0, vY: 1, v0: 0, isSideways: false },
  90: { uX: 0, uY: 1, u0: 0, vX: -1, vY: 0, v0: 1, isSideways: true },
  180: { uX: -1, uY: 0, u0: 1, vX: 0, vY: -1, v0: 1, isSideways: false },
  270: { uX: 0, uY: -1, u0: 1, vX: 1, vY: 0, v0: 0, isSideways: true },
};

/** @param rotation clockwise turn that puts the frame upright */
export const turnOf = (rotation: Rotation): Turn => turns[rotation];
