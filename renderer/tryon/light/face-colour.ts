/**
 * Planes and landmarks in, the colours of this face out: cheeks and lips, each the median of a few pixels.
 * They are evidence of the light only as far as complexions agree, see `warmth.ts` and `level.ts`.
 */
import type { Planes } from '../frames/planes.ts';
import { Patch } from './patch.ts';

/** Mesh points well inside the cheeks, off beard line, ears and glasses. The brow is not read: fringes hide it. */
const LEFT_CHEEK = [50, 205, 101, 36] as const;
const RIGHT_CHEEK = [280, 425, 330, 266] as const;
/** Points of the lips' outlines that face each other: outer, inner. */
const ACROSS_LIPS = [
  [39, 81],
  [37, 82],
  [0, 13],
  [267, 312],
  [269, 311],
  [181, 178],
  [84, 87],
  [17, 14],
  [314, 317],
  [405, 402],
] as const;
const BETWEEN_OUTLINES = [0.35, 0.5, 0.65] as const;
/** Each mesh point is read with four neighbours this share of the face's width away. */
const REACH = 0.02;
const NEIGHBOURS = [0, 0, 1, 0, -1, 0, 0, 1, 0, -1] as const;
const AT_A_POINT = NEIGHBOURS.length / 2;
/** Sides of the face, and the width under which there is too little of it to read. */
const LEFT_SIDE = 234;
const RIGHT_SIDE = 454;
const MIN_WIDTH_PX = 20;

export interface FaceColour {
  readonly leftCheek: Patch;
  readonly rightCheek: Patch;
  /** Both cheeks. */
  readonly skin: Patch;
  readonly lips: Patch;
  /** False when the face is too small to be read. */
  readonly isRead: boolean;
  run(planes: Planes, points: Float32Array): void;
}

/** About 0.01 ms: seventy pixels. */
export function buildFaceColour(): FaceColour {
  const leftCheek = new Patch(LEFT_CHEEK.length * AT_A_POINT);
  const rightCheek = new Patch(RIGHT_CHEEK.length * AT_A_POINT);
  const skin = new Patch((LEFT_CHEEK.length + RIGHT_CHEEK.length) * AT_A_POINT);
  const lips = new Patch(ACROSS_LIPS.length * BETWEEN_OUTLINES.length);
  let reachPx = 0;
  let isRead = false;

  function addSkin(planes: Planes, points: Float32Array, landmarks: readonly number[], part: Patch): void {
    for (let i = 0; i < landmarks.length; i++) {
      const at = 3 * (landmarks[i] as number);
      for (let n = 0; n < NEIGHBOURS.length; n += 2) {
        const column = ((points[at] as number) + reachPx * (NEIGHBOURS[n] as number)) | 0;
        const row = ((points[at + 1] as number) + reachPx * (NEIGHBOURS[n + 1] as number)) | 0;
        part.add(planes, column, row);
        skin.add(planes, column, row);
      }
    }
  }

  function addLips(planes: Planes, points: Float32Array): void {
    for (let pair = 0; pair < ACROSS_LIPS.length; pair++) {
      const outer = 3 * (ACROSS_LIPS[pair]?.[0] as number);
      const inner = 3 * (ACROSS_LIPS[pair]?.[1] as number);
      for (let step = 0; step < BETWEEN_OUTLINES.length; step++) {
        const t = BETWEEN_OUTLINES[step] as number;
        const column = (points[outer] as number) * (1 - t) + (points[inner] as number) * t;
        const row = (points[outer + 1] as number) * (1 - t) + (points[inner + 1] as number) * t;
        lips.add(planes, column | 0, row | 0);
      }
    }
  }

  return {
    leftCheek,
    rightCheek,
    skin,
    lips,
    get isRead() {
      return isRead;
    },
    run(planes, points) {
      const dx = (points[3 * RIGHT_SIDE] as number) - (points[3 * LEFT_SIDE] as number);
      const dy = (points[3 * RIGHT_SIDE + 1] as number) - (points[3 * LEFT_SIDE + 1] as number);
      const widthPx = Math.sqrt(dx * dx + dy * dy);
      isRead = widthPx >= MIN_WIDTH_PX;
      if (!isRead) return;
      reachPx = REACH * widthPx;
      leftCheek.clear();
      rightCheek.clear();
      skin.clear();
      lips.clear();
      addSkin(planes, points, LEFT_CHEEK, leftCheek);
      addSkin(planes, points, RIGHT_CHEEK, rightCheek);
      addLips(planes, points);
      leftCheek.finish();
      rightCheek.finish();
      skin.finish();
      lips.finish();
    },
  };
}
