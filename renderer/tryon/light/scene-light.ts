/**
 * Planes and landmarks in, how the scene lights this face out: the linear luminance that a white diffuser would have in
 * place of the lips, and the colour of the light. The luminance is fused from three weak witnesses in the log domain,
 * each weighted by its spread; the colour is that of the white of the eye, drawn towards neutral.
 */
import { luminance } from '../colour/transfer.ts';
import type { Planes } from '../frames/planes.ts';
import { buildEyeWhite } from './eye-white.ts';

/** Spread of each witness in stops (EV), one standard deviation. */
const EXPOSURE_SPREAD = 0.6;
const EYE_SPREAD = 0.35;
const LIP_SPREAD = 1.5;
/** Where a camera's automatic exposure usually puts a white diffuser in place of the lips, which seldom face the light. */
const EXPOSED_WHITE = 0.6;
/** Luminance albedo of the white of the eye, and of a lip: 0.3 on the lightest skin, 0.04 on the deepest. */
const EYE_ALBEDO = 0.65;
const LIP_ALBEDO = 0.14;
/** An eye this many stops from the others is a reflection or a shadow, not the white of an eye. */
const MAX_DISAGREEMENT = 1.5;
/** How much of the eye's tint is believed, as an exponent: lids redden it and lenses tint it. */
const TINT_BELIEVED = 0.6;
const MIN_TINT = 0.55;
const MAX_TINT = 1.4;

export interface SceneLightStage {
  /** Linear luminance of a white diffuser at the face, about 0.1..1.5. */
  readonly level: number;
  /** Colour of the light, linear, luminance 1. */
  readonly illuminant: Float32Array;
  /** Reads the eyes; sets `illuminant`. */
  look(planes: Planes, points: Float32Array): void;
  /** Sets `level`. @param lipShade median diffuse luminance of the lips, linear */
  weigh(lipShade: number): void;
}

export function buildSceneLight(): SceneLightStage {
  const eyeWhite = buildEyeWhite();
  const illuminant = new Float32Array([1, 1, 1]);
  let level = EXPOSED_WHITE;

  function tint(): void {
    for (let c = 0; c < 3; c++) {
      const seen = eyeWhite.level > 0 ? (eyeWhite.colour[c] as number) ** TINT_BELIEVED : 1;
      illuminant[c] = Math.min(MAX_TINT, Math.max(MIN_TINT, seen));
    }
    const total = luminance(illuminant[0] as number, illuminant[1] as number, illuminant[2] as number);
    for (let c = 0; c < 3; c++) illuminant[c] = (illuminant[c] as number) / total;
  }

  return {
    illuminant,
    get level() {
      return level;
    },
    look(planes, points) {
      eyeWhite.run(planes, points);
      tint();
    },
    weigh(lipShade) {
      const exposureWeight = 1 / EXPOSURE_SPREAD ** 2;
      const lipWeight = 1 / LIP_SPREAD ** 2;
      const lip = Math.log2(Math.max(1e-3, lipShade) / LIP_ALBEDO);
      const sum = exposureWeight * Math.log2(EXPOSED_WHITE) + lipWeight * lip;
      const weight = exposureWeight + lipWeight;
      const eye = Math.log2(Math.max(1e-3, eyeWhite.level) / EYE_ALBEDO);
      const agrees = eyeWhite.level > 0 && Math.abs(eye - sum / weight) < MAX_DISAGREEMENT;
      const eyeWeight = agrees ? 1 / EYE_SPREAD ** 2 : 0;
      level = 2 ** ((sum + eyeWeight * eye) / (weight + eyeWeight));
    },
  };
}
