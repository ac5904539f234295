/**
 * Tells noise from motion. In: how far small groups of points lie from where they were believed to be; out: the share of
 * that way which each group should go. Noise points another way in every frame and motion goes on, so whatever does not go
 * on teaches how loud the noise is.
 */

/** A step this many times the noise is followed half-way. The lag is half of that at most, however long she moves. */
const CAUTION = 5;
/** Frames over which the noise is learnt, and how many times itself one frame may teach. */
const LEARN_OVER = 15;
const MAX_LESSON = 4;
/** How surely a step in the last one's direction is motion: at 3, of an oscillation of 5 Hz nothing is taken for noise. */
const GOING_ON = 3;

export interface GaugeOptions {
  groups: number;
  /** Lengths that make up the step of one group. */
  lengths: number;
  /** The noise that is believed, as shares of the unit. The upper bound bounds the lag. */
  leastNoise: number;
  mostNoise: number;
}

export interface Gauge {
  /** Lengths of all groups' steps, to be filled before `run`. */
  readonly steps: Float32Array;
  /** Share of its step that each group should go, 0..1. */
  readonly shares: Float32Array;
  /** Forgets what it has learnt. */
  begin(): void;
  /** @param unit holds one length, which the bounds are shares of; about 1 µs for 160 lengths */
  run(unit: Float32Array): void;
}

export function buildGauge({ groups, lengths, leastNoise, mostNoise }: GaugeOptions): Gauge {
  const steps = new Float32Array(groups * lengths);
  const lastSteps = new Float32Array(groups * lengths);
  const shares = new Float32Array(groups);
  /** Mean square of one length. */
  const noises = new Float32Array(groups);

  function weigh(group: number, unit: Float32Array): void {
    let power = 0;
    let goingOn = 0;
    for (let i = group * lengths; i < (group + 1) * lengths; i++) {
      const step = steps[i] as number;
      power += step * step;
      goingOn += step * (lastSteps[i] as number);
      lastSteps[i] = step;
    }
    const least = (leastNoise * (unit[0] as number)) ** 2;
    const most = (mostNoise * (unit[0] as number)) ** 2;
    const before = Math.max(least, noises[group] as number);
    const restless = Math.max(0, power - GOING_ON * Math.max(0, goingOn)) / lengths;
    const noise = before + (Math.min(restless, MAX_LESSON * before) - before) / LEARN_OVER;
    noises[group] = Math.min(noise, most);
    shares[group] = power / (power + CAUTION * CAUTION * lengths * (noises[group] as number));
  }

  return {
    steps,
    shares,
    begin() {
      noises.fill(0);
      lastSteps.fill(0);
    },
    run(unit) {
      for (let group = 0; group < groups; group++) weigh(group, unit);
    },
  };
}
