/** How bright the light is over the card: a smooth field through its bare paper, 1 at the card's middle. */
import type { Card, Point } from './card.ts';
import type { Triple } from './colour.ts';
import { leastSquares } from './linear-algebra.ts';
import { brightness, type Reading } from './readings.ts';

export interface Illumination {
  /** The light at a place over that in the card's middle. */
  at(place: Point): number;
  /** Brightest over dimmest place of the card. */
  range: number;
  /** The card's places scaled to −1…1, for whoever needs a gradient of his own. */
  scaled(place: Point): Point;
  /** Linear camera values of paper in the card's middle; undefined on a card without paper. */
  paper: Triple | undefined;
  /** The bit of paper that differs most from the field, and by what share. */
  worst: { centre: Point; off: number } | undefined;
}

/** Log brightness is a polynomial of second degree: gradients, a lamp beside the card, the lens's dim corners. */
const terms = ({ x, y }: Point): number[] => [1, x, y, x * x, x * y, y * y];

export function fitIllumination(card: Card, paper: readonly Reading[]): Illumination {
  const scaled = scaler(card);
  if (paper.length === 0) {
    return { at: () => 1, range: 1, scaled, paper: undefined, worst: undefined };
  }
  const logs = paper.map(({ colour }) => Math.log(Math.max(1e-4, brightness(colour))));
  const rows = paper.map(({ centre }) => terms(scaled(centre)));
  const fitted = leastSquares(rows, logs, 1e-6) ?? [0, 0, 0, 0, 0, 0];
  const logAt = (place: Point): number =>
    terms(scaled(place)).reduce((sum, term, i) => (i === 0 ? 0 : sum + term * (fitted[i] as number)), 0);
  const at = (place: Point): number => Math.exp(logAt(place));
  const fields = paper.map(({ centre }) => at(centre));
  const mean = ([0, 1, 2] as const).map((c) =>
    median(paper.map(({ colour }, i) => colour[c] / (fields[i] as number))),
  );
  const level = Math.exp(fitted[0] as number);
  const offs = paper.map(({ colour }, i) =>
    Math.abs(brightness(colour) / (level * (fields[i] as number)) - 1),
  );
  const worst = offs.indexOf(Math.max(...offs));
  return {
    at,
    range: Math.max(...fields) / Math.min(...fields),
    scaled,
    paper: mean as Triple,
    worst: { centre: (paper[worst] as Reading).centre, off: offs[worst] as number },
  };
}

function scaler({ corners: [first, , last] }: Card): (place: Point) => Point {
  const middle = { x: (first.x + last.x) / 2, y: (first.y + last.y) / 2 };
  const half = { x: (last.x - first.x) / 2, y: (last.y - first.y) / 2 };
  return ({ x, y }) => ({ x: (x - middle.x) / half.x, y: (y - middle.y) / half.y });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
