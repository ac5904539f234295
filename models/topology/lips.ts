/**
 * The four lip rings as landmark indices into the 478 face points, from the lips' outline to the mouth's
 * opening. Pure data: every ring is a closed loop (the last point joins the first) and element i of all four
 * lies on one spoke.
 *
 * Order: 0 is the commissure left in an unmirrored picture (her right), 1–9 the lower lip, 10 the other
 * commissure, 11–19 the upper lip on the way back.
 */

/** Points on each ring. */
export const lipRingSize = 20;

/** Ring element of the commissure at which every loop starts. */
export const lipStartCorner = 0;

/** Ring element of the opposite commissure; lower lip before it, upper lip after it. */
export const lipEndCorner = 10;

/** The vermilion's outline, where lip meets skin. Elements 14, 15 and 16 (267, 0, 37) are the cupid's bow. */
export const outerLip: readonly number[] = [
  61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185,
];

/** About a third of the way from the outline to the opening. */
export const semiOuterLip: readonly number[] = [
  76, 77, 90, 180, 85, 16, 315, 404, 320, 307, 306, 408, 304, 303, 302, 11, 72, 73, 74, 184,
];

/** About two thirds of the way in. */
export const semiInnerLip: readonly number[] = [
  62, 96, 89, 179, 86, 15, 316, 403, 319, 325, 292, 407, 272, 271, 268, 12, 38, 41, 42, 183,
];

/** The edge of the mouth's opening; a closed mouth brings its two halves together. */
export const innerLip: readonly number[] = [
  78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191,
];

/** All rings from the outline inwards. */
export const lipRings: readonly (readonly number[])[] = [outerLip, semiOuterLip, semiInnerLip, innerLip];
