/**
 * Tells noise from motion. In: how far small groups of points lie from where they were believed to be; out: the share of
 * that way which each group should go. Noise points another way in every frame and motion goes on, so whatever does not go
 * on teaches how loud the noise is.
 */

/** Evidence of motion, in variances of the noise: a step by itself, and as far as it goes on in the last one's direction. */
const STEP_COUNTS = 0.6;
const GOING_ON_COUNTS = 1;
/**
 * Evidence at which a step is followed half-way: of a group at rest, and of one that has just moved. The share rises with its
 * square, because points that lie together err together: of eight lengths' noise one frame in a hundred shows five variances.
 */
const FROM_REST = 32;
const IN_MOTION = 12;
/** What is left of having moved in the next frame: between two syllables a mouth is not at rest. */
const STAYS_IN_MOTION = 0.8;
/** Share that is gone in any case; the first frames are averaged, so that the first one's noise does not stay as an offset. */
const LEAST_SHARE = 0.03;
/** Frames over which the noise is learnt, and how many times the mean one frame may teach, the first ones excepted. */
const LEARN_OVER = 15;
const MAX_LESSON = 6;
const FREE_LESSONS = 3;
/**
 * How surely what goes on is motion and no noise, at rest and how much more in motion: there, of an
 * oscillation of 5 Hz nothing is taken for noise. More at rest would take much noise for motion, because few frames vary.
 */
const GOING_ON = 1.5;
const GOING_ON_IN_MOTION = 1.5;

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
  /** Mean squares of one length: of this step, of its part in the last one's direction, and of both over time. */
  const powers = new Float64Array(groups);
  const goingOn = new Float64Array(groups);
  const meanPowers = new Float64Array(groups);
  const meanGoingOn = new Float64Array(groups);
  const noises = new Float64Array(groups);
  /** 0 at rest … 1 in motion. */
  const motions = new Float64Array(groups);
  let lessons = 0;

  function measure(group: number): void {
    let power = 0;
    let on = 0;
    for (let i = group * lengths; i < (group + 1) * lengths; i++) {
      const step = steps[i] as number;
      power += step * step;
      on += step * (lastSteps[i] as number);
      lastSteps[i] = step;
    }
    powers[group] = power / lengths;
    goingOn[group] = on / lengths;
  }

  /** Means are taken before the difference: frame by frame it would be cut off at 0, and loud noise believed half as loud. */
  function learn(group: number, unit: Float32Array): void {
    const least = (leastNoise * (unit[0] as number)) ** 2;
    const most = (mostNoise * (unit[0] as number)) ** 2;
    const power = powers[group] as number;
    const before = meanPowers[group] as number;
    const limit = MAX_LESSON * Math.max(least, before);
    const heard = lessons > FREE_LESSONS && power > limit ? limit / power : 1;
    const lesson = 1 / Math.min(LEARN_OVER, lessons);
    const onBefore = meanGoingOn[group] as number;
    const meanPower = before + lesson * (heard * power - before);
    const meanOn = onBefore + lesson * (heard * (goingOn[group] as number) - onBefore);
    meanPowers[group] = meanPower;
    meanGoingOn[group] = meanOn;
    const surely = GOING_ON + GOING_ON_IN_MOTION * (motions[group] as number);
    noises[group] = Math.max(least, Math.min(most, meanPower - surely * Math.max(0, meanOn)));
  }

  function decide(group: number): void {
    const motion = motions[group] as number;
    const power = STEP_COUNTS * (powers[group] as number);
    const evidence = power + GOING_ON_COUNTS * Math.max(0, goingOn[group] as number);
    const half = (noises[group] as number) * (FROM_REST + motion * (IN_MOTION - FROM_REST));
    const moves = evidence ** 2 / (evidence ** 2 + half ** 2);
    motions[group] = Math.max(moves, STAYS_IN_MOTION * motion);
    const least = Math.max(LEAST_SHARE, 1 / lessons);
    shares[group] = least + (1 - least) * moves;
  }

  return {
    steps,
    shares,
    begin() {
      meanPowers.fill(0);
      meanGoingOn.fill(0);
      motions.fill(0);
      lastSteps.fill(0);
      lessons = 0;
    },
    run(unit) {
      lessons++;
      for (let group = 0; group < groups; group++) {
        measure(group);
        learn(group, unit);
        decide(group);
      }
    },
  };
}
