/**
 * Flakes of a coat in, the light that they throw into the camera out, over the mask's box. Flakes are fixed to the lip, by
 * where they lie along and across it, and each is a mirror with a tilt of its own: it flashes when the head or the light
 * turns it the right way. They are drawn as small discs at fractions of a pixel, so that none crawls from pixel to pixel.
 */
import type { LipMask } from '../lips/coverage.ts';
import type { Flakes } from './finishes.ts';
import { findHalfway, type Halfway, hash, type LipAnchor, tiltTable } from './lip-anchor.ts';
import type { LipTexture } from './texture.ts';

const MAX_FLAKES = 2400;
/** The surroundings hold a lamp about every 34°: how fast a flake's light changes with its angle. */
const LAMPS_PER_RADIAN = 10.5;
/** Where the main light is not thrown back, flakes still see its surroundings. */
const SURROUNDINGS = 0.35;
const MAIN_LIGHT_SPREAD = 0.55;
/** What the dullest flake shows of the brightest's light. */
const GLIMMER = 0.03;
/** Area of both lips over the square of the mouth's width, about. */
const LIP_AREA = 0.24;
/** Share of the flakes at the end of the row that fade in where there is room, so that none pops up. */
const FADE = 0.15;

/** Where a flake lies, which lip it is on, how it is tilted, how large it is: fixed for good. */
interface Flake {
  along: Float32Array;
  across: Float32Array;
  isUpper: Uint8Array;
  aside: Float32Array;
  tilt: Float32Array;
  size: Float32Array;
}

/** Any first part of the row lies evenly over both lips (M. Roberts' R2 sequence), with fewer where they grow thin. */
function scatterFlakes(): Flake {
  const flake: Flake = {
    along: new Float32Array(MAX_FLAKES),
    across: new Float32Array(MAX_FLAKES),
    isUpper: new Uint8Array(MAX_FLAKES),
    aside: new Float32Array(MAX_FLAKES),
    tilt: new Float32Array(MAX_FLAKES),
    size: new Float32Array(MAX_FLAKES),
  };
  for (let i = 0; i < MAX_FLAKES; i++) {
    const place = (0.5 + i * 0.7548776662 + 0.02 * hash(8 * i)) % 1;
    flake.along[i] = Math.acos(1 - 2 * place) / Math.PI;
    flake.across[i] = 0.03 + 0.94 * ((0.5 + i * 0.5698402909 + 0.05 * hash(8 * i + 1)) % 1);
    flake.isUpper[i] = hash(8 * i + 2) < 0.42 ? 1 : 0;
    flake.aside[i] = 2 * Math.PI * hash(8 * i + 3);
    flake.tilt[i] = 2 * Math.PI * hash(8 * i + 4);
    flake.size[i] = 0.75 + 0.5 * hash(8 * i + 5);
  }
  return flake;
}

export interface SparklesStage {
  /** Light of the flakes, a share of what a white diffuser sends back, `mask.widthPx` a row. */
  readonly light: Float32Array;
  run(flakes: Flakes, mask: LipMask, anchor: LipAnchor, texture: LipTexture): void;
}

