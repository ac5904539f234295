/**
 * How hidden each block is in, the same without small patches out: what covers a lip is larger than the wet glint, the
 * tooth or the fold that a block may take for something else.
 */
import { type BlockGrid, isBorderCell, isLipCell, isOpeningCell } from './lip-cells.ts';

/** Least sum of evidence over a patch, as a share of the lips' blocks. Evidence reaches 3 where a block is surely no lip. */
const LEAST = 0.02;
/** What covers a lip comes from somewhere: a patch within the lips must be as large as this share of them. */
const LEAST_WITHIN = 0.12;

export interface Patches {
  /** @param evidence per block @param cell of each block */
  run(hide: Float32Array, evidence: Float32Array, cell: Int16Array, grid: BlockGrid): void;
}

/** About 5 ns a block. */
export function buildPatches(): Patches {
  let waiting = new Int32Array(0);
  let seen = new Uint8Array(0);

  function isLip(cell: Int16Array, at: number): boolean {
    const number = cell[at] as number;
    return number >= 0 && isLipCell(number) && !isOpeningCell(number);
  }

  /** Gathers the patch around a block into `waiting`. @returns its size */
  function gather(hide: Float32Array, first: number, columns: number, blocks: number): number {
    let count = 0;
    waiting[count++] = first;
    seen[first] = 1;
    for (let next = 0; next < count; next++) {
      const at = waiting[next] as number;
      const column = at % columns;
      for (let side = 0; side < 4; side++) {
        const to = at + (side === 0 ? -1 : side === 1 ? 1 : side === 2 ? -columns : columns);
        if (to < 0 || to >= blocks || (side === 0 && column === 0) || (side === 1 && column === columns - 1))
          continue;
        if (seen[to] === 1 || hide[to] === 0) continue;
        seen[to] = 1;
        waiting[count++] = to;
      }
    }
    return count;
  }

  /** Is the patch of `count` blocks in `waiting` large enough, and does it come from outside the lips? */
  function counts(evidence: Float32Array, cell: Int16Array, count: number, lips: number): boolean {
    let sum = 0;
    let within = 0;
    let outside = 0;
    for (let i = 0; i < count; i++) {
      const at = waiting[i] as number;
      const number = cell[at] as number;
      if (number < 0) continue;
      if (isLip(cell, at)) {
        sum += Math.max(0, evidence[at] as number);
        within++;
      }
      if (isBorderCell(number)) outside++;
    }
    return sum >= LEAST * lips && (outside > 0 || within >= LEAST_WITHIN * lips);
  }

  return {
    run(hide, evidence, cell, { columns, rows }) {
      const blocks = columns * rows;
      if (seen.length < blocks) {
        waiting = new Int32Array(Math.ceil(blocks * 1.5));
        seen = new Uint8Array(waiting.length);
      }
      seen.fill(0, 0, blocks);
      let lips = 0;
      for (let at = 0; at < blocks; at++) if (isLip(cell, at)) lips++;
      for (let first = 0; first < blocks; first++) {
        if (hide[first] === 0 || seen[first] === 1) continue;
        const count = gather(hide, first, columns, blocks);
        if (counts(evidence, cell, count, lips)) continue;
        for (let i = 0; i < count; i++) hide[waiting[i] as number] = 0;
      }
    },
  };
}
