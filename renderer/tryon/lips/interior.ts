/**
 * The refined edge of the open mouth in, the same edge pushed past what is still teeth or darkness out, point by point:
 * the edge found all around is smooth, a row of teeth is not. A highlight on a moist lip looks like a tooth, but lip lies
 * between it and the mouth: only what hangs together with the opening is left out.
 */
import type { Planes } from '../frames/planes.ts';
import { FEATURES, sampleColours } from './colour-samples.ts';
import { CONTOUR_POINTS, type LipContours } from './contour.ts';
import { END_CORNER, NODES } from './ring-nodes.ts';
import { smoothstep } from './smoothstep.ts';

/** How far the edge may be pushed, a share of the mouth's width and of the lip's thickness, and in how many steps. */
const REACH = 0.035;
const MAX_THICKNESS = 0.4;
const STEPS = 7;
/** ln(R′/G′) below that of the lip, while about as light or lighter, from which it is a tooth. */
const PALER_FROM = 0.1;
const PALER_SPAN = 0.12;
const LIGHT_FROM = -0.25;
const LIGHT_SPAN = 0.25;
/** ln(Y′) below that of the lip from which it is the dark of the mouth; upper lips are dark at their edge themselves. */
const DARKER_FROM = 0.6;
const DARKER_FROM_UPPER = 1;
const DARKER_SPAN = 0.3;

export interface InteriorStage {
  /**
   * @param lipColours colour of the lip at each node
   * @param trust 0..1 how far to heed the picture
   * @param share 0..1 how much of the way to go; 0 keeps what was found before and does not look
   */
  run(planes: Planes, contours: LipContours, lipColours: Float32Array, trust: number, share: number): void;
}

/** About 25 µs. */
export function buildInterior(): InteriorStage {
  const places = new Float32Array(2 * CONTOUR_POINTS * STEPS);
  const colours = new Float32Array(FEATURES * CONTOUR_POINTS * STEPS);
  /** How far each point is pushed, as a share of its own reach. */
  const pushed = new Float32Array(CONTOUR_POINTS);
  /** The whole reach of each point, x and y in pixels. */
  const reach = new Float32Array(2 * CONTOUR_POINTS);

  function place({ outer, inner, mouthWidthPx }: LipContours): void {
    for (let i = 0, at = 0; i < CONTOUR_POINTS; i++) {
      const x = (outer[2 * i] as number) - (inner[2 * i] as number);
      const y = (outer[2 * i + 1] as number) - (inner[2 * i + 1] as number);
      const thicknessPx = Math.max(1e-3, Math.sqrt(x * x + y * y));
      const share = Math.min(MAX_THICKNESS, (REACH * mouthWidthPx) / thicknessPx);
      reach[2 * i] = share * x;
      reach[2 * i + 1] = share * y;
      for (let k = 0; k < STEPS; k++, at += 2) {
        const way = (k + 0.5) / STEPS;
        places[at] = (inner[2 * i] as number) + way * (reach[2 * i] as number);
        places[at + 1] = (inner[2 * i + 1] as number) + way * (reach[2 * i + 1] as number);
      }
    }
  }

  /** How far the teeth or the dark go on from a point without a break, 0..1 of its reach. */
  function find(point: number, lipColours: Float32Array): number {
    const node = ((point * NODES) / CONTOUR_POINTS) | 0;
    const darkerFrom = node > END_CORNER ? DARKER_FROM_UPPER : DARKER_FROM;
    let far = 0;
    let open = 1;
    for (let k = 0, at = FEATURES * STEPS * point; k < STEPS && open > 0; k++, at += FEATURES) {
      const red = (colours[at] as number) - (lipColours[FEATURES * node] as number);
      const luma = (colours[at + 2] as number) - (lipColours[FEATURES * node + 2] as number);
      const tooth =
        smoothstep((-red - PALER_FROM) / PALER_SPAN) * smoothstep((luma - LIGHT_FROM) / LIGHT_SPAN);
      open *= Math.max(tooth, smoothstep((-luma - darkerFrom) / DARKER_SPAN));
      far += open / STEPS;
    }
    return far;
  }

  return {
    run(planes, contours, lipColours, trust, share) {
      place(contours);
      if (trust > 0 && share > 0) sampleColours(planes, places, CONTOUR_POINTS * STEPS, colours);
      const { inner } = contours;
      for (let i = 0; i < CONTOUR_POINTS && share > 0; i++) {
        const now = pushed[i] as number;
        pushed[i] = now + share * ((trust > 0 ? trust * find(i, lipColours) : 0) - now);
      }
      for (let i = 0; i < 2 * CONTOUR_POINTS; i++) {
        inner[i] = (inner[i] as number) + (pushed[i >> 1] as number) * (reach[i] as number);
      }
    },
  };
}
