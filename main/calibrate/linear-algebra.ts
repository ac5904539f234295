/** Small dense systems of equations; at most twenty unknowns, so plain arrays do. */

/**
 * Solves A·x = b by Gauss elimination with pivots.
 * @param rows each row of A with its b behind it; changed on the way
 * @returns undefined when A is singular
 */
export function solveLinear(rows: number[][]): number[] | undefined {
  const size = rows.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(at(rows, row, column)) > Math.abs(at(rows, pivot, column))) pivot = row;
    }
    if (Math.abs(at(rows, pivot, column)) < 1e-12) return undefined;
    [rows[column], rows[pivot]] = [rows[pivot] as number[], rows[column] as number[]];
    for (let row = 0; row < size; row++) {
      if (row !== column) subtract(rows, row, column);
    }
  }
  return rows.map((row, i) => (row[size] as number) / (row[i] as number));
}

const at = (rows: readonly (readonly number[])[], row: number, column: number): number =>
  rows[row]?.[column] as number;

function subtract(rows: number[][], row: number, pivot: number): void {
  const factor = at(rows, row, pivot) / at(rows, pivot, pivot);
  const target = rows[row] as number[];
  for (let i = pivot; i < target.length; i++) target[i] = (target[i] as number) - factor * at(rows, pivot, i);
}

/** The x that makes |A·x − b|² least. @param ridge added to the diagonal, so that unknowns nobody asks for stay 0 */
export function leastSquares(
  a: readonly (readonly number[])[],
  b: readonly number[],
  ridge = 0,
): number[] | undefined {
  const unknowns = a[0]?.length ?? 0;
  const rows = Array.from({ length: unknowns }, (_, i) => {
    const row = Array.from({ length: unknowns }, (_, j) => dot(a, i, (equation) => at(a, equation, j)));
    row[i] = (row[i] as number) + ridge;
    return [...row, dot(a, i, (equation) => b[equation] as number)];
  });
  return solveLinear(rows);
}

function dot(a: readonly (readonly number[])[], column: number, other: (row: number) => number): number {
  return a.reduce((sum, equation, row) => sum + (equation[column] as number) * other(row), 0);
}

type Residuals = (unknowns: readonly number[]) => number[];

/** Steps of the solver; it mostly needs ten. */
const MAX_STEPS = 60;
const DIFFERENCE = 1e-5;

/**
 * The unknowns that make the sum of squared residuals least, by Levenberg and Marquardt's way from `start`.
 * Source: D. Marquardt, SIAM J. Applied Mathematics 11 (1963).
 */
export function minimise(residuals: Residuals, start: readonly number[]): number[] {
  let best = [...start];
  let errors = residuals(best);
  let damping = 1e-2;
  for (let step = 0; step < MAX_STEPS && damping < 1e8; step++) {
    const jacobian = jacobianAt(residuals, best, errors);
    const move = leastSquares(
      jacobian,
      errors.map((error) => -error),
      damping,
    );
    const next = move && best.map((value, i) => value + (move[i] as number));
    const nextErrors = next && residuals(next);
    if (next === undefined || nextErrors === undefined || !(sumSquares(nextErrors) < sumSquares(errors))) {
      damping *= 4;
      continue;
    }
    const gain = 1 - sumSquares(nextErrors) / sumSquares(errors);
    [best, errors, damping] = [next, nextErrors, damping / 5];
    if (gain < 1e-7) break;
  }
  return best;
}

function jacobianAt(residuals: Residuals, at: readonly number[], errors: readonly number[]): number[][] {
  const columns = at.map((value, i) => {
    const moved = [...at];
    moved[i] = value + DIFFERENCE;
    return residuals(moved).map((error, row) => (error - (errors[row] as number)) / DIFFERENCE);
  });
  return errors.map((_, row) => columns.map((column) => column[row] as number));
}

const sumSquares = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value * value, 0);
