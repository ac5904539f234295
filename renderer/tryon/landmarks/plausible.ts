/**
 * Is this mesh a face that may be painted? The landmarker also fits meshes to half faces, to cheeks that fill the
 * picture and to animals; its lips would then land on skin or on a nose.
 */
import { faceOval } from '../../../models/topology/face.ts';
import { outerLip, semiInnerLip, semiOuterLip } from '../../../models/topology/lips.ts';
import { yuvCoefficients } from '../colour/yuv.ts';
import type { Planes } from '../frames/planes.ts';
import { type Box, boxSidePx, distancePx, type FacePoints } from './points.ts';

/** Share of the lip outline, and of the face's oval, that must lie inside the frame. */
const MIN_LIPS_INSIDE = 0.85;
const MIN_OVAL_INSIDE = 0.6;
/** Mouth width over the distance between the outer eye corners; 0.55 is usual, a pout 0.35, a laugh in profile 1.2. */
const MIN_MOUTH_OVER_EYES = 0.25;
const MAX_MOUTH_OVER_EYES = 1.6;
/** Eye line to mouth over the mesh's height; 0.4 is usual. */
const MIN_EYES_TO_MOUTH = 0.2;
const MAX_EYES_TO_MOUTH = 0.65;
/** Under this score, or with less of the oval in the frame, the face is in doubt and its lips must look like lips. */
const SURE_SCORE = 0.75;
const SURE_OVAL_INSIDE = 0.9;
/**
 * Pseudo-hue R′/(R′+G′) of lips over that of cheeks. Measured on 19 faces of all complexions in natural light: 0.01 to
 * 0.09; on dogs taken for faces (scores up to 0.59): −0.02 to −0.03; on black-and-white photos 0.
 */
const MIN_REDDER = 0.006;
/** While she is being painted, noise around the limit must not make the paint flicker. */
const MIN_REDDER_WHILE_PAINTED = -0.004;
/**
 * Distance between the detector's mouth and the mesh's over the mesh's size. Measured on the same faces: up to 0.11; on
 * a mesh fitted to one eye 0.38.
 */
const MAX_MOUTH_APART = 0.22;
/** Cheek points beside nose and mouth, on both sides. */
const cheeks = [50, 280, 205, 425, 101, 330] as const;

function shareInside(points: FacePoints, ring: readonly number[], widthPx: number, heightPx: number): number {
  let inside = 0;
  for (let i = 0; i < ring.length; i++) {
    const at = 3 * (ring[i] as number);
    const x = points[at] as number;
    const y = points[at + 1] as number;
    if (x >= 0 && y >= 0 && x < widthPx && y < heightPx) inside++;
  }
  return inside / ring.length;
}

/** Mean pseudo-hue of the pixels under some landmarks; those outside the frame do not count. */
function pseudoHue(planes: Planes, points: FacePoints, landmarks: readonly number[]): number {
  const k = yuvCoefficients(planes.matrix, planes.fullRange);
  let red = 0;
  let green = 0;
  for (let i = 0; i < landmarks.length; i++) {
    const x = Math.floor(points[3 * (landmarks[i] as number)] as number);
    const y = Math.floor(points[3 * (landmarks[i] as number) + 1] as number);
    if (x < 0 || y < 0 || x >= planes.widthPx || y >= planes.heightPx) continue;
    const chroma = (y >> 1) * planes.chromaStride + (x >> 1) * planes.chromaStep;
    const u = (planes.data[planes.uOffset + chroma] as number) - 128;
    const v = (planes.data[planes.vOffset + chroma] as number) - 128;
    const luma = k.yScale * ((planes.data[planes.yOffset + y * planes.yStride + x] as number) - k.yOffset);
    red += Math.max(0, luma + k.rV * v);
    green += Math.max(0, luma + k.gU * u + k.gV * v);
  }
  return red / Math.max(1, red + green);
}

function redness(planes: Planes, points: FacePoints): number {
  const lips = (pseudoHue(planes, points, semiOuterLip) + pseudoHue(planes, points, semiInnerLip)) / 2;
  return lips - pseudoHue(planes, points, cheeks);
}

/** Do detector and mesh mean the same mouth? Only to be asked of the frame that both saw. */
export function sameMouth(points: FacePoints, box: Box, mouthX: number, mouthY: number): boolean {
  const x = ((points[3 * 13] as number) + (points[3 * 14] as number)) / 2;
  const y = ((points[3 * 13 + 1] as number) + (points[3 * 14 + 1] as number)) / 2;
  return Math.hypot(x - mouthX, y - mouthY) < MAX_MOUTH_APART * boxSidePx(box);
}

/**
 * @param box bounding box of `points`
 * @param score best detector score of this face, 0..1
 * @param isPainted was this face painted in the frame before?
 */
export function isPlausible(
  planes: Planes,
  points: FacePoints,
  box: Box,
  score: number,
  isPainted: boolean,
): boolean {
  const { widthPx, heightPx } = planes;
  const ovalInside = shareInside(points, faceOval, widthPx, heightPx);
  if (ovalInside < MIN_OVAL_INSIDE) return false;
  if (shareInside(points, outerLip, widthPx, heightPx) < MIN_LIPS_INSIDE) return false;
  const mouth = distancePx(points, 61, 291) / Math.max(1, distancePx(points, 33, 263));
  if (mouth < MIN_MOUTH_OVER_EYES || mouth > MAX_MOUTH_OVER_EYES) return false;
  const eyesToMouth = distancePx(points, 168, 13) / Math.max(1, boxSidePx(box));
  if (eyesToMouth < MIN_EYES_TO_MOUTH || eyesToMouth > MAX_EYES_TO_MOUTH) return false;
  const isSure = score >= SURE_SCORE && ovalInside >= SURE_OVAL_INSIDE;
  return isSure || redness(planes, points) > (isPainted ? MIN_REDDER_WHILE_PAINTED : MIN_REDDER);
}
