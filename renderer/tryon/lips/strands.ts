/**
 * Planes, the lips' mask and where its grid lies in, the same mask out, lowered where strands of hair cross the lips:
 * lines of a few pixels, darker than both their sides, too thin for the blocks of occlusion.ts. A line counts
 * only when it is followed from the skin beyond the outline onto the lip, which the lips' own furrows never are.
 */
import type { Planes } from '../frames/planes.ts';
import { CONTOUR_POINTS, type LipContours } from './contour.ts';
import type { LipMask } from './coverage.ts';
import { lineStrength } from './line-strength.ts';
import type { BlockGrid } from './lip-cells.ts';

/** How far beyond the outline a line is looked for, as a share of the mouth's width. */
const BAND = 0.065;
/** Half the width of the widest line, as a share of the mouth's width. */
const REACH = 0.038;
const LEAST_REACH = 3;
/** A line on the lip may lead into a lock this many times as wide, in which strands lie too close to be seen apart. */
const LOCK_TIMES = 4;
/** Coverage from which a pixel counts as lip. */
const IS_LIP = 64;
/** In the corners folds run on over the skin: no line enters there, over this share of the lips' length. */
const CORNER = 0.16;
/** Under this width of the mouth a strand is thinner than the camera sees. */
const LEAST_MOUTH_PX = 60;
/** A line gains one of these for each pixel that it goes on and loses one for each that it is not seen. */
const MOST_CREDIT = 20;
const LOSES = 1;
/** What it must have gained when it reaches the outline, as a share of the band. */
const ENTERS_WITH = 0.85;
/** How surely it must be a line (0–255) on the skin, where it stands out more than on the lip. */
const SURE_ON_SKIN = 100;
/**
 * A pixel is hidden with the strands about it, by their mean (1 2 2 2 1 both ways) times this, less that: one
 * strand takes its soft edges with it, a lock what lies between its strands.
 */
const DENSE_TIMES = 3.2;
const DENSE_FROM = 32;

export interface Strands {
  run(planes: Planes, contours: LipContours, mask: LipMask, grid: BlockGrid): void;
}

