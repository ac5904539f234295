/**
 * Planes and landmarks in, how strongly the scene lights this face out: the linear luminance that a white
 * diffuser would have in place of the lips. Three weak witnesses are fused in the log domain, each weighted by its spread.
 */
import { decodeCode, luminance } from '../colour/transfer.ts';
import { yuvCoefficients } from '../colour/yuv.ts';
import type { Planes } from '../frames/planes.ts';
import { Histogram } from './histogram.ts';

/** Spread of each witness in stops (EV), one standard deviation. */
const EXPOSURE_SPREAD = 0.6;
const EYE_SPREAD = 0.35;
const LIP_SPREAD = 1.5;
/** Where a camera's automatic exposure usually puts a white diffuser in place of the lips, which seldom face the light. */
const EXPOSED_WHITE = 0.6;
/** Luminance albedo of the white of the eye, and of a lip: 0.3 on the lightest skin, 0.04 on the deepest. */
const EYE_ALBEDO = 0.65;
const LIP_ALBEDO = 0.14;
/** Eye opening (height over width) under which lids and lashes spoil the reading. */
const MIN_EYE_OPENING = 0.16;
const MIN_EYE_WIDTH_PX = 16;
/** A reading this many stops from the others is a reflection or a shadow, not the white of an eye. */
const MAX_DISAGREEMENT = 1.5;

/** Upper and lower lid landmarks that face each other, the corners, the iris centre and one point of its rim. */
const eyes = [
  {
    upper: [161, 160, 159, 158, 157],
    lower: [163, 144, 145, 153, 154],
    corners: [33, 133],
    iris: 468,
    rim: 469,
  },
  {
    upper: [388, 387, 386, 385, 384],
    lower: [390, 373, 374, 380, 381],
    corners: [263, 362],
    iris: 473,
    rim: 474,
  },
] as const;
const BETWEEN_LIDS = [0.35, 0.5, 0.65] as const;

const lengthOf = (points: Float32Array, a: number, b: number): number =>
  Math.hypot(
    (points[3 * a] as number) - (points[3 * b] as number),
    (points[3 * a + 1] as number) - (points[3 * b + 1] as number),
  );

function luminanceAt(planes: Planes, x: number, y: number): number {
  const column = Math.min(planes.widthPx - 1, Math.max(0, x | 0));
  const row = Math.min(planes.heightPx - 1, Math.max(0, y | 0));
  const k = yuvCoefficients(planes.matrix, planes.fullRange);
  const chroma = (row >> 1) * planes.chromaStride + (column >> 1) * planes.chromaStep;
  const u = (planes.data[planes.uOffset + chroma] as number) - 128;
  const v = (planes.data[planes.vOffset + chroma] as number) - 128;
  const luma =
    k.yScale * ((planes.data[planes.yOffset + row * planes.yStride + column] as number) - k.yOffset);
  return luminance(
    decodeCode(luma + k.rV * v),
    decodeCode(luma + k.gU * u + k.gV * v),
    decodeCode(luma + k.bU * u),
  );
}

export interface SceneLightStage {
  /** Linear luminance of a white diffuser at the face, about 0.1..1.5. */
  readonly level: number;
  /** @param lipShade median diffuse luminance of the lips, linear */
  run(planes: Planes, points: Float32Array, lipShade: number): void;
}

/** About 0.02 ms: thirty samples between the lids. */
export function buildSceneLight(): SceneLightStage {
  const whites = new Histogram();
  let level = EXPOSED_WHITE;

  function sampleEye(planes: Planes, points: Float32Array, eye: (typeof eyes)[number]): void {
    const width = lengthOf(points, eye.corners[0], eye.corners[1]);
    const opening = lengthOf(points, eye.upper[2], eye.lower[2]) / Math.max(1, width);
    if (width < MIN_EYE_WIDTH_PX || opening < MIN_EYE_OPENING) return;
    const irisX = points[3 * eye.iris] as number;
    const irisY = points[3 * eye.iris + 1] as number;
    const irisRadius = 1.15 * lengthOf(points, eye.iris, eye.rim);
    for (let pair = 0; pair < eye.upper.length; pair++) {
      const top = 3 * (eye.upper[pair] as number);
      const bottom = 3 * (eye.lower[pair] as number);
      for (let step = 0; step < BETWEEN_LIDS.length; step++) {
        const t = BETWEEN_LIDS[step] as number;
        const x = (points[top] as number) * (1 - t) + (points[bottom] as number) * t;
        const y = (points[top + 1] as number) * (1 - t) + (points[bottom + 1] as number) * t;
        if ((x - irisX) ** 2 + (y - irisY) ** 2 > irisRadius ** 2) whites.add(luminanceAt(planes, x, y));
      }
    }
  }

  return {
    get level() {
      return level;
    },
    run(planes, points, lipShade) {
      whites.clear();
      sampleEye(planes, points, eyes[0]);
      sampleEye(planes, points, eyes[1]);
      const exposureWeight = 1 / EXPOSURE_SPREAD ** 2;
      const lipWeight = 1 / LIP_SPREAD ** 2;
      const lip = Math.log2(Math.max(1e-3, lipShade) / LIP_ALBEDO);
      const sum = exposureWeight * Math.log2(EXPOSED_WHITE) + lipWeight * lip;
      const weight = exposureWeight + lipWeight;
      const prior = sum / weight;
      const white = whites.percentile(0.75);
      const eye = Math.log2(Math.max(1e-3, white) / EYE_ALBEDO);
      const eyeWeight = white > 0 && Math.abs(eye - prior) < MAX_DISAGREEMENT ? 1 / EYE_SPREAD ** 2 : 0;
      level = 2 ** ((sum + eyeWeight * eye) / (weight + eyeWeight));
    },
  };
}
