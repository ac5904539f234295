/** What the camera shows at a card's places: linear colour of each patch and each bit of paper, and how even each is. */
import type { Card, Point } from './card.ts';
import type { Triple } from './colour.ts';
import { decodeSrgb } from './colour.ts';
import { type Homography, project } from './homography.ts';
import { CLIPPED_CODE, linearAt, type Picture } from './picture.ts';

export interface Reading {
  /** Linear camera values, 0..1. */
  colour: Triple;
  /** Largest less smallest mean of nine parts, as a share of a white's brightness would be told by the caller. */
  spread: number;
  /** Share of points at which a channel is clipped. */
  clipped: number;
  /** Where it was read, in the card's units. */
  centre: Point;
}

export interface CardReadings {
  patches: Reading[];
  paper: Reading[];
}

const CLIPPED = decodeSrgb(CLIPPED_CODE / 255);
/** Points per side: nine parts of 4 × 4. */
const POINTS = 12;
const PART = 4;

export function readCard(picture: Picture, card: Card, homography: Homography): CardReadings {
  const read = (side: number) => (centre: Point) => readSquare(picture, homography, centre, side);
  return {
    patches: card.patches.map(({ centre }) => centre).map(read(card.sampleSide)),
    paper: card.paper.map(read(card.paperSide)),
  };
}

/** The card lies in the picture: points that rounding puts outside are left out. */
function readSquare(picture: Picture, homography: Homography, centre: Point, side: number): Reading {
  const sum: Triple = [0, 0, 0];
  const parts = new Float64Array(9);
  const counts = new Float64Array(9);
  let clipped = 0;
  for (let i = 0; i < POINTS * POINTS; i++) {
    const [column, row] = [i % POINTS, Math.floor(i / POINTS)];
    const x = centre.x + side * ((column + 0.5) / POINTS - 0.5);
    const y = centre.y + side * ((row + 0.5) / POINTS - 0.5);
    const at = project(homography, { x, y });
    const linear = linearAt(picture, at.x, at.y);
    if (linear === undefined) continue;
    for (let c = 0; c < 3; c++) sum[c] = (sum[c] as number) + (linear[c] as number);
    if (Math.max(...linear) > CLIPPED) clipped++;
    const part = 3 * Math.floor(row / PART) + Math.floor(column / PART);
    parts[part] = (parts[part] as number) + brightness(linear);
    counts[part] = (counts[part] as number) + 1;
  }
  const total = counts.reduce((a, b) => a + b, 0);
  const means = parts.map((value, i) => value / Math.max(1, counts[i] as number));
  return {
    colour: [sum[0] / total, sum[1] / total, sum[2] / total],
    spread: Math.max(...means) - Math.min(...means),
    clipped: clipped / total,
    centre,
  };
}

export const brightness = ([red, green, blue]: Readonly<Triple>): number =>
  0.2126 * red + 0.7152 * green + 0.0722 * blue;
