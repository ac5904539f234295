/**
 * Evidence on bare lips in, the distance from which a block is doubtful out: how far these lips stray from what is known
 * of them is a matter of the camera's noise and of how much she moves. Still lips in good light show a finger of her own
 * skin that talking lips would not.
 */

/**
 * The distance is where 95 % of her bare lips stay, and half as much again. Measured (95 %): 0.5–1.5 on faces at rest,
 * 2.5–2.7 while talking; a finger of her own skin lies at 4–14.
 */
const SHARE_BEYOND = 0.05;
const TIMES = 1.5;
const ADDS = 1.1;
const LEAST = 2.8;
const MOST = 5.5;
const FOLLOW_MS = 1000;
/** Squared distances are counted in bins up to `FARTHEST`. */
const BINS = 32;
const FARTHEST = 8;

export class LipStrays {
  private readonly counts = new Uint16Array(BINS);
  private total = 0;
  private readonly state = new Float32Array([MOST]);

  /** Squared distance at which a block looks as much like something else as like lip. */
  get doubtful(): number {
    return this.state[0] as number;
  }

  clear(): void {
    this.state[0] = MOST;
  }

  begin(): void {
    this.counts.fill(0);
    this.total = 0;
  }

  /** Adds the squared distance of a bare block, `distances[at]`. */
  add(distances: Float32Array, at: number): void {
    const bin = Math.min(BINS - 1, Math.max(0, ((distances[at] as number) * BINS) / FARTHEST) | 0);
    this.counts[bin] = (this.counts[bin] as number) + 1;
    this.total++;
  }

  follow(elapsedMs: number): void {
    if (this.total === 0) return;
    let bin = BINS;
    for (let beyond = 0; bin > 0 && beyond < SHARE_BEYOND * this.total; ) {
      bin--;
      beyond += this.counts[bin] as number;
    }
    const far = ((bin + 0.5) * FARTHEST) / BINS;
    const wished = Math.min(MOST, Math.max(LEAST, ADDS + TIMES * far));
    this.state[0] = this.doubtful + (1 - Math.exp(-elapsedMs / FOLLOW_MS)) * (wished - this.doubtful);
  }
}