/** About 0.1 ms on bare lips, most of it for reading them; up to 0.6 ms under a lock of hair. */
export function buildStrands(): Strands {
  /** Luma along the mouth, line by line from above to below it. */
  let luma = new Int16Array(0);
  let hide = new Uint8Array(0);
  let wide = new Uint16Array(0);
  /** First and last lip pixel of each column; none where the first lies behind the last. */
  let first = new Int16Array(0);
  let last = new Int16Array(0);
  let credit = new Uint8Array(0);
  let creditBefore = new Uint8Array(0);
  /** Size of the field, its pitch in pixels, whether its lines run down the picture, and what lines are held against. */
  const field = {
    columns: 0,
    lines: 0,
    pitchPx: 1,
    isUpright: false,
    reach: 3,
    /** Reach on the lip. */
    wideReach: 3,
    band: 8,
    black: 0,
  };
  /** Lines that hold lips, and columns on which strands may enter. */
  const lips = { top: 0, bottom: -1, left: 0, right: -1 };

  function makeRoom(): void {
    const { columns, lines } = field;
    if (luma.length < columns * lines) {
      luma = new Int16Array(Math.ceil(columns * lines * 1.5));
      hide = new Uint8Array(luma.length);
      wide = new Uint16Array(luma.length);
    }
    if (first.length >= columns) return;
    const length = Math.ceil(columns * 1.5);
    first = new Int16Array(length);
    last = new Int16Array(length);
    credit = new Uint8Array(length);
    creditBefore = new Uint8Array(length);
  }

  function lay(planes: Planes, { outer, mouthWidthPx }: LipContours, grid: BlockGrid): void {
    const dx = (outer[CONTOUR_POINTS] as number) - (outer[0] as number);
    const dy = (outer[CONTOUR_POINTS + 1] as number) - (outer[1] as number);
    field.isUpright = Math.abs(dy) > Math.abs(dx);
    field.pitchPx = grid.sidePx >> 1;
    field.columns = 2 * (field.isUpright ? grid.rows : grid.columns);
    field.lines = 2 * (field.isUpright ? grid.columns : grid.rows);
    field.reach = Math.max(LEAST_REACH, Math.round((REACH * mouthWidthPx) / field.pitchPx));
    field.wideReach = LOCK_TIMES * field.reach;
    field.band = Math.max(LEAST_REACH, Math.round((BAND * mouthWidthPx) / field.pitchPx));
    field.black = planes.fullRange ? 0 : 16;
    makeRoom();
  }

  /** Copies the luma, smoothed along strands (1 2 1), and finds the lips in each column. */
  function read(planes: Planes, mask: LipMask, grid: BlockGrid): void {
    const { columns, lines, pitchPx, isUpright, black } = field;
    const { data, yOffset, yStride } = planes;
    const along = pitchPx * (isUpright ? yStride : 1);
    const across = pitchPx * (isUpright ? 1 : yStride);
    const origin = yOffset + grid.yPx * yStride + grid.xPx;
    first.fill(lines, 0, columns);
    last.fill(-1, 0, columns);
    for (let line = 0, at = 0; line < lines; line++) {
      const yStep = line === 0 || line === lines - 1 ? 0 : across;
      for (let column = 0, from = origin + line * across; column < columns; column++, at++, from += along) {
        const beside = (data[from - yStep] as number) + (data[from + yStep] as number);
        luma[at] = Math.max(0, ((beside + 2 * (data[from] as number)) >> 2) - black);
      }
    }
    const { alpha, widthPx, heightPx } = mask;
    for (let y = 0; y < heightPx; y += pitchPx) {
      const row = ((mask.yPx + y - grid.yPx) / pitchPx) | 0;
      for (let x = 0; x < widthPx; x += pitchPx) {
        if ((alpha[y * widthPx + x] as number) < IS_LIP) continue;
        const aside = ((mask.xPx + x - grid.xPx) / pitchPx) | 0;
        const column = isUpright ? row : aside;
        const line = isUpright ? aside : row;
        if (column >= columns || line >= lines) continue;
        if (line < (first[column] as number)) first[column] = line;
        if (line > (last[column] as number)) last[column] = line;
      }
    }
    lips.top = lines;
    lips.bottom = -1;
    lips.left = columns;
    lips.right = -1;
    for (let column = 0; column < columns; column++) {
      if ((last[column] as number) < 0) continue;
      lips.left = Math.min(lips.left, column);
      lips.right = column;
      lips.top = Math.min(lips.top, first[column] as number);
      lips.bottom = Math.max(lips.bottom, last[column] as number);
    }
    const corner = Math.round(CORNER * (lips.right - lips.left));
    lips.left += corner;
    lips.right -= corner;
  }

  /** Follows lines from beyond one outline across the lips. @returns whether any came onto them */
  function follow(step: 1 | -1): boolean {
    const { columns, lines, reach, wideReach, band } = field;
    const near = step === 1 ? first : last;
    const far = step === 1 ? last : first;
    const left = Math.max(reach, lips.left);
    const right = Math.min(columns - reach - 1, lips.right);
    // By the corners' line every column has come to its lip.
    const middle = (lips.top + lips.bottom) >> 1;
    const enters = Math.round(ENTERS_WITH * band);
    const begin = step === 1 ? Math.max(0, lips.top - band) : Math.min(lines - 1, lips.bottom + band);
    const end = step === 1 ? lips.bottom + 1 : lips.top - 1;
    let isCrossed = false;
    let isHeld = true;
    creditBefore.fill(0, 0, columns);
    credit.fill(0, 0, columns);
    for (let line = begin; line !== end && isHeld; line += step) {
      isHeld = step * (middle - line) > 0;
      for (let column = left; column <= right; column++) {
        credit[column] = 0;
        // Pixels from here to the outline, negative on the lip.
        const toLip = step * ((near[column] as number) - line);
        if (toLip > band || step * ((far[column] as number) - line) < 0) continue;
        const held = Math.max(
          creditBefore[column - 1] as number,
          creditBefore[column] as number,
          creditBefore[column + 1] as number,
        );
        if (toLip <= 0 && held === 0) continue;
        const at = line * columns + column;
        const isLock = toLip <= 0 && column >= wideReach && column < columns - wideReach;
        const strength = lineStrength(luma, at, isLock ? wideReach : reach);
        const isSeen = strength > (toLip > 0 ? SURE_ON_SKIN : 0);
        const now = isSeen ? Math.min(MOST_CREDIT, held + 1) : Math.max(0, held - LOSES);
        const isKept = toLip !== 1 || now >= enters;
        credit[column] = isKept ? now : 0;
        if (isKept && now > 0) isHeld = true;
        if (toLip > 0 || strength === 0 || now === 0) continue;
        isCrossed = true;
        if (strength > (hide[at] as number)) hide[at] = strength;
      }
      const swapped = creditBefore;
      creditBefore = credit;
      credit = swapped;
    }
    return isCrossed;
  }

  function followBoth(): boolean {
    const isFromAbove = follow(1);
    return follow(-1) || isFromAbove;
  }

  /** Fills what lies between dense strands and gives each its soft edge. */
  function soften(): void {
    const { columns, lines } = field;
    const top = Math.max(2, lips.top);
    const bottom = Math.min(lines - 3, lips.bottom);
    for (let line = top - 2; line <= bottom + 2; line++) {
      const start = line * columns;
      for (let column = 2; column < columns - 2; column++) {
        const at = start + column;
        const beside = (hide[at - 1] as number) + (hide[at + 1] as number);
        wide[at] =
          2 * (hide[at] as number) + 2 * beside + (hide[at - 2] as number) + (hide[at + 2] as number);
      }
    }
    for (let line = top; line <= bottom; line++) {
      const start = line * columns;
      for (let column = 2; column < columns - 2; column++) {
        const at = start + column;
        const around =
          (wide[at - columns] as number) + 2 * (wide[at] as number) + (wide[at + columns] as number);
        if (around === 0) continue;
        const filled = (around / 32) * DENSE_TIMES - DENSE_FROM;
        if (filled > (hide[at] as number)) hide[at] = Math.min(255, filled);
      }
    }
  }

  function lower(mask: LipMask, grid: BlockGrid): void {
    const { alpha, widthPx, heightPx } = mask;
    const { columns, lines, pitchPx, isUpright } = field;
    for (let y = 0; y < heightPx; y++) {
      const row = ((mask.yPx + y - grid.yPx) / pitchPx) | 0;
      for (let x = 0; x < widthPx; x++) {
        const covered = alpha[y * widthPx + x] as number;
        if (covered === 0) continue;
        const aside = ((mask.xPx + x - grid.xPx) / pitchPx) | 0;
        const column = isUpright ? row : aside;
        const line = isUpright ? aside : row;
        if (column >= columns || line >= lines) continue;
        const hidden = hide[line * columns + column] as number;
        if (hidden > 0) alpha[y * widthPx + x] = (covered * (255 - hidden)) / 255;
      }
    }
  }

  return {
    run(planes, contours, mask, grid) {
      if (contours.mouthWidthPx < LEAST_MOUTH_PX) return;
      lay(planes, contours, grid);
      read(planes, mask, grid);
      if (lips.bottom < lips.top) return;
      hide.fill(0, 0, field.columns * field.lines);
      if (!followBoth()) return;
      soften();
      lower(mask, grid);
    },
  };
}
