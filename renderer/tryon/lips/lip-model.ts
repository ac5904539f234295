/**
 * What this visitor's lips look like, cell by cell of the grid that moves with them: mean and spread of the blocks'
 * colours, learnt from blocks that are surely not covered. Asked how far a block's colour is from what its cell, the
 * cells around it or the lips as a whole have shown. Colours are told relative to her skin in the same frame, so a lamp
 * that is switched on changes nothing.
 */
import type { BlockColours } from './block-colours.ts';
import { CELL_COLUMNS, CELL_ROWS, CELLS, isCoreCell, isLipCell, LIP_ROWS } from './lip-cells.ts';

/** Time constant of what is learnt; the first frames are averaged evenly. */
const LEARN_MS = 1200;
/**
 * Spreads (one standard deviation) under which a cell is never thought steadier. Measured on three clips of people
 * talking and turning: 0.03–0.06 for a and b in the middle of a lip, 0.06–0.12 for l; twice that beside the opening.
 */
const A_VARIANCE = 0.035 ** 2;
const B_VARIANCE = 0.035 ** 2;
const L_VARIANCE = 0.1 ** 2;
/** A cell seen once is known by so much less. */
const FIRST_VARIANCE = 0.06 ** 2;
/** Shadow and highlight: what luminance may add unless it is beyond what light does to a lip (ln of a ratio). */
const SHADOW_ADDS_AT_MOST = 2;
const HIGHLIGHT_ADDS_AT_MOST = 4;
const DARKEST = -1.2;
const BRIGHTEST = 0.8;
const BEYOND_LIGHT = 25;
/** Lips get redder by themselves (stretched, wet, in their own shadow); most of what covers them is less red. */
const REDDER_COUNTS = 0.6;
/** Within this distance a cell explains its block, and no other cell is asked. */
const EXPLAINED = 4;
/** The lips as a whole explain a block less well than its place does. */
const WHOLE_TIMES = 1.5;
const WHOLE_ADDS = 1.5;

/** Mean colour of skin (a, b, l) in this frame. */
type SkinColour = Float32Array;

export class LipModel {
  /** a, b, l of each cell, and their variances. */
  private readonly mean = new Float32Array(3 * (CELLS + 1));
  private readonly variance = new Float32Array(3 * (CELLS + 1));
  /** Frames that taught a cell. The last cell stands for the lips as a whole. */
  private readonly frames = new Uint16Array(CELLS + 1);
  /** Of the frame at hand: blocks, sums and sums of squares. */
  private readonly blocks = new Uint16Array(CELLS + 1);
  private readonly sums = new Float32Array(6 * (CELLS + 1));

  /** Forgets her. */
  clear(): void {
    this.frames.fill(0);
  }

  /** Frames that taught the lips as a whole. */
  get age(): number {
    return this.frames[CELLS] as number;
  }

  begin(): void {
    this.blocks.fill(0);
    this.sums.fill(0);
  }

  /** Adds a block to what this frame teaches. */
  add(colours: BlockColours, at: number, cell: number, skin: SkinColour): void {
    this.count(colours, at, cell, skin);
    if (isCoreCell(cell)) this.count(colours, at, CELLS, skin);
  }

  private count(colours: BlockColours, at: number, cell: number, skin: SkinColour): void {
    const { sums } = this;
    const first = 6 * cell;
    const a = (colours.a[at] as number) - (skin[0] as number);
    const b = (colours.b[at] as number) - (skin[1] as number);
    const l = (colours.l[at] as number) - (skin[2] as number);
    this.blocks[cell] = (this.blocks[cell] as number) + 1;
    sums[first] = (sums[first] as number) + a;
    sums[first + 1] = (sums[first + 1] as number) + b;
    sums[first + 2] = (sums[first + 2] as number) + l;
    sums[first + 3] = (sums[first + 3] as number) + a * a;
    sums[first + 4] = (sums[first + 4] as number) + b * b;
    sums[first + 5] = (sums[first + 5] as number) + l * l;
  }

