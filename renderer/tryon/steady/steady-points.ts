/**
 * Face points as the landmarker saw them in, the same points without its noise out. What lies within the noise is settled,
 * and what is motion is followed in the very frame: the lag is bounded by the noise, never by time.
 */
import { facePointCount, meshPointCount } from '../../../models/topology/face.ts';
import { lipRingSize, lipRings } from '../../../models/topology/lips.ts';
import { buildFaceMotion, isLip } from './face-motion.ts';
import { buildGauge } from './gauge.ts';

/**
 * Bounds of the noise, shares of the distance between the outer eye corners. Measured on the shopper (one length's standard
 * deviation): luma noise of 2 codes 0.05 %, deep skin under noise of 3 codes 0.43 % (lips) and 0.17 % (the face as a whole).
 */
const POSE_NOISE = { leastNoise: 0.0003, mostNoise: 0.002 };
const SHAPE_NOISE = { leastNoise: 0.0004, mostNoise: 0.0042 };
const OUTER_EYES = [33, 263] as const;

const RINGS = lipRings.length;
/** Lip points spoke by spoke (a spoke is one point of each ring), so that neighbours lie together. */
const spokes = Int32Array.from({ length: lipRingSize * RINGS }, (_, i) => {
  return lipRings[i % RINGS]?.[Math.floor(i / RINGS)] as number;
});
const restOfMesh = Int32Array.from(
  Array.from({ length: meshPointCount }, (_, i) => i).filter((i) => isLip[i] === 0),
);

export interface SteadyPoints {
  /** 478 × (x, y, z), frame pixels. */
  readonly points: Float32Array;
  /** The next points are another face's: they are taken as they are. */
  begin(): void;
  /** Puts the points elsewhere without asking for noise: they were carried there (mouth-carrier.ts). */
  shift(by: Float32Array): void;
  /** About 20 µs. */
  run(seen: Float32Array): void;
}

/** Writes how far the points seen lie from the points moved with the whole face. */
function measureSteps(which: Int32Array, seen: Float32Array, moved: Float32Array, steps: Float32Array): void {
  for (let i = 0; i < which.length; i++) {
    const point = which[i] as number;
    steps[2 * i] = (seen[3 * point] as number) - (moved[2 * point] as number);
    steps[2 * i + 1] = (seen[3 * point + 1] as number) - (moved[2 * point + 1] as number);
  }
}

export function buildSteadyPoints(): SteadyPoints {
  const points = new Float32Array(3 * facePointCount);
  const poseGauge = buildGauge({ groups: 1, lengths: 4, ...POSE_NOISE });
  const lipGauge = buildGauge({ groups: lipRingSize, lengths: 2 * RINGS, ...SHAPE_NOISE });
  const restGauge = buildGauge({ groups: 1, lengths: 2 * restOfMesh.length, ...SHAPE_NOISE });
  const motion = buildFaceMotion(poseGauge.steps);
  /** Where the points are if the face has moved as far as it seems, and as far as is believed. */
  const moved = new Float32Array(2 * facePointCount);
  const believed = new Float32Array(2 * facePointCount);
  const shares = new Float32Array(facePointCount);
  const unit = new Float32Array(1);
  const whole = Float32Array.of(1);
  let isFresh = true;

  /** A spoke goes with its neighbours, or noise would bend the outline. */
  function spreadShares(): void {
    shares.fill(restGauge.shares[0] as number);
    for (let spoke = 0; spoke < lipRingSize; spoke++) {
      const before = lipGauge.shares[(spoke + lipRingSize - 1) % lipRingSize] as number;
      const after = lipGauge.shares[(spoke + 1) % lipRingSize] as number;
      const share = (before + 2 * (lipGauge.shares[spoke] as number) + after) / 4;
      for (let ring = 0; ring < RINGS; ring++) shares[spokes[spoke * RINGS + ring] as number] = share;
    }
  }

  function follow(seen: Float32Array): void {
    for (let i = 0; i < facePointCount; i++) {
      const share = shares[i] as number;
      const apartX = (seen[3 * i] as number) - (moved[2 * i] as number);
      const apartY = (seen[3 * i + 1] as number) - (moved[2 * i + 1] as number);
      const depth = points[3 * i + 2] as number;
      points[3 * i] = (believed[2 * i] as number) + share * apartX;
      points[3 * i + 1] = (believed[2 * i + 1] as number) + share * apartY;
      points[3 * i + 2] = depth + share * ((seen[3 * i + 2] as number) - depth);
    }
  }

  return {
    points,
    begin() {
      isFresh = true;
      poseGauge.begin();
      lipGauge.begin();
      restGauge.begin();
    },
    shift(by) {
      for (let i = 0; i < facePointCount; i++) {
        points[3 * i] = (points[3 * i] as number) + (by[0] as number);
        points[3 * i + 1] = (points[3 * i + 1] as number) + (by[1] as number);
      }
    },
    run(seen) {
      if (isFresh) points.set(seen);
      isFresh = false;
      const [left, right] = OUTER_EYES;
      const acrossX = (seen[3 * left] as number) - (seen[3 * right] as number);
      const acrossY = (seen[3 * left + 1] as number) - (seen[3 * right + 1] as number);
      unit[0] = Math.hypot(acrossX, acrossY);
      motion.fit(points, seen);
      motion.move(points, whole, moved);
      poseGauge.run(unit);
      motion.move(points, poseGauge.shares, believed);
      measureSteps(spokes, seen, moved, lipGauge.steps);
      measureSteps(restOfMesh, seen, moved, restGauge.steps);
      lipGauge.run(unit);
      restGauge.run(unit);
      spreadShares();
      follow(seen);
    },
  };
}
