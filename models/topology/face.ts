/**
 * Face outline, eyes and irises as landmark indices, and the order in which the attention model lists its
 * refined points. Pure data. "Left" is left in an unmirrored picture (the shopper's own right side), as the
 * attention model names it; the tasks-vision constants call the same side RIGHT.
 */
import { innerLip, lipEndCorner, outerLip, semiInnerLip, semiOuterLip } from './lips.ts';

/** Points of the mesh without irises; the canonical mesh has exactly these. */
export const meshPointCount = 468;

/** Points the landmarker gives: the mesh and five per iris. */
export const facePointCount = 478;

/**
 * The face's outline as a closed loop of 36, from the top of the forehead clockwise in an unmirrored picture.
 */
export const faceOval: readonly number[] = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149,
  150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];

/** Eyelid edges as closed loops of 16: outer corner, lower lid, inner corner (element 8), upper lid back. */
export const leftEyeContour: readonly number[] = [
  33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246,
];
export const rightEyeContour: readonly number[] = [
  263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466,
];

/** Iris points: centre first, then four on the rim. */
export const leftIris: readonly number[] = [468, 469, 470, 471, 472];
export const rightIris: readonly number[] = [473, 474, 475, 476, 477];

/**
 * Turns a closed loop into the attention model's order: start to the far corner as in the loop, then the
 * other half again from the start's side, corners left out.
 */
function lowerThenUpper(loop: readonly number[], farCorner: number): number[] {
  return [...loop.slice(0, farCorner + 1), ...loop.slice(farCorner + 1).reverse()];
}

/** Mesh points that the model's 80 refined lip points replace, in output order. */
export const lipsRefinement: readonly number[] = [outerLip, innerLip, semiOuterLip, semiInnerLip].flatMap(
  (ring) => lowerThenUpper(ring, lipEndCorner),
);

const EYE_INNER_CORNER = 8;

/** Two rings around the eyelid's edge, the brow's lower side, the socket and the brow. */
const leftEyeSurround = [
  130, 25, 110, 24, 23, 22, 26, 112, 243, 247, 30, 29, 27, 28, 56, 190, 226, 31, 228, 229, 230, 231, 232, 233,
  244, 113, 225, 224, 223, 222, 221, 189, 35, 124, 46, 53, 52, 65, 143, 111, 117, 118, 119, 120, 121, 128,
  245, 156, 70, 63, 105, 66, 107, 55, 193,
];
const rightEyeSurround = [
  359, 255, 339, 254, 253, 252, 256, 341, 463, 467, 260, 259, 257, 258, 286, 414, 446, 261, 448, 449, 450,
  451, 452, 453, 464, 342, 445, 444, 443, 442, 441, 413, 265, 353, 276, 283, 282, 295, 372, 340, 346, 347,
  348, 349, 350, 357, 465, 383, 300, 293, 334, 296, 336, 285, 417,
];

/** Mesh points that the model's 71 refined points of each eye replace, in output order. */
export const leftEyeRefinement: readonly number[] = [
  ...lowerThenUpper(leftEyeContour, EYE_INNER_CORNER),
  ...leftEyeSurround,
];
export const rightEyeRefinement: readonly number[] = [
  ...lowerThenUpper(rightEyeContour, EYE_INNER_CORNER),
  ...rightEyeSurround,
];
