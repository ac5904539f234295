/**
 * Lip contours in, a grid that moves with the lips out: every block of the picture around the mouth gets the number of
 * the cell it lies in, whatever the mouth does. Columns run along the mouth, rows from above the upper lip to below the
 * lower one; the first and the last row, and the columns beyond the corners, are skin beside the lips.
 */
import type { Planes } from '../frames/planes.ts';
import { CONTOUR_POINTS, type Contour, type LipContours } from './contour.ts';
import type { LipMask } from './coverage.ts';

/** Columns between the corners, and beyond each corner. A column of a 130 px mouth is 5 px wide. */
const INNER_COLUMNS = 24;
const BESIDE_COLUMNS = 2;
export const CELL_COLUMNS = INNER_COLUMNS + 2 * BESIDE_COLUMNS;
/** Rows of one lip from its outline to the opening. */
export const LIP_ROWS = 4;
/** Skin above, upper lip, lower lip, skin below. */
export const CELL_ROWS = 2 * LIP_ROWS + 2;
export const CELLS = CELL_COLUMNS * CELL_ROWS;
/** How far the skin rows reach, as a share of the mouth's width. */
const BESIDE = 0.06;
/** Blocks along the mouth at most; larger mouths get larger blocks, so the cost stays. */
const MOST_BLOCKS = 72;
/** Blocks that lie in no cell: the mouth's inside and what is farther away. */
const NO_CELL = -1;

/** Where the four curves are tabled along the mouth. */
const STEPS = 64;
const HALF = CONTOUR_POINTS / 2;
const MIN_LIP_PX = 1.5;

/** The blocks: squares of `sidePx` (even, so they are whole chroma blocks) from an even corner of the frame. */
export interface BlockGrid {
  xPx: number;
  yPx: number;
  sidePx: number;
  columns: number;
  rows: number;
}

/**
 * Lays the grid over the mask and the skin beside it.
 * @returns false when the lips are not in the frame
 */
export function layGrid(
  grid: BlockGrid,
  planes: Planes,
  { mouthWidthPx }: LipContours,
  mask: LipMask,
): boolean {
  const margin = BESIDE * mouthWidthPx;
  grid.sidePx = 2 * Math.max(1, Math.ceil(mouthWidthPx / (2 * MOST_BLOCKS)));
  grid.xPx = Math.max(0, Math.floor(mask.xPx - margin)) & ~1;
  grid.yPx = Math.max(0, Math.floor(mask.yPx - margin)) & ~1;
  const right = Math.min(planes.widthPx, mask.xPx + mask.widthPx + margin);
  const bottom = Math.min(planes.heightPx, mask.yPx + mask.heightPx + margin);
  grid.columns = Math.max(0, Math.floor((right - grid.xPx) / grid.sidePx));
  grid.rows = Math.max(0, Math.floor((bottom - grid.yPx) / grid.sidePx));
  return mask.widthPx > 0 && mask.heightPx > 0 && grid.columns > 1 && grid.rows > 1;
}

export interface LipCells {
  /** Cell of each block of the grid, row by row, or NO_CELL. */
  cell: Int16Array;
  run(contours: LipContours, grid: BlockGrid): void;
}

