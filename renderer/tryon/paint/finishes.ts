/**
 * How each finish of a lipstick treats thickness, gloss and the lip's own relief, and what it adds: data for the painter.
 */
import type { Finish } from '../../../main/contract/finishes.ts';

/** A highlight that the coat makes where it faces the light. Strengths are shares of what a white diffuser sends back. */
export interface Highlight {
  /** At its middle. */
  strength: number;
  /** Angle between the lip's normal and the highlight's middle at which it has faded, radians: the roughness. */
  width: number;
  /** 0 the sharp image of a lamp .. 1 no plateau at all. */
  softness: number;
  /** How far it is drawn out along the lip: lamps and windows seldom are points. */
  stretch: number;
  /** Of the broad sheen around it. */
  sheen: number;
  /** 0 the light's colour .. 1 the shade's. */
  tint: number;
  /** How much the lip's creases break it up: 1 as a dry lip's would. */
  relief: number;
}

/** Flakes in the coat, each a small mirror of its own. */
export interface Flakes {
  /** How many a square pixel carries at the most, so that they stay apart on small lips. */
  perPixel: number;
  /** How many there are on the largest lips. */
  count: number;
  /** Radius as a share of the mouth's width, and at least in pixels. */
  radius: number;
  minRadiusPx: number;
  /** Of one that flashes, as a share of what a white diffuser sends back. */
  strength: number;
  /** The larger, the fewer flash at a time. */
  rarity: number;
  /** 0 the light's colour .. 1 the shade's. */
  tint: number;
}

export interface FinishOptics {
  /** Bounds of what one coat hides; the shade's own coverage counts within them. */
  minCoverage: number;
  maxCoverage: number;
  /** Share of the lip's own gloss that stays visible. */
  glossKept: number;
  /** How strongly the brightest gloss is held back: 0 not at all. */
  velvet: number;
  /**
   * How far gloss is gathered into highlights: gloss of this strength, a share of what a white diffuser sends back, is halved
   * and weaker gloss more so. 0 leaves it as it is.
   */
  gathered: number;
  /** Extra light added to highlights that are already there, as a share of them. */
  gleam: number;
  /** Exponent on the lip's shading: under 1 the relief is filled in, over 1 it is deepened. */
  relief: number;
  /** What the coat hides at the outline and at the inner edge, as a multiple of the whole; alike when left out. */
  hiding?: readonly [outline: number, innerEdge: number];
  highlight?: Highlight;
  flakes?: Flakes;
}

const even = { velvet: 0, gathered: 0, relief: 1 };

export const finishOptics: Readonly<Record<Finish, FinishOptics>> = {
  matte: {
    minCoverage: 0.9,
    maxCoverage: 0.99,
    glossKept: 0.3,
    velvet: 20,
    gathered: 0,
    gleam: 0,
    relief: 0.88,
  },
  satin: {
    minCoverage: 0.75,
    maxCoverage: 0.96,
    glossKept: 0.7,
    velvet: 2,
    gathered: 0,
    gleam: 0,
    relief: 1,
  },
  gloss: {
    ...even,
    minCoverage: 0.35,
    maxCoverage: 0.8,
    glossKept: 1,
    gathered: 0.03,
    gleam: 0.8,
    highlight: { strength: 0.6, width: 0.22, softness: 0.85, stretch: 1.9, sheen: 0.03, tint: 0, relief: 1 },
  },
  vinyl: {
    ...even,
    minCoverage: 0.9,
    maxCoverage: 0.99,
    glossKept: 1,
    gathered: 0.07,
    gleam: 1,
    relief: 1.12,
    highlight: { strength: 1, width: 0.21, softness: 0.85, stretch: 2.1, sheen: 0.02, tint: 0, relief: 0.6 },
  },
  metallic: {
    ...even,
    minCoverage: 0.85,
    maxCoverage: 0.99,
    glossKept: 0.6,
    gleam: 0.2,
    relief: 1.25,
    highlight: { strength: 0.5, width: 0.6, softness: 1, stretch: 1.3, sheen: 0.1, tint: 0.75, relief: 1.5 },
  },
  shimmer: {
    ...even,
    minCoverage: 0.4,
    maxCoverage: 0.9,
    glossKept: 0.9,
    gleam: 0.2,
    highlight: { strength: 0.26, width: 0.5, softness: 1, stretch: 1.3, sheen: 0.03, tint: 0.55, relief: 1 },
    flakes: {
      perPixel: 0.14,
      count: 2400,
      radius: 0.0026,
      minRadiusPx: 0.6,
      strength: 0.42,
      rarity: 2,
      tint: 0.55,
    },
  },
  glitter: {
    ...even,
    minCoverage: 0.4,
    maxCoverage: 0.9,
    glossKept: 1,
    gleam: 0.4,
    highlight: { strength: 0.25, width: 0.3, softness: 0.9, stretch: 1.5, sheen: 0.03, tint: 0.2, relief: 1 },
    flakes: {
      perPixel: 0.065,
      count: 700,
      radius: 0.0055,
      minRadiusPx: 0.8,
      strength: 1.1,
      rarity: 4,
      tint: 0.25,
    },
  },
  sheer: { ...even, minCoverage: 0.15, maxCoverage: 0.5, glossKept: 1, gleam: 0 },
  stain: { ...even, minCoverage: 0.2, maxCoverage: 0.6, glossKept: 0.9, gleam: 0, hiding: [0.6, 1.35] },
  balm: {
    ...even,
    minCoverage: 0.1,
    maxCoverage: 0.3,
    glossKept: 1,
    gleam: 0.4,
    highlight: { strength: 0.24, width: 0.34, softness: 1, stretch: 1.6, sheen: 0.04, tint: 0, relief: 1.3 },
  },
};

/** What a topper of full gloss adds over any finish. */
export const topperHighlight: Highlight = {
  strength: 0.7,
  width: 0.2,
  softness: 0.75,
  stretch: 2,
  sheen: 0.02,
  tint: 0,
  relief: 0.7,
};
