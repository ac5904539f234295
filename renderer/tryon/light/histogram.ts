/**
 * A fixed histogram over 0..1 with square-root bins, so that dark lips are told apart as finely as bright ones.
 * Used for percentiles in the frame loop, where sorting would allocate.
 */

const BINS = 256;
/** How finely a value is known, in its square root: the width of a bin. */
export const ROOT_STEP = 1 / BINS;

export class Histogram {
  private readonly counts = new Uint32Array(BINS);
  private total = 0;

  clear(): void {
    this.counts.fill(0);
    this.total = 0;
  }

  /** Values outside 0..1 land in the first or last bin. */
  add(value: number): void {
    const bin = value <= 0 ? 0 : value >= 1 ? BINS - 1 : (Math.sqrt(value) * BINS) | 0;
    this.counts[bin] = (this.counts[bin] as number) + 1;
    this.total++;
  }

  /** Value under which the given share (0..1) of the samples lies; 0 when there are none. */
  percentile(share: number): number {
    if (this.total === 0) return 0;
    const wanted = share * this.total;
    let below = 0;
    for (let bin = 0; bin < BINS; bin++) {
      const count = this.counts[bin] as number;
      if (below + count >= wanted && count > 0) {
        const root = (bin + (wanted - below) / count) / BINS;
        return root * root;
      }
      below += count;
    }
    return 1;
  }
}