/** About 0.02 ms. */
export function buildLipCells(): LipCells {
  const outerTop = new Float32Array(STEPS + 1);
  const innerTop = new Float32Array(STEPS + 1);
  const innerBottom = new Float32Array(STEPS + 1);
  const outerBottom = new Float32Array(STEPS + 1);
  /** The mouth's own axes: its left corner, its direction, its width. */
  const axes = { x: 0, y: 0, alongX: 1, alongY: 0, widthPx: 1 };

  function place(outer: Contour): void {
    axes.x = outer[0] as number;
    axes.y = outer[1] as number;
    const dx = (outer[2 * HALF] as number) - axes.x;
    const dy = (outer[2 * HALF + 1] as number) - axes.y;
    axes.widthPx = Math.max(1, Math.hypot(dx, dy));
    axes.alongX = dx / axes.widthPx;
    axes.alongY = dy / axes.widthPx;
  }

  /** Tables one half of a contour: heights over the line through the corners; where it folds, the outermost. */
  function table(contour: Contour, first: number, side: 1 | -1, out: Float32Array): void {
    out.fill(Number.NaN);
    for (let i = 0; i < HALF; i++) {
      const from = 2 * (first + i);
      const to = 2 * ((first + i + 1) % CONTOUR_POINTS);
      const fromX = (contour[from] as number) - axes.x;
      const fromY = (contour[from + 1] as number) - axes.y;
      const toX = (contour[to] as number) - axes.x;
      const toY = (contour[to + 1] as number) - axes.y;
      const u0 = ((fromX * axes.alongX + fromY * axes.alongY) * STEPS) / axes.widthPx;
      const u1 = ((toX * axes.alongX + toY * axes.alongY) * STEPS) / axes.widthPx;
      const h0 = fromY * axes.alongX - fromX * axes.alongY;
      const h1 = toY * axes.alongX - toX * axes.alongY;
      const last = Math.min(STEPS, Math.floor(Math.max(u0, u1)));
      for (let u = Math.max(0, Math.ceil(Math.min(u0, u1))); u <= last; u++) {
        const h = u0 === u1 ? h0 : h0 + ((h1 - h0) * (u - u0)) / (u1 - u0);
        const known = out[u] as number;
        if (!(side * known >= side * h)) out[u] = h;
      }
    }
  }

  /** Beyond the opening's corners the lips meet in the middle; nowhere is a lip thinner than can be measured. */
  function close(): void {
    for (let u = 0; u <= STEPS; u++) {
      const top = Number.isNaN(outerTop[u] as number) ? 0 : (outerTop[u] as number);
      const bottom = Number.isNaN(outerBottom[u] as number) ? 0 : (outerBottom[u] as number);
      const middle = (top + bottom) / 2;
      const upper = Number.isNaN(innerTop[u] as number) ? middle : (innerTop[u] as number);
      const lower = Number.isNaN(innerBottom[u] as number) ? middle : (innerBottom[u] as number);
      innerTop[u] = Math.min(upper, (upper + lower) / 2);
      innerBottom[u] = Math.max(lower, (upper + lower) / 2);
      outerTop[u] = Math.min(top, (innerTop[u] as number) - MIN_LIP_PX);
      outerBottom[u] = Math.max(bottom, (innerBottom[u] as number) + MIN_LIP_PX);
    }
  }

  /** Row at step u, or NO_CELL. */
  function rowAt(u: number, height: number): number {
    const top = outerTop[u] as number;
    const bottom = outerBottom[u] as number;
    const reach = BESIDE * axes.widthPx;
    if (height < top) return top - height < reach ? 0 : NO_CELL;
    if (height > bottom) return height - bottom < reach ? CELL_ROWS - 1 : NO_CELL;
    const upper = innerTop[u] as number;
    if (height <= upper) return (1 + Math.min(LIP_ROWS - 1, (LIP_ROWS * (height - top)) / (upper - top))) | 0;
    const lower = innerBottom[u] as number;
    if (height < lower) return NO_CELL;
    return (LIP_ROWS + 1 + Math.min(LIP_ROWS - 1, (LIP_ROWS * (height - lower)) / (bottom - lower))) | 0;
  }

  const stage: LipCells = {
    cell: new Int16Array(0),
    run(contours, grid) {
      const blocks = grid.columns * grid.rows;
      if (stage.cell.length < blocks) stage.cell = new Int16Array(Math.ceil(blocks * 1.5));
      place(contours.outer);
      table(contours.outer, 0, 1, outerBottom);
      table(contours.outer, HALF, -1, outerTop);
      table(contours.inner, 0, 1, innerBottom);
      table(contours.inner, HALF, -1, innerTop);
      close();
      const { x, y, alongX, alongY, widthPx } = axes;
      const { sidePx } = grid;
      const px = grid.xPx + 0.5 * sidePx - x;
      for (let row = 0, at = 0; row < grid.rows; row++) {
        const py = grid.yPx + (row + 0.5) * sidePx - y;
        let along = (px * alongX + py * alongY) / widthPx;
        let height = py * alongX - px * alongY;
        for (let column = 0; column < grid.columns; column++, at++) {
          const cellColumn = (along * INNER_COLUMNS + BESIDE_COLUMNS + 1) | 0;
          stage.cell[at] = NO_CELL;
          if (cellColumn > 0 && cellColumn <= CELL_COLUMNS) {
            const u = along <= 0 ? 0 : along >= 1 ? STEPS : (along * STEPS + 0.5) | 0;
            const cellRow = rowAt(u, height);
            if (cellRow !== NO_CELL) stage.cell[at] = cellRow * CELL_COLUMNS + cellColumn - 1;
          }
          along += (sidePx * alongX) / widthPx;
          height -= sidePx * alongY;
        }
      }
    },
  };
  return stage;
}

/** Is this cell lip, and not the skin beside it? */
export const isLipCell = (cell: number): boolean => {
  const row = (cell / CELL_COLUMNS) | 0;
  const column = cell % CELL_COLUMNS;
  return row > 0 && row < CELL_ROWS - 1 && column >= BESIDE_COLUMNS && column < CELL_COLUMNS - BESIDE_COLUMNS;
};

/** Does this cell touch the mouth's opening, where teeth and shadow come and go? */
export const isOpeningCell = (cell: number): boolean => {
  const row = (cell / CELL_COLUMNS) | 0;
  return row === LIP_ROWS || row === LIP_ROWS + 1;
};

/** The middle of each lip: neither the skin at its border nor the dark between the lips. */
export const isCoreCell = (cell: number): boolean => {
  const row = (cell / CELL_COLUMNS) | 0;
  return isLipCell(cell) && !isOpeningCell(cell) && row !== 1 && row !== CELL_ROWS - 2;
};

/** Does this cell lie at the lips' outline, or beside the lips? */
export const isBorderCell = (cell: number): boolean => {
  const row = (cell / CELL_COLUMNS) | 0;
  return row <= 1 || row >= CELL_ROWS - 2 || !isLipCell(cell);
};
