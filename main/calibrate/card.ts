/** What a colour card is to the calibration: patches of known colour at known places, and how it is found in a picture. */
import type { Triple } from './colour.ts';

/** A place on the card: x to the right, y down, in the card's own units. */
export interface Point {
  x: number;
  y: number;
}

/** What white paper reflects of what a perfect diffuser would; a card that is told in absolute colours is divided by it. */
export const PAPER_ALBEDO = 0.9;

export interface Patch {
  /** As it is printed beside it or counted on it: A1 is the first of the first row. */
  name: string;
  /** Linear sRGB under a white light, white paper being 1, 1, 1. */
  colour: Readonly<Triple>;
  centre: Point;
}

export interface Card {
  /** As it is called in sentences. */
  title: string;
  patches: readonly Patch[];
  columns: number;
  rows: number;
  /** Side of the part of a patch that is looked at: its middle, away from its edges. */
  sampleSide: number;
  /** Between the centres of neighbouring patches. */
  pitch: number;
  /** Places that are bare white paper; empty on a card that has none. */
  paper: readonly Point[];
  /** Side of the part that is looked at around such a place. */
  paperSide: number;
  /**
   * What is known when it is looked for: the centres of its four corner marks, or of its four corner patches; clockwise
   * from the upper left.
   */
  corners: readonly [Point, Point, Point, Point];
  /** Whether marks or the grid of patches show where it is. */
  foundBy: 'marks' | 'grid';
}

/** Centres of a grid's patches, row by row. */
export function gridCentres(columns: number, rows: number, pitch: number, first: Point): Point[] {
  return Array.from({ length: columns * rows }, (_, i) => ({
    x: first.x + (i % columns) * pitch,
    y: first.y + Math.floor(i / columns) * pitch,
  }));
}

/** A1, A2 … for the patches of the first row, B1 … for the second. */
export const patchName = (index: number, columns: number): string =>
  `${String.fromCharCode(65 + Math.floor(index / columns))}${(index % columns) + 1}`;
