/**
 * Lips of a frame and the light on them in, how strongly the coat's highlight shows at each pixel of a row out. It lies
 * where a mirror would throw the light into the camera, drawn out along the lip, and the lip's furrows break it up: those
 * the camera sees, and finer ones of our own, fixed to the lip, where its picture is too soft to show any.
 */
import type { LipMask } from '../lips/coverage.ts';
import { ANGLE_STEPS, type Coat, MAX_ANGLE2 } from './coat.ts';
import { findHalfway, furrowTable, type Halfway, type LipAnchor, rimTable, tiltTable } from './lip-anchor.ts';
import type { LipTexture } from './texture.ts';

const ANGLE_SCALE = ANGLE_STEPS / MAX_ANGLE2;
/** Radians that the lip's normal leans for a luma that changes by its mean over the averaged square, and at the most. */
const CREASE_LEAN = 1.3;
const MAX_LEAN = 0.3;
/** Radians that our own furrows lean aside, and up or down, and what they take from the highlight, at the most. */
const FURROW_ASIDE = 0.16;
const FURROW_TILT = 0.07;
const FURROW_SHADE = 0.3;
/** Steps along the lip over which a highlight fades towards a commissure, where the lip is too thin to hold one. */
const CORNER_STEPS = 32;
/** A pixel's own brightness over the mean, up to which it lets the highlight through: shadow and creases hold it back. */
const MAX_BRIGHT = 1.35;

export interface HighlightStage {
  prepare(coat: Coat, anchor: LipAnchor): void;
  /** Fills `out` with shares of the coat's highlight at covered pixels of row `y`. */
  fillRow(
    out: Float32Array,
    mask: LipMask,
    y: number,
    coat: Coat,
    anchor: LipAnchor,
    texture: LipTexture,
  ): void;
}

/** About 20 ns per lip pixel. */
export function buildHighlight(): HighlightStage {
  const halfway: Halfway = { aside: 0, tilt: 0 };
  const steps = furrowTable.length;
  const alongSteps = steps / 2;
  /** At each step along: angle aside to the highlight's middle, what furrows add to the tilt, what they let through. */
  const aside = new Float32Array(steps);
  const furrowTilt = new Float32Array(steps);
  const through = new Float32Array(steps);
  /** At each step across, of the lower and then of the upper lip: angle down to the highlight's middle. */
  const down = new Float32Array(steps);

  return {
    prepare({ highlightStretch, highlightRelief }, anchor) {
      findHalfway(anchor, halfway);
      const { turn } = anchor.facing;
      for (let i = 0; i < steps; i++) {
        const furrow = highlightRelief * (furrowTable[i] as number);
        aside[i] = ((turn[i] as number) + FURROW_ASIDE * furrow - halfway.aside) / highlightStretch;
        furrowTilt[i] = FURROW_TILT * highlightRelief * (furrowTable[steps - 1 - i] as number);
        const toCorner = Math.min(i % alongSteps, alongSteps - 1 - (i % alongSteps));
        const atCorner = Math.min(1, toCorner / CORNER_STEPS);
        through[i] = atCorner * (1 - 0.5 * FURROW_SHADE * (highlightRelief + furrow));
        down[i] = (tiltTable[i] as number) - halfway.tilt;
      }
    },
    fillRow(out, { alpha, widthPx, heightPx }, y, coat, { surface, facing }, texture) {
      const { along, across } = surface;
      const { luma, mean, black, reachPx } = texture;
      const { highlight, highlightRelief, highlightStretch } = coat;
      const { axes } = facing;
      const lean = (CREASE_LEAN * highlightRelief) / mean;
      const narrow = lean / highlightStretch;
      const leanXX = narrow * (axes[0] as number);
      const leanXY = narrow * (axes[1] as number);
      const leanYX = lean * (axes[3] as number);
      const leanYY = lean * (axes[4] as number);
      const above = y >= reachPx ? -reachPx * widthPx : 0;
      const below = y + reachPx < heightPx ? reachPx * widthPx : 0;
      for (let x = 0, at = y * widthPx; x < widthPx; x++, at++) {
        if (alpha[at] === 0) continue;
        const way = along[at] as number;
        const place = across[at] as number;
        const right = x + reachPx < widthPx ? reachPx : 0;
        const left = x >= reachPx ? reachPx : 0;
        const slopeX = (luma[at + right] as number) - (luma[at - left] as number);
        const slopeY = (luma[at + below] as number) - (luma[at + above] as number);
        const leanX = leanXX * slopeX + leanXY * slopeY;
        const leanY = leanYX * slopeX + leanYY * slopeY;
        const sideways = (aside[way] as number) - clampLean(leanX);
        const downwards =
          (down[(way & 256) | place] as number) + (furrowTilt[way] as number) - clampLean(leanY);
        const angle2 = (sideways * sideways + downwards * downwards) * ANGLE_SCALE;
        const bright = ((luma[at] as number) - black) / mean;
        const open = bright > MAX_BRIGHT ? MAX_BRIGHT : bright < 0 ? 0 : bright;
        const passed = (through[way] as number) * (rimTable[place] as number) * open * open * open;
        out[x] = passed * (highlight[angle2 < ANGLE_STEPS ? angle2 | 0 : ANGLE_STEPS] as number);
      }
    },
  };
}

const clampLean = (lean: number): number =>
  lean > MAX_LEAN ? MAX_LEAN : lean < -MAX_LEAN ? -MAX_LEAN : lean;
