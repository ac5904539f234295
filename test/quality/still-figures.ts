/** One painted still against the truth: shape of ours and of the plain polygon, bare places, colour and texture. */
import { outerLip } from '../../models/topology/lips.ts';
import type { Filming, Shot } from './filming.ts';
import { FRAME } from './filming.ts';
import { looks } from './looks.ts';
import {
  type Bare,
  borderDistances,
  borderOf,
  cut,
  eroded,
  lipIou,
  paintedShare,
  type Window,
  windowAround,
} from './masks.ts';
import { analyticLipstick, lipDifferences, percentile, strayChanges } from './painted-frame.ts';
import { fillLoops, plainLoops } from './polygon.ts';
import type { StillCase } from './still-cases.ts';
import { textureKept } from './texture.ts';

/** Around the mouth and what is painted, as a share of the mouth's width. */
const MARGIN = 0.15;
const MOUTH_CORNERS = [61, 291] as const;
/** Sure lips begin this share of the mouth's width inside the border. */
const SURE_BORDER = 0.03;
const SURE = 250;
/** Values that stand for a case's whole distribution where cases are pooled, so that each counts the same. */
const SAMPLES = 100;

export interface Shape {
  iou: number;
  /** Distances between the borders in % of the mouth's width, sorted; SAMPLES of them. */
  borderPct: number[];
  interior: Bare;
}

export interface StillRow {
  case: StillCase;
  /** Whether she was found and painted; if not, IoUs are 0 and nothing else is measured. */
  painted: boolean;
  ours: Shape;
  plain: Shape;
  /** Share of sure lip pixels with a coverage under one half. */
  cleanHidden: number;
  /** CIEDE2000 to the analytic film, sorted; SAMPLES of them. */
  deltaE: number[];
  /** Correlation of the lips' detail; for the texture group only. */
  texture: number;
  stray: number;
}

/** Distance between the mouth's corners in the picture. */
export function mouthWidthOf(landmarks: ArrayLike<number>): number {
  const [a, b] = MOUTH_CORNERS;
  return Math.hypot(landmarks[3 * a] - landmarks[3 * b], landmarks[3 * a + 1] - landmarks[3 * b + 1]);
}

const NO_SHAPE: Shape = { iou: 0, borderPct: [], interior: { excess: 0, literal: 0, areaPx: 0 } };

/** Compares a coverage of the window with the truth. */
function shapeOf(mask: Uint8Array, { truth }: Shot, window: Window, mouthWidthPx: number): Shape {
  const lips = cut(truth.lips, FRAME.widthPx, window);
  const inner = cut(truth.innerMouth, FRAME.widthPx, window);
  const distances = borderDistances(borderOf(mask, window.widthPx), borderOf(lips, window.widthPx));
  const borderPct = distances.map((px) => (100 * px) / mouthWidthPx).sort((a, b) => a - b);
  return {
    iou: lipIou(mask, lips),
    borderPct: thinned(borderPct),
    interior: paintedShare(inner, lips, mask),
  };
}

/** What the plain polygon of the same landmarks covers in the window. */
export function plainCoverage({ face }: Shot, window: Window): Uint8Array {
  return face
    ? fillLoops(plainLoops(face.landmarks), window)
    : new Uint8Array(window.widthPx * window.heightPx);
}

/** Everything that is lip or inside of the mouth in truth, and everything that is painted. */
export function windowOf({ truth, part, face }: Shot): Window {
  const places = outerLip.flatMap((index) => [...truth.landmarks.subarray(3 * index, 3 * index + 2)]);
  if (part.widthPx > 0) places.push(part.xPx, part.yPx, part.xPx + part.widthPx, part.yPx + part.heightPx);
  if (face) places.push(...plainLoops(face.landmarks).flat());
  return windowAround(places, FRAME, Math.ceil(MARGIN * mouthWidthOf(truth.landmarks)));
}

export function measureStill(still: StillCase, shot: Shot, filming: Filming): StillRow {
  const window = windowOf(shot);
  const mouthWidthPx = mouthWidthOf(shot.truth.landmarks);
  const { painted, found, before, after, truth } = shot;
  const stray = strayChanges(before, after, found, FRAME);
  if (!painted) {
    const missed = { ours: NO_SHAPE, plain: NO_SHAPE, cleanHidden: 1, deltaE: [], texture: Number.NaN };
    return { case: still, painted, stray, ...missed };
  }
  const analytic = filming.analytic(shot, analyticLipstick(looks[still.look]));
  return {
    case: still,
    painted,
    ours: shapeOf(cut(found, FRAME.widthPx, window), shot, window, mouthWidthPx),
    plain: shapeOf(plainCoverage(shot, window), shot, window, mouthWidthPx),
    cleanHidden: hiddenShare(shot, window, mouthWidthPx),
    deltaE: thinned(lipDifferences(after, analytic, found, truth.lips, FRAME)),
    texture: still.group === 'texture' ? keptTexture(shot, window, mouthWidthPx) : Number.NaN,
    stray,
  };
}

/** Share of the sure lip pixels that paint covers less than half. */
export function hiddenShare({ truth, found }: Shot, window: Window, mouthWidthPx: number): number {
  const lips = cut(truth.lips, FRAME.widthPx, window);
  const mask = cut(found, FRAME.widthPx, window);
  const sure = eroded(lips, window.widthPx, SURE, SURE_BORDER * mouthWidthPx);
  let count = 0;
  let hidden = 0;
  for (let i = 0; i < sure.length; i++) {
    if (sure[i] === 0) continue;
    count++;
    if (mask[i] < 128) hidden++;
  }
  return count === 0 ? 0 : hidden / count;
}

function keptTexture({ before, after, truth }: Shot, window: Window, mouthWidthPx: number): number {
  const [bare, painted, lips] = [before, after, truth.lips].map((plane) => cut(plane, FRAME.widthPx, window));
  return textureKept(bare, painted, lips, window.widthPx, mouthWidthPx);
}

/** Evenly spaced quantiles of sorted values. */
function thinned(sorted: readonly number[]): number[] {
  if (sorted.length === 0) return [];
  return Array.from({ length: SAMPLES }, (_, i) => percentile(sorted, (i + 0.5) / SAMPLES));
}
