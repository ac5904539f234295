/**
 * Lip contours in, an 8-bit coverage mask over the lips' box out: outer region minus mouth opening, feathered.
 * The mask and its scratch buffers are owned here; they grow to the largest lips seen and are never shrunk.
 */

import { smoothstep } from '../smoothstep.ts';
import { CONTOUR_POINTS, type Contour, type LipContours } from './contour.ts';

/** Half widths of the soft edge as shares of the mouth's width: about 1.3 px outside and 0.7 px inside at 720p. */
const OUTER_FEATHER = 0.011;
const INNER_FEATHER = 0.006;
const MIN_FEATHER_PX = 0.6;
/** Under this width every second contour point is left out: chords of 3 px stay within 0.05 px of the curve. */
const SMALL_MOUTH_PX = 240;
/** Opening at which the inside of the mouth begins to be left out, and from which it is left out whole, if no teeth show. */
const CLOSED_BELOW = 0.03;
const OPEN_FROM = 0.06;

/** Coverage over a box of the frame. The box starts on even pixels, so it covers whole chroma blocks. */
export interface LipMask {
  /** Coverage 0..255, row by row, `widthPx` bytes a row. */
  alpha: Uint8Array;
  xPx: number;
  yPx: number;
  widthPx: number;
  heightPx: number;
}

const emptyMask = (): LipMask => ({
  alpha: new Uint8Array(0),
  xPx: 0,
  yPx: 0,
  widthPx: 0,
  heightPx: 0,
});

