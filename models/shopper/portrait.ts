/**
 * Gives the mean face a person's features: larger eyes, a finer jaw and nose, fuller lips. Works on the canonical positions
 * before anything is built on them, so the landmarks stay the landmarks.
 */
import { bell, mix, smoothStep } from './random.ts';

/** A region that grows (or shrinks) about its centre; the opposite side of the face does the same. */
interface Feature {
  /** Centre for x ≥ 0 and reach (standard deviation), in centimetres. */
  centre: readonly [number, number, number];
  reach: number;
  /** Factors about the centre along x, y, z. */
  grow: readonly [number, number, number];
  /** Movement of the whole region along x (outwards), y, z. */
  move: readonly [number, number, number];
}

const features: readonly Feature[] = [
  { centre: [3.15, 2.65, 3.7], reach: 1.5, grow: [1.1, 1.3, 1], move: [0.03, 0, 0] },
  { centre: [0, -1, 6.3], reach: 1.5, grow: [0.86, 0.96, 1], move: [0, 0, -0.12] },
  { centre: [0, -4.3, 5.2], reach: 1.25, grow: [1.02, 1.24, 1], move: [0, 0, 0.16] },
  { centre: [0.72, -3.3, 5.9], reach: 0.33, grow: [1, 1, 1], move: [0, 0.075, 0] },
  { centre: [0, -8.6, 4.4], reach: 1.8, grow: [0.9, 0.97, 1], move: [0, 0.15, 0.1] },
  { centre: [5.2, -0.4, 3.1], reach: 1.7, grow: [1, 1, 1], move: [-0.02, 0, 0.22] },
  { centre: [3.6, -3.6, 3.9], reach: 1.7, grow: [1, 1, 1], move: [-0.12, 0, -0.14] },
];

/** Returns new positions, x, y, z per vertex in centimetres. */
export function portrayed(positions: readonly number[]): number[] {
  const shaped = [...positions];
  for (let i = 0; i < shaped.length; i += 3) {
    const x = Math.abs(positions[i]);
    const [y, z] = [positions[i + 1], positions[i + 2]];
    let outwards = x;
    for (const { centre, reach, grow, move } of features) {
      const [dx, dy, dz] = [x - centre[0], y - centre[1], z - centre[2]];
      const weight = bell(Math.hypot(dx, dy, dz), reach);
      outwards += weight * ((grow[0] - 1) * dx + (centre[0] === 0 ? 0 : move[0]));
      shaped[i + 1] += weight * ((grow[1] - 1) * dy + move[1]);
      shaped[i + 2] += weight * ((grow[2] - 1) * dz + move[2]);
    }
    const jaw = smoothStep(0, -7, y);
    shaped[i] = Math.sign(positions[i]) * Math.max(0, outwards) * mix(0.975, 0.91, jaw);
  }
  return shaped;
}
