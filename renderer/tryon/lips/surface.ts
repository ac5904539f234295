/**
 * Lip contours in, where each pixel of the mask's box lies on the lips out: what layers and highlights are anchored to.
 * Built only for looks that need it.
 */
import { CONTOUR_POINTS, type LipContours } from './contour.ts';
import type { LipMask } from './coverage.ts';
import { ALONG_STEPS } from './facing.ts';

/** Last step from the outline to the inner edge. */
const ACROSS_LAST = 255;
/** The coordinates go on beyond both edges, so that soft edges have some too; share of the mouth's width. */
const MARGIN = 0.035;
/** Every second contour point is a spoke: chords stay under a pixel up to mouths of 500. */
const STRIDE = 2;
const SPOKES = CONTOUR_POINTS / STRIDE;
/** Twice the area of a triangle, in pixels, under which it covers no pixel's centre worth having. */
const MIN_AREA = 0.05;
/** Keeps two triangles from both missing the pixels of their common edge. */
const EDGE_SLACK_PX = 0.01;

/** Coordinates of the mask's box, row by row, `mask.widthPx` values a row; only covered pixels' mean something. */
export interface LipSurface {
  /** 0..255 from commissure to commissure on the lower lip, left to right, 256..511 on the upper. */
  along: Uint16Array;
  /** 0 at the outline .. 255 at the inner edge. */
  across: Uint8Array;
}

const emptySurface = (): LipSurface => ({
  along: new Uint16Array(0),
  across: new Uint8Array(0),
});

export interface LipSurfaceStage {
  readonly surface: LipSurface;
  run(contours: LipContours, mask: LipMask): void;
}

