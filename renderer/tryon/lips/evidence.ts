/**
 * Noisy evidence per block in, evidence that agrees within each patch of one colour out: every block hears its neighbours,
 * the less the more their colours differ. So single blocks do not matter, edges follow what lies over the lips, and
 * blocks that can't tell by themselves (at the border, where lip and skin mix) go with the patch they belong to.
 * Recursive filtering whose reach shrinks at edges, after E. S. L. Gastal, M. M. Oliveira, "Domain transform for
 * edge-aware image and video processing" (2011).
 */
import type { BlockColours } from './block-colours.ts';

/** What a block hears of a neighbour of its own colour; 0.75 reaches about three blocks. */
const HEARS = 0.75;
/** Sum of differences (a, b, half of l) at which it hears e times less. */
const DIFFERENCE = 0.12;
const LUMA_COUNTS = 0.5;
/** exp(−x) is tabled up to x = 8. */
const TABLE_PARTS = 32;
const hears = Float32Array.from(
  { length: 8 * TABLE_PARTS + 1 },
  (_, i) => HEARS * Math.exp(-i / TABLE_PARTS),
);

export class Evidence {
  /** Set before `spread`: weight × evidence, and weight. After it: what each block has heard of both. */
  weighted = new Float32Array(0);
  weight = new Float32Array(0);
  private link = new Float32Array(0);
  private backWeighted = new Float32Array(0);
  private backWeight = new Float32Array(0);

  makeRoom(blocks: number): void {
    if (this.weight.length >= blocks) return;
    const length = Math.ceil(blocks * 1.5);
    this.weighted = new Float32Array(length);
    this.weight = new Float32Array(length);
    this.link = new Float32Array(length);
    this.backWeighted = new Float32Array(length);
    this.backWeight = new Float32Array(length);
  }

  /** About 25 ns a block. */
  spread(colours: BlockColours, columns: number, rows: number): void {
    this.tie(colours, columns * rows, 1);
    for (let row = 0; row < rows; row++) this.run(row * columns, 1, columns);
    this.tie(colours, columns * rows, columns);
    for (let column = 0; column < columns; column++) this.run(column, columns, rows);
  }

  /** How well each block hears the one `step` before it. */
  private tie({ a, b, l }: BlockColours, blocks: number, step: number): void {
    const { link } = this;
    for (let at = step; at < blocks; at++) {
      const before = at - step;
      const apart =
        Math.abs((a[at] as number) - (a[before] as number)) +
        Math.abs((b[at] as number) - (b[before] as number)) +
        LUMA_COUNTS * Math.abs((l[at] as number) - (l[before] as number));
      link[at] = hears[Math.min(hears.length - 1, ((apart * TABLE_PARTS) / DIFFERENCE) | 0)] as number;
    }
  }

  /** One line of `count` blocks, there and back. */
  private run(first: number, step: number, count: number): void {
    const { weighted, weight, link, backWeighted, backWeight } = this;
    const last = first + (count - 1) * step;
    let heardWeighted = 0;
    let heard = 0;
    for (let at = last; at >= first; at -= step) {
      backWeighted[at] = heardWeighted;
      backWeight[at] = heard;
      const share = link[at] as number;
      heardWeighted = share * (heardWeighted + (weighted[at] as number));
      heard = share * (heard + (weight[at] as number));
    }
    heardWeighted = 0;
    heard = 0;
    for (let at = first; at <= last; at += step) {
      const share = at === first ? 0 : (link[at] as number);
      heardWeighted = share * heardWeighted + (weighted[at] as number);
      heard = share * heard + (weight[at] as number);
      weighted[at] = heardWeighted + (backWeighted[at] as number);
      weight[at] = heard + (backWeight[at] as number);
    }
  }
}
