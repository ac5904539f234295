/** How a flat card lies in a picture: the projection that takes its places to pixels. */
import type { Point } from './card.ts';
import { leastSquares } from './linear-algebra.ts';

/** Eight numbers a…h: x′ = (a·x + b·y + c) / (g·x + h·y + 1), y′ = (d·x + e·y + f) / (g·x + h·y + 1). */
export type Homography = readonly number[];

/** @returns undefined when fewer than four points, or points on a line, tell nothing */
export function findHomography(from: readonly Point[], to: readonly Point[]): Homography | undefined {
  const rows: number[][] = [];
  const values: number[] = [];
  from.forEach(({ x, y }, i) => {
    const { x: u, y: v } = to[i] as Point;
    rows.push([x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]);
    values.push(u, v);
  });
  return rows.length < 8 ? undefined : leastSquares(rows, values);
}

export function project(homography: Homography, { x, y }: Point): Point {
  const [a, b, c, d, e, f, g, h] = homography as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const w = g * x + h * y + 1;
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w };
}

/** Pixels that one unit of the card takes at a place, the shorter way. */
export function scaleAt(homography: Homography, place: Point): number {
  const here = project(homography, place);
  const right = project(homography, { x: place.x + 0.1, y: place.y });
  const down = project(homography, { x: place.x, y: place.y + 0.1 });
  return (
    10 *
    Math.min(Math.hypot(right.x - here.x, right.y - here.y), Math.hypot(down.x - here.x, down.y - here.y))
  );
}