/** About 6 ns per pixel of lip. */
export function buildLipSurface(): LipSurfaceStage {
  const surface = emptySurface();
  /** Spokes, widened beyond both edges: x, y, across at the outer and then at the inner end. */
  const spokes = new Float32Array(6 * SPOKES);
  /** Corners of the triangle in hand: x, y, along, across each. */
  const corner = new Float32Array(12);
  /** What one pixel to the right and one down add, and the value at the box's origin, for along and across. */
  const plane = new Float32Array(6);
  /** Edges of the triangle as a·x + b·y + c ≥ 0. */
  const edge = new Float32Array(9);

  function widenSpokes({ outer, inner, mouthWidthPx }: LipContours, { xPx, yPx }: LipMask): void {
    for (let i = 0; i < SPOKES; i++) {
      const ox = outer[2 * STRIDE * i] as number;
      const oy = outer[2 * STRIDE * i + 1] as number;
      const dx = (inner[2 * STRIDE * i] as number) - ox;
      const dy = (inner[2 * STRIDE * i + 1] as number) - oy;
      const beyond = (MARGIN * mouthWidthPx) / Math.max(1, Math.hypot(dx, dy));
      spokes[6 * i] = ox - beyond * dx - xPx;
      spokes[6 * i + 1] = oy - beyond * dy - yPx;
      spokes[6 * i + 2] = -beyond;
      spokes[6 * i + 3] = ox + (1 + beyond) * dx - xPx;
      spokes[6 * i + 4] = oy + (1 + beyond) * dy - yPx;
      spokes[6 * i + 5] = 1 + beyond;
    }
  }

  /** Puts an end of a spoke on a corner. @param end 0 outer, 3 inner */
  function place(at: number, spoke: number, end: number, isUpper: boolean): void {
    const from = 6 * (spoke % SPOKES) + end;
    corner[4 * at] = spokes[from] as number;
    corner[4 * at + 1] = spokes[from + 1] as number;
    const share = isUpper ? (SPOKES - spoke) / (SPOKES / 2) : spoke / (SPOKES / 2);
    // Half a step in, because what is written is cut to whole steps.
    corner[4 * at + 2] = share * (ALONG_STEPS - 1) + (isUpper ? ALONG_STEPS : 0) + 0.5;
    corner[4 * at + 3] = (spokes[from + 2] as number) * ACROSS_LAST;
  }

  /** Sets `edge` and `plane` from `corner`. @returns false for a triangle without area */
  function setUp(): boolean {
    const x0 = corner[0] as number;
    const y0 = corner[1] as number;
    const x1 = (corner[4] as number) - x0;
    const y1 = (corner[5] as number) - y0;
    const x2 = (corner[8] as number) - x0;
    const y2 = (corner[9] as number) - y0;
    const area = x1 * y2 - x2 * y1;
    if (Math.abs(area) < MIN_AREA) return false;
    for (let value = 0; value < 2; value++) {
      const v0 = corner[2 + value] as number;
      const v1 = (corner[6 + value] as number) - v0;
      const v2 = (corner[10 + value] as number) - v0;
      const right = (v1 * y2 - v2 * y1) / area;
      const down = (v2 * x1 - v1 * x2) / area;
      plane[3 * value] = right;
      plane[3 * value + 1] = down;
      plane[3 * value + 2] = v0 - right * (x0 - 0.5) - down * (y0 - 0.5);
    }
    for (let i = 0; i < 3; i++) {
      const from = 4 * i;
      const to = 4 * ((i + 1) % 3);
      const a = (area > 0 ? 1 : -1) * ((corner[from + 1] as number) - (corner[to + 1] as number));
      const b = (area > 0 ? 1 : -1) * ((corner[to] as number) - (corner[from] as number));
      edge[3 * i] = a;
      edge[3 * i + 1] = b;
      edge[3 * i + 2] = -a * ((corner[from] as number) - 0.5) - b * ((corner[from + 1] as number) - 0.5);
    }
    return true;
  }

  /** Writes the coordinates of the pixels whose centres lie in the triangle on `corner`. */
  function fill({ widthPx, heightPx }: LipMask, isUpper: boolean): void {
    if (!setUp()) return;
    const y0 = corner[1] as number;
    const y1 = corner[5] as number;
    const y2 = corner[9] as number;
    const first = Math.max(0, Math.ceil(Math.min(y0, y1, y2) - 0.5));
    const last = Math.min(heightPx - 1, Math.floor(Math.max(y0, y1, y2) - 0.5));
    for (let y = first; y <= last; y++) {
      let left = 0;
      let right = widthPx - 1;
      for (let i = 0; i < 9; i += 3) {
        const a = edge[i] as number;
        const rest = (edge[i + 1] as number) * y + (edge[i + 2] as number);
        if (a > 0) left = Math.max(left, Math.ceil(-rest / a - EDGE_SLACK_PX));
        else if (a < 0) right = Math.min(right, Math.floor(-rest / a + EDGE_SLACK_PX));
        else if (rest < 0) right = -1;
      }
      fillRow(y * widthPx, y, left, right, isUpper);
    }
  }

  function fillRow(line: number, y: number, left: number, right: number, isUpper: boolean): void {
    const { along, across } = surface;
    // Carried beyond its own lip by a sliver of a triangle, a step would be the other lip's, or none at all.
    const first = isUpper ? ALONG_STEPS : 0;
    const last = first + ALONG_STEPS - 1;
    const alongStep = plane[0] as number;
    const acrossStep = plane[3] as number;
    let alongNow = alongStep * left + (plane[1] as number) * y + (plane[2] as number);
    let acrossNow = acrossStep * left + (plane[4] as number) * y + (plane[5] as number);
    for (let at = line + left; at <= line + right; at++) {
      along[at] = alongNow <= first ? first : alongNow >= last ? last : alongNow;
      across[at] = acrossNow <= 0 ? 0 : acrossNow >= ACROSS_LAST ? ACROSS_LAST : acrossNow;
      alongNow += alongStep;
      acrossNow += acrossStep;
    }
  }

  function drawLip(mask: LipMask, isUpper: boolean): void {
    const first = isUpper ? SPOKES / 2 : 0;
    for (let spoke = first; spoke < first + SPOKES / 2; spoke++) {
      for (let half = 0; half < 2; half++) {
        place(0, spoke, 0, isUpper);
        place(1, half === 0 ? spoke + 1 : spoke, half === 0 ? 0 : 3, isUpper);
        place(2, spoke + 1, 3, isUpper);
        fill(mask, isUpper);
      }
    }
  }

  return {
    surface,
    run(contours, mask) {
      const pixels = mask.widthPx * mask.heightPx;
      if (surface.along.length < pixels) {
        surface.along = new Uint16Array(Math.ceil(pixels * 1.5));
        surface.across = new Uint8Array(surface.along.length);
      }
      // The few covered pixels that no triangle reaches lie outside the outline, at a commissure.
      surface.along.fill(0, 0, pixels);
      surface.across.fill(0, 0, pixels);
      widenSpokes(contours, mask);
      drawLip(mask, true);
      drawLip(mask, false);
    },
  };
}