/** Box of the contour plus a margin, cut to the frame and aligned to chroma blocks; empty when all is outside. */
function placeBox(
  mask: LipMask,
  outer: Contour,
  marginPx: number,
  frameWidthPx: number,
  frameHeightPx: number,
): void {
  let left = Infinity;
  let top = Infinity;
  let right = -Infinity;
  let bottom = -Infinity;
  for (let i = 0; i < CONTOUR_POINTS; i++) {
    const x = outer[2 * i] as number;
    const y = outer[2 * i + 1] as number;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  mask.xPx = Math.max(0, Math.floor(left - marginPx)) & ~1;
  mask.yPx = Math.max(0, Math.floor(top - marginPx)) & ~1;
  mask.widthPx = Math.max(0, Math.min(frameWidthPx, (Math.ceil(right + marginPx) + 1) & ~1) - mask.xPx);
  mask.heightPx = Math.max(0, Math.min(frameHeightPx, (Math.ceil(bottom + marginPx) + 1) & ~1) - mask.yPx);
}

/** Squared distances to one contour within a radius, and where a row enters and leaves it. */
class ContourField {
  private distance2 = new Float32Array(0);
  private crossing = new Uint8Array(0);
  /** Beyond it distances are not told apart. */
  private radiusPx = 0;

  /** Clears both buffers for a box of `pixels`. */
  private clear(pixels: number): void {
    if (this.distance2.length < pixels) {
      this.distance2 = new Float32Array(Math.ceil(pixels * 1.5));
      this.crossing = new Uint8Array(this.distance2.length);
    }
    this.distance2.fill(this.radiusPx * this.radiusPx, 0, pixels);
    this.crossing.fill(0, 0, pixels);
  }

  /** Contour points travel by index: fractional arguments of a call would be boxed, ten kilobytes a frame. */
  private drawDistance(box: LipMask, contour: Contour, from: number, to: number): void {
    const { radiusPx } = this;
    const ax = (contour[2 * from] as number) - box.xPx;
    const ay = (contour[2 * from + 1] as number) - box.yPx;
    const bx = (contour[2 * to] as number) - box.xPx;
    const by = (contour[2 * to + 1] as number) - box.yPx;
    const dx = bx - ax;
    const dy = by - ay;
    const inverse = 1 / Math.max(1e-9, dx * dx + dy * dy);
    const firstX = Math.max(0, Math.floor(Math.min(ax, bx) - radiusPx));
    const lastX = Math.min(box.widthPx - 1, Math.ceil(Math.max(ax, bx) + radiusPx));
    const firstY = Math.max(0, Math.floor(Math.min(ay, by) - radiusPx));
    const lastY = Math.min(box.heightPx - 1, Math.ceil(Math.max(ay, by) + radiusPx));
    for (let y = firstY; y <= lastY; y++) {
      const py = y + 0.5 - ay;
      for (let x = firstX; x <= lastX; x++) {
        const px = x + 0.5 - ax;
        const along = (px * dx + py * dy) * inverse;
        const t = along < 0 ? 0 : along > 1 ? 1 : along;
        const ex = px - t * dx;
        const ey = py - t * dy;
        const d2 = ex * ex + ey * ey;
        const at = y * box.widthPx + x;
        if (d2 < (this.distance2[at] as number)) this.distance2[at] = d2;
      }
    }
  }

  /** Marks, for each row the edge crosses, the first pixel whose centre lies right of the crossing. */
  private drawCrossing(box: LipMask, contour: Contour, from: number, to: number): void {
    const ax = (contour[2 * from] as number) - box.xPx;
    const ay = (contour[2 * from + 1] as number) - box.yPx;
    const bx = (contour[2 * to] as number) - box.xPx;
    const by = (contour[2 * to + 1] as number) - box.yPx;
    if (ay === by) return;
    const firstY = Math.max(0, Math.ceil(Math.min(ay, by) - 0.5));
    const lastY = Math.min(box.heightPx - 1, Math.ceil(Math.max(ay, by) - 0.5) - 1);
    const slope = (bx - ax) / (by - ay);
    for (let y = firstY; y <= lastY; y++) {
      const x = Math.max(0, Math.ceil(ax + (y + 0.5 - ay) * slope - 0.5));
      if (x < box.widthPx) {
        const at = y * box.widthPx + x;
        this.crossing[at] = (this.crossing[at] as number) ^ 1;
      }
    }
  }

  /** @param stride takes every n-th contour point */
  draw(box: LipMask, contour: Contour, radiusPx: number, stride: number): void {
    this.radiusPx = radiusPx;
    this.clear(box.widthPx * box.heightPx);
    for (let to = 0; to < CONTOUR_POINTS; to += stride) {
      const from = to === 0 ? CONTOUR_POINTS - stride : to - stride;
      this.drawDistance(box, contour, from, to);
      this.drawCrossing(box, contour, from, to);
    }
  }

  /** Multiplies `alpha` by the soft inside (or, inverted, by 1 − weight × inside) of the drawn contour. */
  apply(box: LipMask, invert: boolean, weight: number): void {
    const { alpha, widthPx, heightPx } = box;
    const { crossing, distance2, radiusPx } = this;
    // Rounded as the stored distances are, so that untouched pixels compare equal.
    const radius2 = Math.fround(radiusPx * radiusPx);
    for (let y = 0, at = 0; y < heightPx; y++) {
      let inside = 0;
      for (let x = 0; x < widthPx; x++, at++) {
        inside ^= crossing[at] as number;
        const d2 = distance2[at] as number;
        let share = inside;
        if (d2 < radius2) {
          const root = Math.sqrt(d2);
          share = smoothstep(0.5 + (0.5 * (inside === 1 ? root : -root)) / radiusPx);
        } else if (inside === (invert ? 0 : 1)) continue;
        alpha[at] = (alpha[at] as number) * (invert ? 1 - weight * share : share) + 0.5;
      }
    }
  }
}

export interface CoverageStage {
  readonly mask: LipMask;
  run(contours: LipContours, frameWidthPx: number, frameHeightPx: number): void;
}

/** About 0.15 ms for a 720p mouth; the cost grows with the lips' box. */
export function buildCoverage(): CoverageStage {
  const mask = emptyMask();
  const field = new ContourField();
  return {
    mask,
    run(contours, frameWidthPx, frameHeightPx) {
      const outerRadius = Math.max(MIN_FEATHER_PX, OUTER_FEATHER * contours.mouthWidthPx);
      const innerRadius = Math.max(MIN_FEATHER_PX, INNER_FEATHER * contours.mouthWidthPx);
      placeBox(mask, contours.outer, outerRadius + 1, frameWidthPx, frameHeightPx);
      const pixels = mask.widthPx * mask.heightPx;
      if (mask.alpha.length < pixels) mask.alpha = new Uint8Array(Math.ceil(pixels * 1.5));
      mask.alpha.fill(255, 0, pixels);
      const stride = contours.mouthWidthPx < SMALL_MOUTH_PX ? 2 : 1;
      field.draw(mask, contours.outer, outerRadius, stride);
      field.apply(mask, false, 1);
      const gap = smoothstep((contours.opening - CLOSED_BELOW) / (OPEN_FROM - CLOSED_BELOW));
      const open = Math.max(gap, contours.openSeen);
      if (open === 0) return;
      field.draw(mask, contours.inner, innerRadius, stride);
      field.apply(mask, true, open);
    },
  };
}
