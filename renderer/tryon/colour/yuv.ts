/**
 * Y′CbCr codes to gamma-encoded R′G′B′ (0..255) and back, for BT.601 and BT.709 in limited and full range.
 * Formulas: ITU-R BT.601-7 and BT.709-6, section "digital representation".
 */
import type { YuvMatrix } from '../frames/planes.ts';

/**
 * Decode: R′ = yScale·(Y − yOffset) + rV·(V − 128), G′ = … + gU·(U − 128) + gV·(V − 128), B′ = … + bU·(U − 128).
 * Encode: Y = yOffset + yR·R′ + yG·G′ + yB·B′, U = 128 + uR·R′ + …, V = 128 + vR·R′ + …
 */
export interface YuvCoefficients {
  yOffset: number;
  yScale: number;
  rV: number;
  gU: number;
  gV: number;
  bU: number;
  yR: number;
  yG: number;
  yB: number;
  uR: number;
  uG: number;
  uB: number;
  vR: number;
  vG: number;
  vB: number;
}

function derive(kr: number, kb: number, fullRange: boolean): YuvCoefficients {
  const kg = 1 - kr - kb;
  const lumaSpan = fullRange ? 1 : 219 / 255;
  const chromaSpan = fullRange ? 1 : 224 / 255;
  const u = chromaSpan / (2 * (1 - kb));
  const v = chromaSpan / (2 * (1 - kr));
  return {
    yOffset: fullRange ? 0 : 16,
    yScale: 1 / lumaSpan,
    rV: (2 * (1 - kr)) / chromaSpan,
    gU: (-2 * kb * (1 - kb)) / (kg * chromaSpan),
    gV: (-2 * kr * (1 - kr)) / (kg * chromaSpan),
    bU: (2 * (1 - kb)) / chromaSpan,
    yR: kr * lumaSpan,
    yG: kg * lumaSpan,
    yB: kb * lumaSpan,
    uR: -kr * u,
    uG: -kg * u,
    uB: (1 - kb) * u,
    vR: (1 - kr) * v,
    vG: -kg * v,
    vB: -kb * v,
  };
}

const bt709 = { limited: derive(0.2126, 0.0722, false), full: derive(0.2126, 0.0722, true) };
const bt601 = { limited: derive(0.299, 0.114, false), full: derive(0.299, 0.114, true) };

/** The coefficients for one colour space; always the same object, so a caller may compare by identity. */
export function yuvCoefficients(matrix: YuvMatrix, fullRange: boolean): YuvCoefficients {
  const family = matrix === 'bt709' ? bt709 : bt601;
  return fullRange ? family.full : family.limited;
}
