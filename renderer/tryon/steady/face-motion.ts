/**
 * Where a face was and where it is seen now in, its motion as a whole out: the shift, growth and turn that take the one best
 * to the other. Lips are left out of the fit, because they move by themselves.
 */
import { facePointCount, meshPointCount } from '../../../models/topology/face.ts';
import { lipRings } from '../../../models/topology/lips.ts';

/** 1 for the points of the four lip rings. */
export const isLip = new Uint8Array(facePointCount);
for (const ring of lipRings) for (const point of ring) isLip[point] = 1;

const FITTED = isLip.subarray(0, meshPointCount).filter((lip) => lip === 0).length;

export interface FaceMotion {
  /** Shift x, shift y, growth and turn, the last two as lengths at the face's radius: all four in pixels. */
  readonly steps: Float32Array;
  /** Fits `steps`. @param from,to 478 × (x, y, z) */
  fit(from: Float32Array, to: Float32Array): void;
  /** Moves all points by a share of the motion, into x, y pairs. @param share holds one number, 0..1 */
  move(from: Float32Array, share: Float32Array, out: Float32Array): void;
}

/** @param steps where the motion is to be written, four lengths */
export function buildFaceMotion(steps: Float32Array): FaceMotion {
  /** Mean of the points as they were and as they are: x, y, u, v. */
  const middle = new Float64Array(4);
  let radiusPx = 1;

  function findMiddle(from: Float32Array, to: Float32Array): void {
    middle.fill(0);
    for (let i = 0; i < meshPointCount; i++) {
      if (isLip[i] === 1) continue;
      middle[0] = (middle[0] as number) + (from[3 * i] as number) / FITTED;
      middle[1] = (middle[1] as number) + (from[3 * i + 1] as number) / FITTED;
      middle[2] = (middle[2] as number) + (to[3 * i] as number) / FITTED;
      middle[3] = (middle[3] as number) + (to[3 * i + 1] as number) / FITTED;
    }
  }

  return {
    steps,
    fit(from, to) {
      findMiddle(from, to);
      let along = 0;
      let across = 0;
      let spread = 1e-6;
      for (let i = 0; i < meshPointCount; i++) {
        if (isLip[i] === 1) continue;
        const x = (from[3 * i] as number) - (middle[0] as number);
        const y = (from[3 * i + 1] as number) - (middle[1] as number);
        const u = (to[3 * i] as number) - (middle[2] as number);
        const v = (to[3 * i + 1] as number) - (middle[3] as number);
        along += x * u + y * v;
        across += x * v - y * u;
        spread += x * x + y * y;
      }
      radiusPx = Math.sqrt(spread / FITTED);
      steps[0] = (middle[2] as number) - (middle[0] as number);
      steps[1] = (middle[3] as number) - (middle[1] as number);
      steps[2] = (along / spread - 1) * radiusPx;
      steps[3] = (across / spread) * radiusPx;
    },
    move(from, share, out) {
      const part = share[0] as number;
      const middleX = middle[0] as number;
      const middleY = middle[1] as number;
      const grow = 1 + (part * (steps[2] as number)) / radiusPx;
      const turn = (part * (steps[3] as number)) / radiusPx;
      const toX = middleX + part * (steps[0] as number);
      const toY = middleY + part * (steps[1] as number);
      for (let i = 0; i < facePointCount; i++) {
        const x = (from[3 * i] as number) - middleX;
        const y = (from[3 * i + 1] as number) - middleY;
        out[2 * i] = toX + grow * x - turn * y;
        out[2 * i + 1] = toY + turn * x + grow * y;
      }
    },
  };
}
