/**
 * Planes and landmarks in, how the scene lights this face out: the linear luminance that a white diffuser would have in
 * place of the lips, the colour of the light, and what is needed to judge it. Several weak witnesses are fused, see
 * `level.ts` and `warmth.ts`; a calibrated mirror adds a strong one.
 */
import type { Calibration } from '../../../main/contract/calibration.ts';
import { luminance } from '../colour/transfer.ts';
import type { Planes } from '../frames/planes.ts';
import { buildEyeWhite } from './eye-white.ts';
import { buildFaceColour, type FaceColour } from './face-colour.ts';
import { learnWhite, RED_PER_WARMTH, unknownWhite } from './known-white.ts';
import { weighLevel } from './level.ts';
import { buildSurround, type Surround } from './surround.ts';
import { weighRose, weighWarmth } from './warmth.ts';

export interface SceneLightStage {
  /** Linear luminance of a white diffuser at the face, about 0.1..1.5. */
  readonly level: number;
  /** Colour of the light, linear, luminance 1. */
  readonly illuminant: Float32Array;
  /** See `warmth.ts`. */
  readonly warmth: number;
  readonly face: FaceColour;
  readonly surround: Surround;
  /** What is known of this mirror's light; null where it was never calibrated. */
  calibrate(calibration: Calibration | null): void;
  /** Reads face and surround; sets `illuminant` and `warmth`. */
  look(planes: Planes, points: Float32Array): void;
  /** Sets `level`. @param lipShade median diffuse luminance of the lips, linear */
  weigh(lipShade: number): void;
}

/** About 0.04 ms: some six hundred samples. */
export function buildSceneLight(): SceneLightStage {
  const eyeWhite = buildEyeWhite();
  const face = buildFaceColour();
  const surround = buildSurround();
  const known = unknownWhite();
  const illuminant = new Float32Array([1, 1, 1]);
  let level = 0;
  let warmth = 0;

  function tint(): void {
    const rose = weighRose(eyeWhite, face, known, warmth);
    const red = Math.exp(RED_PER_WARMTH * warmth + rose);
    const blue = Math.exp(-warmth);
    const total = luminance(red, 1, blue);
    illuminant[0] = red / total;
    illuminant[1] = 1 / total;
    illuminant[2] = blue / total;
  }

  return {
    illuminant,
    face,
    surround,
    get level() {
      return level;
    },
    get warmth() {
      return warmth;
    },
    calibrate(calibration) {
      learnWhite(known, calibration);
    },
    look(planes, points) {
      eyeWhite.run(planes, points);
      face.run(planes, points);
      surround.run(planes, points);
      warmth = weighWarmth(eyeWhite, face, known);
      tint();
    },
    weigh(lipShade) {
      level = weighLevel(eyeWhite, face, surround, known, lipShade);
    },
  };
}
