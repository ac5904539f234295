/**
 * Block colours of one frame in, answers for the moments when nothing is known of her lips yet (a new visitor, a still
 * picture) or what is known no longer fits: is the mouth under a mask, and do these look like lips at all?
 */
import type { BlockColours } from './block-colours.ts';
import { type BlockGrid, isCoreCell, isLipCell } from './lip-cells.ts';

/**
 * A mask has one colour within the lips and around them, and not that of the face. Measured on 17 real faces, 200 rendered
 * ones, three clips and 68 masks drawn over them: distance in hue between lips and surroundings at least 0.04 on bare faces
 * (0 in black and white), 0.01 at most under a mask; spread of ln luminance over the lips 0.07–0.55 and 0.04–0.07.
 */
const SAME_HUE = 0.035;
const SAME_LIGHT = 0.13;
const EVEN_HUE = 0.05;
const EVEN_LIGHT = 0.13;
const NOT_HER_HUE = 0.08;
const BRIGHTER_THAN_SKIN = 0.35;
const DARKER_THAN_SKIN = -0.7;
/** How much redder than the skin around them, ln(R′/G′), lips are at least when they are to be learnt anew. */
const REDDER = 0.04;
/** Share of the skin beside the lips that has changed, and how far its hue is from her skin's, when something lies there. */
const ACROSS = 0.06;
const NOT_SKIN = 0.1;

export interface FirstSight {
  /** One colour within the lips and around them, and not that of her face. */
  isMasked: boolean;
  /** What is hidden is redder than the skin around, and nothing lies across the border: lips, but not as known. */
  isLipLike: boolean;
  /**
   * @param cell cell of each block @param hide how hidden each block is
   * @param skin colour of her face in this frame
   */
  run(colours: BlockColours, cell: Int16Array, hide: Float32Array, grid: BlockGrid, skin: Float32Array): void;
}

/** Sums of a, b, l and of their squares over some blocks; after `finish` means and spreads. */
class Patch {
  readonly values = new Float32Array(6);
  count = 0;

  clear(): void {
    this.values.fill(0);
    this.count = 0;
  }

  add(colours: BlockColours, at: number): void {
    const { values } = this;
    for (let c = 0; c < 3; c++) {
      const value = (c === 0 ? colours.a[at] : c === 1 ? colours.b[at] : colours.l[at]) as number;
      values[c] = (values[c] as number) + value;
      values[3 + c] = (values[3 + c] as number) + value * value;
    }
    this.count++;
  }

  finish(): void {
    const { values } = this;
    const count = Math.max(1, this.count);
    for (let c = 0; c < 3; c++) {
      const mean = (values[c] as number) / count;
      values[3 + c] = Math.sqrt(Math.max(0, (values[3 + c] as number) / count - mean * mean));
      values[c] = mean;
    }
  }

  /** Distance in hue from another colour. */
  hueFrom(other: Float32Array): number {
    const a = (this.values[0] as number) - (other[0] as number);
    const b = (this.values[1] as number) - (other[1] as number);
    return Math.sqrt(a * a + b * b);
  }
}

/** Is this number that of a cell of the lips? Beyond the grid there is none. */
const isLipAt = (cell: Int16Array, at: number): boolean => {
  const number = cell[at] ?? -1;
  return number >= 0 && isLipCell(number);
};

/** Lies a block two blocks off the lips, where no lip colour has bled? */
const isApart = (cell: Int16Array, at: number, columns: number): boolean =>
  !isLipAt(cell, at - 2) &&
  !isLipAt(cell, at + 2) &&
  !isLipAt(cell, at - 2 * columns) &&
  !isLipAt(cell, at + 2 * columns);

/** About 10 ns a block; asked only while there is doubt. */
export function buildFirstSight(): FirstSight {
  const lips = new Patch();
  const hiddenLips = new Patch();
  const beside = new Patch();
  const hiddenBeside = new Patch();

  function gather(colours: BlockColours, cell: Int16Array, hide: Float32Array, grid: BlockGrid): void {
    lips.clear();
    hiddenLips.clear();
    beside.clear();
    hiddenBeside.clear();
    const blocks = grid.columns * grid.rows;
    for (let at = 0; at < blocks; at++) {
      const number = cell[at] as number;
      if (number < 0) continue;
      const isHidden = (hide[at] as number) > 0.5;
      if (isCoreCell(number)) {
        lips.add(colours, at);
        if (isHidden) hiddenLips.add(colours, at);
      } else if (!isLipCell(number) && isApart(cell, at, grid.columns)) {
        beside.add(colours, at);
        if (isHidden) hiddenBeside.add(colours, at);
      }
    }
    lips.finish();
    hiddenLips.finish();
    beside.finish();
    hiddenBeside.finish();
  }

  function looksMasked(skin: Float32Array): boolean {
    const [, , l = 0, aSpread = 0, bSpread = 0, lSpread = 0] = lips.values;
    const lBeside = beside.values[2] as number;
    if (lips.hueFrom(beside.values) > SAME_HUE || Math.abs(l - lBeside) > SAME_LIGHT) return false;
    if (aSpread > EVEN_HUE || bSpread > EVEN_HUE || lSpread > EVEN_LIGHT) return false;
    const brighter = lBeside - (skin[2] as number);
    return beside.hueFrom(skin) > NOT_HER_HUE || brighter > BRIGHTER_THAN_SKIN || brighter < DARKER_THAN_SKIN;
  }

  function looksLikeLips(skin: Float32Array): boolean {
    if (hiddenLips.count === 0) return false;
    const isCrossed = hiddenBeside.count > ACROSS * beside.count && hiddenBeside.hueFrom(skin) > NOT_SKIN;
    return !isCrossed && (hiddenLips.values[0] as number) - (beside.values[0] as number) > REDDER;
  }

  const sight: FirstSight = {
    isMasked: false,
    isLipLike: false,
    run(colours, cell, hide, grid, skin) {
      gather(colours, cell, hide, grid);
      const isSeen = lips.count > 0 && beside.count > 0;
      sight.isMasked = isSeen && looksMasked(skin);
      sight.isLipLike = isSeen && !sight.isMasked && looksLikeLips(skin);
    },
  };
  return sight;
}