  /** Takes in what was added since `begin`. @param elapsedMs since the frame before */
  learn(elapsedMs: number): void {
    const steady = 1 - Math.exp(-elapsedMs / LEARN_MS);
    for (let cell = 0; cell <= CELLS; cell++) {
      const count = this.blocks[cell] as number;
      if (count === 0) continue;
      const seen = this.frames[cell] as number;
      const share = Math.max(steady, 1 / (seen + 1));
      this.frames[cell] = Math.min(60000, seen + 1);
      for (let c = 0; c < 3; c++) {
        const at = 3 * cell + c;
        const sum = this.sums[6 * cell + c] as number;
        const before = seen === 0 ? sum / count : (this.mean[at] as number);
        const spread = Math.max(
          0,
          ((this.sums[6 * cell + 3 + c] as number) - 2 * before * sum) / count + before * before,
        );
        this.mean[at] = before + share * (sum / count - before);
        const variance = seen === 0 ? spread : (this.variance[at] as number);
        this.variance[at] = variance + share * (spread - variance);
      }
    }
  }

  /** Lowers `distances[at]` to the block's squared distance, in standard deviations, from what one cell has shown. */
  private compare(
    colours: BlockColours,
    at: number,
    cell: number,
    skin: SkinColour,
    distances: Float32Array,
  ): void {
    const seen = this.frames[cell] as number;
    if (seen === 0) return;
    const { mean, variance } = this;
    const i = 3 * cell;
    const young = FIRST_VARIANCE / seen;
    const redder = (colours.a[at] as number) - (skin[0] as number) - (mean[i] as number);
    const a = redder > 0 ? REDDER_COUNTS * redder : redder;
    const b = (colours.b[at] as number) - (skin[1] as number) - (mean[i + 1] as number);
    const l = (colours.l[at] as number) - (skin[2] as number) - (mean[i + 2] as number);
    const light =
      l < DARKEST || l > BRIGHTEST
        ? BEYOND_LIGHT
        : Math.min(
            l < 0 ? SHADOW_ADDS_AT_MOST : HIGHLIGHT_ADDS_AT_MOST,
            (l * l) / ((variance[i + 2] as number) + L_VARIANCE + young),
          );
    const d2 =
      (a * a) / ((variance[i] as number) + A_VARIANCE + young) +
      (b * b) / ((variance[i + 1] as number) + B_VARIANCE + young) +
      light;
    const offered = cell === CELLS ? WHOLE_TIMES * d2 + WHOLE_ADDS : d2;
    if (offered < (distances[at] as number)) distances[at] = offered;
  }

  /**
   * Squared distance of a block from the best of: its cell, its neighbours in the same lip (landmarks are a cell off now
   * and then), the lips as a whole; goes into `distances[at]`, for returned it would be boxed, 20 kB a frame. Infinite where
   * nothing is known.
   */
  measure(colours: BlockColours, at: number, cell: number, skin: SkinColour, distances: Float32Array): void {
    distances[at] = Infinity;
    this.compare(colours, at, cell, skin, distances);
    if ((distances[at] as number) <= EXPLAINED) return;
    const row = (cell / CELL_COLUMNS) | 0;
    const column = cell % CELL_COLUMNS;
    for (let r = firstRow(row); r <= lastRow(row); r++) {
      for (let c = Math.max(0, column - 1); c <= Math.min(CELL_COLUMNS - 1, column + 1); c++) {
        this.compare(colours, at, r * CELL_COLUMNS + c, skin, distances);
      }
    }
    if ((distances[at] as number) <= EXPLAINED || !isLipCell(cell)) return;
    this.compare(colours, at, CELLS, skin, distances);
  }
}

/** Neighbouring rows of the same kind: skin above, upper lip, lower lip, skin below. */
const firstRow = (row: number): number =>
  row <= 1 || row === LIP_ROWS + 1 || row === CELL_ROWS - 1 ? row : row - 1;
const lastRow = (row: number): number =>
  row === 0 || row === LIP_ROWS || row >= CELL_ROWS - 2 ? row : row + 1;
