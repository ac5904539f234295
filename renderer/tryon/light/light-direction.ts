/**
 * Planes and landmarks in, where the main light comes from out, as the shading of the skin tells: Lambert's law over the
 * mesh's own normals, with surroundings that light all sides alike. Settled over time; a new visitor starts anew.
 */

import type { Rotation } from '../../../main/contract/camera.ts';
import { decodeCode } from '../colour/transfer.ts';
import { yuvCoefficients } from '../colour/yuv.ts';
import type { Planes } from '../frames/planes.ts';

/**
 * Patches of skin that hair and beards seldom hide: the landmark in the middle, then three around it whose plane is the
 * skin's, in the order that makes its normal point outwards. Forehead, cheeks, nose, chin, jaw.
 */
const PATCHES = Int16Array.from([
  151, 10, 108, 336, 9, 55, 285, 151, 108, 66, 151, 109, 337, 151, 296, 338, 69, 67, 105, 108, 299, 297, 337,
  334, 104, 63, 69, 103, 333, 293, 332, 299, 50, 36, 117, 187, 280, 266, 411, 346, 101, 126, 229, 205, 330,
  355, 425, 449, 205, 92, 101, 187, 425, 322, 411, 330, 187, 123, 192, 205, 411, 352, 425, 416, 123, 111, 137,
  187, 352, 340, 411, 366, 117, 50, 110, 116, 346, 280, 345, 339, 118, 31, 50, 119, 347, 261, 348, 280, 36,
  47, 50, 165, 266, 277, 391, 280, 206, 40, 142, 207, 426, 270, 427, 371, 195, 51, 456, 196, 5, 134, 275, 248,
  51, 4, 195, 131, 281, 4, 360, 195, 198, 3, 47, 48, 420, 248, 278, 277, 200, 17, 208, 428, 201, 32, 199, 84,
  421, 199, 262, 314, 194, 181, 211, 208, 418, 405, 428, 431, 135, 138, 150, 214, 364, 367, 434, 379, 210,
  169, 204, 214, 430, 394, 434, 424, 212, 92, 192, 211, 432, 322, 431, 416, 214, 43, 187, 135, 434, 273, 364,
  411,
]);
const PATCH_COUNT = PATCHES.length / 4;
/** A patch turned further away than this shows too little of itself. */
const MIN_FACING = 0.25;
const MIN_PATCHES = 12;
/** A patch is sampled over a square of this half side, as a share of the face's width. */
const SAMPLE_SIDE = 0.012;

/** Directions that are tried, from the left to the right and from below to above, in degrees. */
const AZIMUTHS = [-75, -60, -45, -30, -15, 0, 15, 30, 45, 60, 75];
const ELEVATIONS = [-30, -15, 0, 15, 30, 45, 60, 75];
/** Where light usually comes from, and the spread of that. */
const USUAL_ELEVATION = 28;
const USUAL_SPREAD = { azimuth: 45, elevation: 28 };
/** What skin itself varies by from patch to patch, as a share of its mean, and how many patches are independent. */
const SKIN_SPREAD = 0.12;
const INDEPENDENT = 14;
/** Lit skin is at most this many times the mean; beyond it is a highlight, below the inverse hair. */
const MAX_OVER_MEAN = 1.8;

const SETTLE_MS = 500;

interface Candidates {
  /** In the upright picture: x to the right, y down, z towards the camera, each of length 1. */
  directions: Float32Array;
  /** Logarithm of how usual each is. */
  usual: Float32Array;
}

function listCandidates(): Candidates {
  const radians = Math.PI / 180;
  const all = AZIMUTHS.flatMap((azimuth) => ELEVATIONS.map((elevation) => ({ azimuth, elevation })));
  return {
    directions: Float32Array.from(
      all.flatMap(({ azimuth, elevation }) => [
        Math.sin(azimuth * radians) * Math.cos(elevation * radians),
        -Math.sin(elevation * radians),
        Math.cos(azimuth * radians) * Math.cos(elevation * radians),
      ]),
    ),
    usual: Float32Array.from(
      all,
      ({ azimuth, elevation }) =>
        -0.5 *
        ((azimuth / USUAL_SPREAD.azimuth) ** 2 +
          ((elevation - USUAL_ELEVATION) / USUAL_SPREAD.elevation) ** 2),
    ),
  };
}

