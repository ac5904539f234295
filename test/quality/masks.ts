/**
 * Coverages (0–255 per pixel) compared: overlap, borders at sub-pixel places, shares and erosion. Pure computation on
 * windows cut out of a frame, so that a frame's other million pixels cost nothing.
 */
import type { FrameSize } from './painted-frame.ts';

/** A coverage from here on counts as lip. */
const LIP = 128;

/** A rectangle of a frame. */
export interface Window {
  xPx: number;
  yPx: number;
  widthPx: number;
  heightPx: number;
}

/**
 * The smallest window around some places and `marginPx` more, within the frame.
 * @param places x and y in turn, pixels
 */
export function windowAround(places: readonly number[], size: FrameSize, marginPx: number): Window {
  const xs = places.filter((_, i) => i % 2 === 0);
  const ys = places.filter((_, i) => i % 2 === 1);
  const within = (value: number, most: number) => Math.min(most, Math.max(0, Math.floor(value)));
  const xPx = within(Math.min(...xs) - marginPx, size.widthPx);
  const yPx = within(Math.min(...ys) - marginPx, size.heightPx);
  return {
    xPx,
    yPx,
    widthPx: within(Math.max(...xs) + marginPx + 1, size.widthPx) - xPx,
    heightPx: within(Math.max(...ys) + marginPx + 1, size.heightPx) - yPx,
  };
}

/** The window's part of a mask of the whole frame. */
export function cut(mask: Uint8Array, frameWidthPx: number, window: Window): Uint8Array {
  const { xPx, yPx, widthPx, heightPx } = window;
  const part = new Uint8Array(widthPx * heightPx);
  for (let y = 0; y < heightPx; y++) {
    const from = (yPx + y) * frameWidthPx + xPx;
    part.set(mask.subarray(from, from + widthPx), y * widthPx);
  }
  return part;
}

/** Intersection over union of two coverages, each read as lip from 128 on; 1 where neither has any. */
export function lipIou(found: Uint8Array, truth: Uint8Array): number {
  let both = 0;
  let either = 0;
  for (let i = 0; i < truth.length; i++) {
    const isFound = found[i] >= LIP;
    const isLip = truth[i] >= LIP;
    if (isFound && isLip) both++;
    if (isFound || isLip) either++;
  }
  return either === 0 ? 1 : both / either;
}

/**
 * Where the mask's border runs: for each two neighbours on either side of the threshold the place between them at which
 * their coverages meet it. x and y in turn, in pixels of the window (the first pixel's centre is 0.5, 0.5).
 */
export function borderOf(mask: Uint8Array, widthPx: number): number[] {
  const border: number[] = [];
  const heightPx = widthPx === 0 ? 0 : mask.length / widthPx;
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++, at++) {
      const here = mask[at];
      if (x + 1 < widthPx && here >= LIP !== mask[at + 1] >= LIP) {
        border.push(x + 0.5 + (LIP - here) / (mask[at + 1] - here), y + 0.5);
      }
      if (y + 1 < heightPx && here >= LIP !== mask[at + widthPx] >= LIP) {
        border.push(x + 0.5, y + 0.5 + (LIP - here) / (mask[at + widthPx] - here));
      }
    }
  }
  return border;
}

/** From every place of one border to the nearest of the other, and back, in pixels. Empty when either has no border. */
export function borderDistances(one: readonly number[], other: readonly number[]): number[] {
  if (one.length === 0 || other.length === 0) return [];
  return [...nearestDistances(one, other), ...nearestDistances(other, one)];
}

function nearestDistances(from: readonly number[], to: readonly number[]): number[] {
  const distances: number[] = [];
  for (let i = 0; i < from.length; i += 2) {
    let nearest = Infinity;
    for (let j = 0; j < to.length; j += 2) {
      const dx = to[j] - from[i];
      const dy = to[j + 1] - from[i + 1];
      const distance = dx * dx + dy * dy;
      if (distance < nearest) nearest = distance;
    }
    distances.push(Math.sqrt(nearest));
  }
  return distances;
}

/** 1 where the mask is at least `least` and so is everything within `radiusPx`; beyond the window it is not. */
export function eroded(mask: Uint8Array, widthPx: number, least: number, radiusPx: number): Uint8Array {
  const heightPx = mask.length / widthPx;
  const reach = Math.ceil(radiusPx);
  const out = new Uint8Array(mask.length);
  const isSure = (x: number, y: number): boolean => {
    if (mask[y * widthPx + x] < least) return false;
    for (let dy = -reach; dy <= reach; dy++) {
      for (let dx = -reach; dx <= reach; dx++) {
        if (dx * dx + dy * dy > radiusPx * radiusPx) continue;
        const [nx, ny] = [x + dx, y + dy];
        if (nx < 0 || ny < 0 || nx >= widthPx || ny >= heightPx) return false;
        if (mask[ny * widthPx + nx] < least) return false;
      }
    }
    return true;
  };
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) out[y * widthPx + x] = isSure(x, y) ? 1 : 0;
  }
  return out;
}

/** How much of what should stay bare is painted. */
export interface Bare {
  /** Share of it under paint that its pixel's visible lips cannot account for, 0..1: a perfect painter has 0. */
  excess: number;
  /** Σ bare · paint / Σ bare: also counts the rightful paint of pixels that lips and bare share; never quite 0. */
  literal: number;
  /** Coverage in pixels. */
  areaPx: number;
}

/**
 * @param bare coverage of teeth, tongue and cavity, or of lips behind an occluder
 * @param lips visible lips in truth; all three coverages are of the same window
 */
export function paintedShare(bare: Uint8Array, lips: Uint8Array, found: Uint8Array): Bare {
  let area = 0;
  let excess = 0;
  let literal = 0;
  for (let i = 0; i < bare.length; i++) {
    if (bare[i] === 0) continue;
    area += bare[i];
    excess += Math.min(bare[i], Math.max(0, found[i] - lips[i]));
    literal += (bare[i] * found[i]) / 255;
  }
  if (area === 0) return { excess: 0, literal: 0, areaPx: 0 };
  return { excess: excess / area, literal: literal / area, areaPx: area / 255 };
}
