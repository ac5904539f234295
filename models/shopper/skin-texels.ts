/**
 * The layout of the skin map and the few operations its painters share.
 */
import { mix } from './random.ts';
import type { Complexion } from './tones.ts';

/** Texels along either side of the map. */
export const skinMapSize = 768;

/** What is painted on the face of any complexion. */
export interface SkinPaint {
  /** Per texel: factors on the skin's red, green, blue, and the share of specular light that the spot keeps. */
  tint: Float32Array;
  /** Per texel: how much of it brow, lash and hairline hide. */
  hair: Float32Array;
}

/** The map of one complexion in bytes: code · scale is the linear albedo. Words of red, green, blue, gloss, low byte first. */
export interface SkinMap {
  words: Uint32Array;
  scale: Float64Array;
}

/** Hair on the face is this much darker than on the head, where strands light each other. */
const FACE_HAIR = 0.65;

export function emptyPaint(): SkinPaint {
  const texels = skinMapSize * skinMapSize;
  return { tint: new Float32Array(4 * texels).fill(1), hair: new Float32Array(texels) };
}

/** Mixes paint and complexion, in bytes so that the map fits a processor's cache. About 15 ms. */
export function packSkin({ tint, hair }: SkinPaint, complexion: Complexion): SkinMap {
  const words = new Uint32Array(hair.length);
  const scale = new Float64Array(4);
  for (let channel = 0; channel < 4; channel++) {
    const skin = channel < 3 ? complexion.skin[channel] : 1;
    const strand = channel < 3 ? FACE_HAIR * complexion.hair[channel] : 0;
    let brightest = strand;
    for (let i = channel; i < tint.length; i += 4) if (tint[i] * skin > brightest) brightest = tint[i] * skin;
    scale[channel] = brightest / 255;
    for (let texel = 0; texel < words.length; texel++) {
      const value = mix(tint[4 * texel + channel] * skin, strand, hair[texel]);
      words[texel] |= (value / scale[channel] + 0.5) << (8 * channel);
    }
  }
  return { words, scale };
}

/** Mean of some landmarks' texture coordinates. */
export function uvOf(uvs: readonly number[], landmarks: readonly number[]): [number, number] {
  let u = 0;
  let v = 0;
  for (const landmark of landmarks) {
    u += uvs[2 * landmark] / landmarks.length;
    v += uvs[2 * landmark + 1] / landmarks.length;
  }
  return [u, v];
}

/** Calls `paint(texel, u, v)` for the texels of a rectangle (left, top, right, bottom) in texture coordinates. */
export function forTexels(
  [left, top, right, bottom]: readonly [number, number, number, number],
  paint: (texel: number, u: number, v: number) => void,
): void {
  const clampTexel = (value: number) => Math.min(skinMapSize, Math.max(0, Math.round(value * skinMapSize)));
  for (let row = clampTexel(top); row < clampTexel(bottom); row++) {
    for (let column = clampTexel(left); column < clampTexel(right); column++) {
      paint(row * skinMapSize + column, (column + 0.5) / skinMapSize, (row + 0.5) / skinMapSize);
    }
  }
}

/** Adds a dot of one texel to a layer of ink (one number per texel), shared among the four texels around it. */
export function inkStamp(ink: Float32Array, u: number, v: number, strength: number): void {
  const x = u * skinMapSize - 0.5;
  const y = v * skinMapSize - 0.5;
  const column = Math.floor(x);
  const row = Math.floor(y);
  if (column < 0 || row < 0 || column > skinMapSize - 2 || row > skinMapSize - 2) return;
  const fx = x - column;
  const fy = y - row;
  const at = row * skinMapSize + column;
  ink[at] += strength * (1 - fx) * (1 - fy);
  ink[at + 1] += strength * fx * (1 - fy);
  ink[at + skinMapSize] += strength * (1 - fx) * fy;
  ink[at + skinMapSize + 1] += strength * fx * fy;
}

/** Covers with hair where there is ink, at most to the share `limit`. */
export function addHair({ hair }: SkinPaint, ink: Float32Array, limit: number): void {
  for (let texel = 0; texel < ink.length; texel++)
    hair[texel] = Math.max(hair[texel], Math.min(limit, ink[texel]));
}