/** Until the skin tells otherwise, in the upright picture. */
const USUAL_DIRECTION = Float32Array.from([0, -0.47, 0.88]);

/** Directions of the upright picture as they lie in a frame that this turn puts upright. */
function turnBack(upright: Float32Array, rotation: Rotation, inFrame: Float32Array): void {
  const sine = rotation === 90 ? 1 : rotation === 270 ? -1 : 0;
  const cosine = rotation === 0 ? 1 : rotation === 180 ? -1 : 0;
  for (let i = 0; i < upright.length; i += 3) {
    const x = upright[i] as number;
    const y = upright[i + 1] as number;
    inFrame[i] = cosine * x + sine * y;
    inFrame[i + 1] = cosine * y - sine * x;
    inFrame[i + 2] = upright[i + 2] as number;
  }
}

export interface LightDirectionStage {
  /** Towards the light, in the frame: x to the right, y down, z towards the camera, length 1. */
  readonly direction: Float32Array;
  run(planes: Planes, points: Float32Array, visitor: number, nowMs: number): void;
}

/** About 25 µs. */
export function buildLightDirection(): LightDirectionStage {
  const { directions: upright, usual } = listCandidates();
  const directions = upright.slice();
  const direction = USUAL_DIRECTION.slice();
  let rotation: Rotation = 0;
  const found = new Float32Array(3);
  /** Normal and luminance of the patches seen: x, y, z, value. */
  const seen = new Float32Array(4 * PATCH_COUNT);
  const scores = new Float32Array(usual.length);
  let count = 0;
  let lastVisitor = -1;
  let lastMs = 0;

  /** Puts the outward normal of a patch at `seen[4 × count]`. @returns false when it is turned away */
  function findNormal(points: Float32Array, patch: number): boolean {
    const a = 3 * (PATCHES[4 * patch + 1] as number);
    const b = 3 * (PATCHES[4 * patch + 2] as number);
    const c = 3 * (PATCHES[4 * patch + 3] as number);
    const ux = (points[b] as number) - (points[a] as number);
    const uy = (points[b + 1] as number) - (points[a + 1] as number);
    const uz = (points[a + 2] as number) - (points[b + 2] as number);
    const wx = (points[c] as number) - (points[a] as number);
    const wy = (points[c + 1] as number) - (points[a + 1] as number);
    const wz = (points[a + 2] as number) - (points[c + 2] as number);
    const nx = uz * wy - uy * wz;
    const ny = ux * wz - uz * wx;
    const nz = uy * wx - ux * wy;
    const length = Math.hypot(nx, ny, nz);
    seen[4 * count] = nx / length;
    seen[4 * count + 1] = ny / length;
    seen[4 * count + 2] = nz / length;
    return nz > MIN_FACING * length;
  }

  /** Mean linear luma around a patch's landmark; 0 outside of the frame. */
  function sample(planes: Planes, points: Float32Array, patch: number, half: number): number {
    const { yOffset, yScale } = yuvCoefficients(planes.matrix, planes.fullRange);
    const landmark = 3 * (PATCHES[4 * patch] as number);
    const column = Math.round(points[landmark] as number);
    const row = Math.round(points[landmark + 1] as number);
    if (column < half || row < half || column >= planes.widthPx - half || row >= planes.heightPx - half)
      return 0;
    let sum = 0;
    for (let y = row - half; y <= row + half; y++) {
      const line = planes.yOffset + y * planes.yStride;
      for (let x = column - half; x <= column + half; x++) sum += planes.data[line + x] as number;
    }
    return decodeCode(yScale * (sum / (2 * half + 1) ** 2 - yOffset));
  }

  function gather(planes: Planes, points: Float32Array): void {
    const widthPx = Math.hypot(
      (points[3 * 454] as number) - (points[3 * 234] as number),
      (points[3 * 454 + 1] as number) - (points[3 * 234 + 1] as number),
    );
    const half = Math.max(1, Math.round(SAMPLE_SIDE * widthPx));
    count = 0;
    let mean = 0;
    for (let patch = 0; patch < PATCH_COUNT; patch++) {
      if (!findNormal(points, patch)) continue;
      const value = sample(planes, points, patch, half);
      if (value === 0) continue;
      seen[4 * count + 3] = value;
      mean += value;
      count++;
    }
    mean /= Math.max(1, count);
    for (let i = 3; i < 4 * count; i += 4) {
      const relative = (seen[i] as number) / mean;
      seen[i] = Math.min(MAX_OVER_MEAN, Math.max(1 / MAX_OVER_MEAN, relative));
    }
  }

  /** How well a candidate explains the patches: log of its weight. Patch = surroundings + lamp × cosine, both ≥ 0. */
  function score(candidate: number): number {
    const lx = directions[3 * candidate] as number;
    const ly = directions[3 * candidate + 1] as number;
    const lz = directions[3 * candidate + 2] as number;
    let sx = 0;
    let sy = 0;
    let sxx = 0;
    let sxy = 0;
    let syy = 0;
    for (let i = 0; i < 4 * count; i += 4) {
      const facing = lx * (seen[i] as number) + ly * (seen[i + 1] as number) + lz * (seen[i + 2] as number);
      const cosine = facing > 0 ? facing : 0;
      const value = seen[i + 3] as number;
      sx += cosine;
      sy += value;
      sxx += cosine * cosine;
      sxy += cosine * value;
      syy += value * value;
    }
    const covariance = Math.max(0, sxy - (sx * sy) / count);
    const explained = (covariance * covariance) / Math.max(1e-6, sxx - (sx * sx) / count);
    const left = Math.max(0, syy - (sy * sy) / count - explained) / count;
    return (usual[candidate] as number) - (0.5 * INDEPENDENT * left) / (SKIN_SPREAD * SKIN_SPREAD);
  }

  /** Mean of the candidates, each by its weight. */
  function weighCandidates(): void {
    let best = -Infinity;
    for (let i = 0; i < scores.length; i++) {
      scores[i] = score(i);
      best = Math.max(best, scores[i] as number);
    }
    found.fill(0);
    for (let i = 0; i < scores.length; i++) {
      const weight = Math.exp((scores[i] as number) - best);
      for (let c = 0; c < 3; c++)
        found[c] = (found[c] as number) + weight * (directions[3 * i + c] as number);
    }
    normalise(found);
  }

  return {
    direction,
    run(planes, points, visitor, nowMs) {
      const isNew = visitor !== lastVisitor || planes.rotation !== rotation;
      if (planes.rotation !== rotation) turnBack(upright, planes.rotation, directions);
      rotation = planes.rotation;
      lastVisitor = visitor;
      gather(planes, points);
      if (count < MIN_PATCHES) {
        if (isNew) turnBack(USUAL_DIRECTION, rotation, direction);
        return;
      }
      weighCandidates();
      const share = isNew ? 1 : 1 - Math.exp(-Math.max(0, nowMs - lastMs) / SETTLE_MS);
      lastMs = nowMs;
      for (let c = 0; c < 3; c++) {
        const now = direction[c] as number;
        direction[c] = now + share * ((found[c] as number) - now);
      }
      normalise(direction);
    },
  };
}

function normalise(vector: Float32Array): void {
  const length = Math.hypot(vector[0] as number, vector[1] as number, vector[2] as number);
  for (let c = 0; c < 3; c++) vector[c] = (vector[c] as number) / Math.max(1e-6, length);
}
