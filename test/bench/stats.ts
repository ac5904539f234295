/** The few statistics that the benchmark prints: pure functions over plain numbers. */

/** Value under which the given share (0..1) of the values lies, interpolated; NaN when there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** a / b. Nothing over nothing is NaN: there is no ratio to tell; something over nothing is Infinity. */
export const ratio = (a: number, b: number): number => a / b;

export interface Line {
  /** Change of y per unit of x, and half the width of its 95 % confidence interval. */
  slope: number;
  margin: number;
}

/** Student's t for a 95 % interval, by degrees of freedom from 1 up; beyond the table it is taken from its last entry. */
const STUDENT_T = [
  12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.1,
  2.09, 2.09, 2.08, 2.07, 2.07, 2.06, 2.06, 2.06, 2.05, 2.05, 2.05, 2.04,
];

/** Least-squares line through the points; the margin is NaN for fewer than three. */
export function fitLine(points: readonly (readonly [x: number, y: number])[]): Line {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  const spreadX = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  const slope = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spreadX;
  const residual = points.reduce((sum, [x, y]) => sum + (y - meanY - slope * (x - meanX)) ** 2, 0);
  const freedom = n - 2;
  const t = STUDENT_T[Math.min(freedom, STUDENT_T.length) - 1] ?? Number.NaN;
  return { slope, margin: t * Math.sqrt(residual / freedom / spreadX) };
}
