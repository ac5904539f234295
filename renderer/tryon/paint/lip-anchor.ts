/**
 * Facing of the lips and direction of the light in, where on the lips a mirror would show the light out. Angles are those
 * of the head: aside (positive to the right of the picture) and tilt (positive downwards), in radians.
 */
import type { LipContours } from '../lips/contour.ts';
import type { LipFacing } from '../lips/facing.ts';
import type { LipSurface } from '../lips/surface.ts';

/** A repeatable number 0..1 for a whole one: an integer mixed by two multiplications. */
export function hash(seed: number): number {
  let x = Math.imul(seed ^ (seed >>> 16), 0x45d9f3b);
  x = Math.imul(x ^ (x >>> 16), 0x45d9f3b);
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}

/** What a coat is anchored to: the lips of this frame and the light on them. */
export interface LipAnchor {
  surface: LipSurface;
  facing: LipFacing;
  contours: LipContours;
  /** Towards the light: x to the right, y down, z towards the camera, length 1. */
  light: Float32Array;
}

/** Tilt of a lip's normal at evenly spaced places from the outline to the inner edge, degrees.  */
const LOWER_TILT = [28, 10, -8, -22, -36, -52, -66];
const UPPER_TILT = [-5, 8, 18, 28, 40, 54, 68];
const TILT_STEPS = 256;

/** Tilt at each step across: the lower lip's 256, then the upper's. */
export const tiltTable = Float32Array.from({ length: 2 * TILT_STEPS }, (_, i) => {
  const knots = i < TILT_STEPS ? LOWER_TILT : UPPER_TILT;
  const place = ((i % TILT_STEPS) / (TILT_STEPS - 1)) * (knots.length - 1);
  const knot = Math.min(knots.length - 2, Math.floor(place));
  const from = knots[knot] as number;
  const to = knots[knot + 1] as number;
  return ((from + (to - from) * (place - knot)) * Math.PI) / 180;
});

/** How much of a highlight is seen at each step across: at its edges a lip turns away, and skin and teeth mix into its pixels. */
export const rimTable = Float32Array.from({ length: TILT_STEPS }, (_, i) => {
  const outside = Math.min(1, i / 36);
  const inside = Math.min(1, (TILT_STEPS - 1 - i) / 36);
  return outside * (2 - outside) * inside * (2 - inside);
});

/**
 * Lean of the lip's furrows along it, -1..1, for each step of the lower and then of the upper lip: what a camera blurs, a
 * wet coat still shows. Three octaves of value noise, the coarsest a furrow every 1/18 of the lip.
 */
export const furrowTable = Float32Array.from({ length: 512 }, (_, i) => {
  const valueAt = (place: number, octave: number): number => {
    const knot = Math.floor(place);
    const t = place - knot;
    const blend = t * t * (3 - 2 * t);
    const seed = 1000 * octave + (i < 256 ? 0 : 500);
    return 2 * (hash(seed + knot) * (1 - blend) + hash(seed + knot + 1) * blend) - 1;
  };
  const place = (i % 256) / 256;
  return 0.55 * valueAt(18 * place, 1) + 0.3 * valueAt(37 * place, 2) + 0.15 * valueAt(75 * place, 3);
});

/** Direction, in the head's angles, in which a mirror throws the light into the camera. */
export interface Halfway {
  aside: number;
  tilt: number;
}

/** Halfway between the light and the camera. */
export function findHalfway({ facing: { axes }, light }: LipAnchor, halfway: Halfway): void {
  const x = light[0] as number;
  const y = light[1] as number;
  const z = (light[2] as number) + 1;
  const across = x * (axes[0] as number) + y * (axes[1] as number) + z * (axes[2] as number);
  const down = x * (axes[3] as number) + y * (axes[4] as number) + z * (axes[5] as number);
  const forward = x * (axes[6] as number) + y * (axes[7] as number) + z * (axes[8] as number);
  halfway.aside = Math.atan2(across, forward);
  halfway.tilt = Math.asin(down / Math.max(1e-6, Math.hypot(x, y, z)));
}
