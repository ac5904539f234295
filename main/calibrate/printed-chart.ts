/** Vermilion's own printable chart: 35 patches for a lipstick counter on white paper, and a mark in each corner. In mm of A5. */
import { type Card, gridCentres, type Point, patchName } from './card.ts';
import { linearOfHex } from './colour.ts';

/** A5, lying; A4 is the same times √2. */
export const PAGE = { widthMm: 210, heightMm: 148 } as const;
export const PATCH_SIDE = 17;
/** A mark is a square ring around a square, in modules of 1, 1, 3, 1, 1: dark, paper, dark, paper, dark. */
export const MARK_SIDE = 17.5;

const COLUMNS = 7;
const ROWS = 5;
const PITCH = 22;
const FIRST: Point = { x: 39, y: 25 };
const MARK_CENTRES = [
  { x: 14, y: 14 },
  { x: 196, y: 14 },
  { x: 196, y: 134 },
  { x: 14, y: 134 },
] as const;

/** Kept within what office printers reach, because a colour that the printer moved teaches the mirror something wrong. */
const COLOURS = [
  // Neutrals; the paper is the white.
  ...['#ececec', '#c6c6c6', '#a2a2a2', '#808080', '#606060', '#424242', '#262626'],
  // Skin, light to deep (the Monk scale's, without those that are nearly paper).
  ...['#f3e7db', '#eadaba', '#d7bd96', '#a07e56', '#825c43', '#604134', '#3a312a'],
  // Lips: bare, nude, rose, red, deep.
  ...['#d9a08f', '#c47a72', '#b4555a', '#b3302c', '#8c2430', '#64222c', '#d9586b'],
  // Coral, pink, berry, plum, blush, brown, orange.
  ...['#e8897a', '#cc4470', '#93376a', '#5f2c48', '#f0bcb6', '#7a4434', '#c8682e'],
  // Primaries, and foliage and sky between them.
  ...['#bc3a38', '#4a9550', '#35509a', '#2f8fb4', '#b0528f', '#e3c740', '#4c5e3a'],
];

const centres = gridCentres(COLUMNS, ROWS, PITCH, FIRST);
const half = PITCH / 2;

export const printedChart: Card = {
  title: "Vermilion's chart",
  columns: COLUMNS,
  rows: ROWS,
  pitch: PITCH,
  sampleSide: 9,
  patches: centres.map((centre, i) => ({
    name: patchName(i, COLUMNS),
    colour: linearOfHex(COLOURS[i] as string),
    centre,
  })),
  // Where four patches meet, and as far outside the outer ones.
  paper: gridCentres(COLUMNS + 1, ROWS + 1, PITCH, { x: FIRST.x - half, y: FIRST.y - half }),
  paperSide: 2.6,
  corners: MARK_CENTRES,
  foundBy: 'marks',
};