/** About 25 ns a flake and 1 ns per pixel of the box. */
export function buildSparkles(): SparklesStage {
  const all = scatterFlakes();
  const halfway: Halfway = { aside: 0, tilt: 0 };
  /** Of the flake in hand: x, y in the box, radius, light. */
  const spot = new Float32Array(4);
  let light = new Float32Array(0);

  /** Puts the flake's middle into `spot`. */
  function place(i: number, { contours: { outer, inner } }: LipAnchor, mask: LipMask): void {
    const half = outer.length / 4;
    const share = (all.along[i] as number) * half;
    const ring = all.isUpper[i] === 1 ? 2 * half - share : share;
    const from = Math.floor(ring) % (2 * half);
    const to = (from + 1) % (2 * half);
    const t = ring - Math.floor(ring);
    const across = all.across[i] as number;
    for (let axis = 0; axis < 2; axis++) {
      const rim = (outer[2 * from + axis] as number) * (1 - t) + (outer[2 * to + axis] as number) * t;
      const core = (inner[2 * from + axis] as number) * (1 - t) + (inner[2 * to + axis] as number) * t;
      spot[axis] = rim + (core - rim) * across - (axis === 0 ? mask.xPx : mask.yPx);
    }
  }

  /** What the flake throws back, 0..1. */
  function flash(i: number, rarity: number, { facing: { turn } }: LipAnchor): number {
    const steps = turn.length / 2;
    const isUpper = all.isUpper[i] as number;
    const aside =
      (turn[isUpper * steps + Math.round((all.along[i] as number) * (steps - 1))] as number) - halfway.aside;
    const tilt =
      (tiltTable[isUpper * 256 + Math.round((all.across[i] as number) * 255)] as number) - halfway.tilt;
    const one = 0.5 + 0.5 * Math.cos(LAMPS_PER_RADIAN * aside + (all.aside[i] as number));
    const other = 0.5 + 0.5 * Math.cos(LAMPS_PER_RADIAN * tilt + (all.tilt[i] as number));
    const main = Math.exp((-0.5 * (aside * aside + tilt * tilt)) / MAIN_LIGHT_SPREAD ** 2);
    return (SURROUNDINGS + (1 - SURROUNDINGS) * main) * (GLIMMER + (1 - GLIMMER) * (one * other) ** rarity);
  }

  /** Adds the disc in `spot` to the light, its rim softened over a pixel. */
  function draw({ widthPx, heightPx }: LipMask): void {
    const x = (spot[0] as number) - 0.5;
    const y = (spot[1] as number) - 0.5;
    const radius = spot[2] as number;
    const reach = radius + 0.5;
    const firstX = Math.max(0, Math.ceil(x - reach));
    const lastX = Math.min(widthPx - 1, Math.floor(x + reach));
    const firstY = Math.max(0, Math.ceil(y - reach));
    const lastY = Math.min(heightPx - 1, Math.floor(y + reach));
    for (let row = firstY; row <= lastY; row++) {
      for (let column = firstX; column <= lastX; column++) {
        const distance = Math.sqrt((column - x) * (column - x) + (row - y) * (row - y));
        const share = Math.min(1, reach - distance);
        if (share <= 0) continue;
        const at = row * widthPx + column;
        light[at] = (light[at] as number) + share * (spot[3] as number);
      }
    }
  }

  /** Flakes in a crease or in shadow get less light. */
  function shaded({ luma, mean, black }: LipTexture, { widthPx, heightPx }: LipMask): number {
    const column = Math.min(widthPx - 1, Math.max(0, Math.floor(spot[0] as number)));
    const row = Math.min(heightPx - 1, Math.max(0, Math.floor(spot[1] as number)));
    const relative = Math.min(1.3, Math.max(0, ((luma[row * widthPx + column] as number) - black) / mean));
    return relative * relative;
  }

  return {
    get light() {
      return light;
    },
    run(flakes, mask, anchor, texture) {
      const pixels = mask.widthPx * mask.heightPx;
      if (light.length < pixels) light = new Float32Array(Math.ceil(pixels * 1.5));
      light.fill(0, 0, pixels);
      findHalfway(anchor, halfway);
      const { mouthWidthPx } = anchor.contours;
      const room = flakes.perPixel * LIP_AREA * mouthWidthPx * mouthWidthPx;
      const count = Math.min(MAX_FLAKES, flakes.count, room);
      const size = flakes.radius * mouthWidthPx;
      for (let i = 0; i < count; i++) {
        place(i, anchor, mask);
        const wanted = size * (all.size[i] as number);
        spot[2] = Math.max(flakes.minRadiusPx, wanted);
        const fade = Math.min(1, (count - i) / (FADE * count));
        // A flake too small for a pixel is drawn larger and dimmer.
        const spread = Math.min(1, wanted / (spot[2] as number));
        const seen = fade * (0.4 + 0.6 * spread) * shaded(texture, mask);
        spot[3] = seen * flakes.strength * flash(i, flakes.rarity, anchor);
        draw(mask);
      }
    },
  };
}
