/**
 * Moves the control points for an open mouth, a smile or pursed lips and closed eyes. In: the points at rest, which it
 * keeps; out: an owned array of the same layout, overwritten by every `run`.
 */
import { leftEyeContour, rightEyeContour } from '../topology/face.ts';
import { innerLip, lipEndCorner, lipRings } from '../topology/lips.ts';
import { bell, mix, smoothStep } from './random.ts';

/** The jaw's hinge (y, z) in centimetres, and its turn for closed lips and for a wide open mouth. */
const HINGE_Y = 0.6;
const HINGE_Z = -2;
const CLOSED_RAD = -0.05;
const OPEN_RAD = 0.31;

/** The chin's soft tissue follows the jaw a little less than the lower lip, which is also drawn down. */
const CHIN_SHARE = 0.92;

/** Mesh points above the upper lids' edges, from outer to inner corner, one per lid point. */
const leftLidFold = [247, 30, 29, 27, 28, 56, 190];
const rightLidFold = [467, 260, 259, 257, 258, 286, 414];

/** How far the upper lid is lifted when the eyes are open; the mean face looks sleepy. */
const LID_LIFT_CM = 0.13;

export interface Expression {
  /** Control points, x, y, z in centimetres. */
  points: Float32Array;
  /** The jaw's turn in radians about the hinge, for what lies inside the mouth. */
  jawRad: number;
  run(mouthOpen: number, smile: number, eyesOpen: number): void;
}

export function buildExpression({ rest }: { rest: Float32Array }): Expression {
  const points = rest.slice();
  const jaw = jawWeights(rest);
  const expression: Expression = {
    points,
    jawRad: 0,
    run(mouthOpen, smile, eyesOpen) {
      points.set(rest);
      shapeMouth(points, rest, smile);
      expression.jawRad = CLOSED_RAD + mouthOpen * (OPEN_RAD - CLOSED_RAD);
      turnJaw(points, jaw, expression.jawRad);
      closeLips(points, 1 - smoothStep(0, 0.1, mouthOpen));
      moveLids(points, leftEyeContour, leftLidFold, eyesOpen);
      moveLids(points, rightEyeContour, rightLidFold, eyesOpen);
    },
  };
  return expression;
}

/** 1 on the chin and the lower lip, 0 above the mouth, soft over the cheeks. */
function jawWeights(rest: Float32Array): Float32Array {
  const weights = new Float32Array(rest.length / 3);
  for (let i = 0; i < weights.length; i++) {
    const x = Math.abs(rest[3 * i]);
    const y = rest[3 * i + 1];
    const side = smoothStep(2, 6, x);
    weights[i] =
      smoothStep(mix(-3.7, 0.5, side), mix(-5.2, -6.5, side), y) * smoothStep(-14, -10, y) * CHIN_SHARE;
  }
  for (const ring of lipRings) {
    for (let k = 0; k < ring.length; k++) {
      const fromCorner = Math.min(k % lipEndCorner, lipEndCorner - (k % lipEndCorner)) / (lipEndCorner / 2);
      const lower = k < lipEndCorner ? 1 : -1;
      weights[ring[k]] = 0.45 + lower * (lower > 0 ? 0.58 : 0.43) * smoothStep(0, 0.6, fromCorner);
    }
  }
  return weights;
}

function turnJaw(points: Float32Array, weights: Float32Array, angle: number): void {
  for (let i = 0; i < weights.length; i++) {
    const turn = weights[i] * angle;
    if (turn === 0) continue;
    const y = points[3 * i + 1] - HINGE_Y;
    const z = points[3 * i + 2] - HINGE_Z;
    points[3 * i + 1] = HINGE_Y + y * Math.cos(turn) - z * Math.sin(turn);
    points[3 * i + 2] = HINGE_Z + z * Math.cos(turn) + y * Math.sin(turn);
  }
}

/** Pulls the commissures out and up and lifts the cheeks (smile > 0), or draws the lips in and forward (smile < 0). */
function shapeMouth(points: Float32Array, rest: Float32Array, smile: number): void {
  const out = Math.max(0, smile);
  const purse = Math.max(0, -smile);
  for (let i = 0; i < rest.length / 3; i++) {
    const x = Math.abs(rest[3 * i]);
    const side = Math.sign(rest[3 * i]);
    const y = rest[3 * i + 1];
    const z = rest[3 * i + 2];
    const corner = bell(Math.hypot(x - 2.4, y + 4.3, 0.6 * (z - 4.3)), 1.35);
    const cheek = bell(Math.hypot(x - 4.3, y + 1.4, z - 4), 1.5);
    const lips = bell(Math.hypot(x, 1.3 * (y + 4.3), 0.5 * (z - 5.3)), 1.5);
    points[3 * i] += side * (out * (0.6 * corner + 0.12 * cheek) - purse * (0.5 * corner + 0.07 * x * lips));
    points[3 * i + 1] += out * (0.4 * corner + 0.3 * cheek) + purse * 0.12 * (y + 4.3) * lips;
    points[3 * i + 2] +=
      out * (0.18 * cheek - 0.4 * corner - 0.15 * lips) + purse * (0.5 * lips + 0.15 * corner);
  }
}

/** Brings the two edges of the opening together; the lips' bodies follow less and less outwards. */
function closeLips(points: Float32Array, closed: number): void {
  if (closed === 0) return;
  const share = [0, 0.3, 0.65, 1];
  for (let k = 1; k < lipEndCorner; k++) {
    const mirror = innerLip.length - k;
    const lower = innerLip[k];
    const upper = innerLip[mirror];
    const middleY = mix(points[3 * lower + 1], points[3 * upper + 1], 0.5);
    const lowerBy = closed * (middleY - points[3 * lower + 1]);
    const upperBy = closed * (middleY - points[3 * upper + 1]);
    const middleX = mix(points[3 * lower], points[3 * upper], 0.5);
    const middleZ = mix(points[3 * lower + 2], points[3 * upper + 2], 0.5);
    for (let depth = 1; depth < lipRings.length; depth++) {
      points[3 * lipRings[depth][k] + 1] += share[depth] * lowerBy;
      points[3 * lipRings[depth][mirror] + 1] += share[depth] * upperBy;
    }
    for (const vertex of [lower, upper]) {
      points[3 * vertex] = mix(points[3 * vertex], middleX, closed);
      points[3 * vertex + 2] = mix(points[3 * vertex + 2], middleZ, closed);
    }
  }
}

/** Slides the upper lid over the eyeball to the lower one, its fold half the way. */
function moveLids(
  points: Float32Array,
  contour: readonly number[],
  fold: readonly number[],
  open: number,
): void {
  for (let k = 1; k < 8; k++) {
    const lower = 3 * contour[k];
    const upper = 3 * contour[contour.length - k];
    const middle = Math.sin((Math.PI * k) / 8);
    const lift = LID_LIFT_CM * middle * open;
    const drop = (1 - open) * (points[upper + 1] - points[lower + 1] - 0.05 * middle);
    const bulge = 0.12 * middle * Math.sin(Math.PI * Math.min(1, 1.2 * (1 - open)));
    points[upper + 1] += lift - drop;
    points[upper + 2] += bulge + (1 - open) * (points[lower + 2] - points[upper + 2]);
    const above = 3 * fold[k - 1];
    points[above + 1] += 0.5 * lift - 0.55 * drop;
    points[above + 2] += 0.5 * bulge;
    points[lower + 1] += 0.12 * (1 - open) * middle * 0.5;
  }
}
