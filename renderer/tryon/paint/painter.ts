/**
 * Planes, lip mask, light and coat in; the same planes with painted lips out. All colour work is in linear light:
 * painted = L·E·R(ρ)·shading + gloss, see "Colour" in ARCHITECTURE.md. Luma with zero coverage and chroma blocks
 * that no covered pixel touches are not written.
 */
import { FILM_STEPS } from '../colour/film.ts';
import { decodeCode, ENCODE_LAST, encodeTable } from '../colour/transfer.ts';
import { yuvCoefficients } from '../colour/yuv.ts';
import type { Planes } from '../frames/planes.ts';
import type { LipLight } from '../light/lip-light.ts';
import type { LipMask } from '../lips/coverage.ts';
import { type Coat, MAX_RELIEF, RELIEF_STEPS } from './coat.ts';

const ALBEDO_LAST = FILM_STEPS - 1;

/** Slots of the constants of one frame. */
const GLOSS = 0;
const ILLUMINANT = 3;
const TO_ALBEDO = 6;
const FROM_ALBEDO = 9;
const INVERSE_SHADE = 12;
const VEIL = 13;
const GLEAM = 14;
const GLOSS_KEPT = 15;
const GLEAM_GAIN = 16;
const CONSTANTS = 17;

const tableIndex = (value: number, last: number): number =>
  value <= 0 ? 0 : value >= last ? last : value | 0;

export interface Painter {
  /** @param level linear luminance of a white diffuser at the face */
  run(planes: Planes, mask: LipMask, light: LipLight, level: number, coat: Coat): void;
}

/** About 60 ns per lip pixel; the cost does not depend on the frame's size. */
export function buildPainter(): Painter {
  const frame = new Float64Array(CONSTANTS);
  /** Gamma-encoded 0..255 colour of the pixel at hand: in as seen, out as painted. */
  const pixel = new Float64Array(3);

  function prepare(light: LipLight, level: number, coat: Coat): void {
    for (let c = 0; c < 3; c++) {
      const illuminant = light.illuminant[c] as number;
      frame[GLOSS + c] = light.gloss[c] as number;
      frame[ILLUMINANT + c] = illuminant;
      frame[TO_ALBEDO + c] = ALBEDO_LAST / (level * illuminant);
      frame[FROM_ALBEDO + c] = level * illuminant;
    }
    frame[INVERSE_SHADE] = 1 / light.shade;
    frame[VEIL] = light.veil;
    frame[GLEAM] = light.gleam;
    frame[GLOSS_KEPT] = coat.glossKept;
    frame[GLEAM_GAIN] = coat.gleam;
  }

  /** Paints `pixel` with the coat, mixed in by `cover` 0..1 in linear light. */
  function paintPixel(coat: Coat, cover: number): void {
    const r = decodeCode(pixel[0] as number);
    const g = decodeCode(pixel[1] as number);
    const b = decodeCode(pixel[2] as number);
    const eR = frame[ILLUMINANT] as number;
    const eG = frame[ILLUMINANT + 1] as number;
    const eB = frame[ILLUMINANT + 2] as number;
    const m =
      (frame[GLOSS] as number) * r + (frame[GLOSS + 1] as number) * g + (frame[GLOSS + 2] as number) * b;
    const over = m - (frame[VEIL] as number);
    const gloss = over > 0 ? over : 0;
    const dR = r - gloss * eR;
    const dG = g - gloss * eG;
    const dB = b - gloss * eB;
    const relative = (0.2126 * dR + 0.7152 * dG + 0.0722 * dB) * (frame[INVERSE_SHADE] as number);
    const shading = relative < 0.02 ? 0.02 : relative;
    const inverse = 1 / shading;
    const painted = coat.relief[
      tableIndex(shading * (RELIEF_STEPS / MAX_RELIEF) + 0.5, RELIEF_STEPS)
    ] as number;
    const brighter = m - (frame[GLEAM] as number);
    const shine =
      (frame[GLOSS_KEPT] as number) * gloss + (brighter > 0 ? (frame[GLEAM_GAIN] as number) * brighter : 0);
    const fR = coat.red[tableIndex(dR * inverse * (frame[TO_ALBEDO] as number) + 0.5, ALBEDO_LAST)] as number;
    const fG = coat.green[
      tableIndex(dG * inverse * (frame[TO_ALBEDO + 1] as number) + 0.5, ALBEDO_LAST)
    ] as number;
    const fB = coat.blue[
      tableIndex(dB * inverse * (frame[TO_ALBEDO + 2] as number) + 0.5, ALBEDO_LAST)
    ] as number;
    const toR = (frame[FROM_ALBEDO] as number) * fR * painted + shine * eR;
    const toG = (frame[FROM_ALBEDO + 1] as number) * fG * painted + shine * eG;
    const toB = (frame[FROM_ALBEDO + 2] as number) * fB * painted + shine * eB;
    pixel[0] = encodeTable[tableIndex((r + cover * (toR - r)) * ENCODE_LAST + 0.5, ENCODE_LAST)] as number;
    pixel[1] = encodeTable[tableIndex((g + cover * (toG - g)) * ENCODE_LAST + 0.5, ENCODE_LAST)] as number;
    pixel[2] = encodeTable[tableIndex((b + cover * (toB - b)) * ENCODE_LAST + 0.5, ENCODE_LAST)] as number;
  }

  /** Paints the up to four pixels of one chroma block and gives the block the mean of their chroma. */
  function paintBlock(planes: Planes, mask: LipMask, x: number, y: number, coat: Coat): void {
    const k = yuvCoefficients(planes.matrix, planes.fullRange);
    const { data } = planes;
    const chroma = ((mask.yPx + y) >> 1) * planes.chromaStride + ((mask.xPx + x) >> 1) * planes.chromaStep;
    const oldU = data[planes.uOffset + chroma] as number;
    const oldV = data[planes.vOffset + chroma] as number;
    const addR = k.rV * (oldV - 128);
    const addG = k.gU * (oldU - 128) + k.gV * (oldV - 128);
    const addB = k.bU * (oldU - 128);
    const columns = x + 1 < mask.widthPx ? 2 : 1;
    const rows = y + 1 < mask.heightPx ? 2 : 1;
    let u = 0;
    let v = 0;
    for (let row = 0; row < rows; row++) {
      const line = planes.yOffset + (mask.yPx + y + row) * planes.yStride + mask.xPx + x;
      const maskLine = (y + row) * mask.widthPx + x;
      for (let column = 0; column < columns; column++) {
        const cover = mask.alpha[maskLine + column] as number;
        if (cover === 0) {
          u += oldU;
          v += oldV;
          continue;
        }
        const luma = k.yScale * ((data[line + column] as number) - k.yOffset);
        pixel[0] = luma + addR;
        pixel[1] = luma + addG;
        pixel[2] = luma + addB;
        paintPixel(coat, cover / 255);
        const r = pixel[0] as number;
        const g = pixel[1] as number;
        const b = pixel[2] as number;
        data[line + column] = k.yOffset + k.yR * r + k.yG * g + k.yB * b + 0.5;
        u += 128 + k.uR * r + k.uG * g + k.uB * b;
        v += 128 + k.vR * r + k.vG * g + k.vB * b;
      }
    }
    const share = 1 / (rows * columns);
    // Pure blue and pure red reach 256 in full range.
    data[planes.uOffset + chroma] = Math.min(255, u * share + 0.5);
    data[planes.vOffset + chroma] = Math.min(255, v * share + 0.5);
  }

  function blockIsCovered({ alpha, widthPx, heightPx }: LipMask, x: number, y: number): boolean {
    const at = y * widthPx + x;
    if (alpha[at] !== 0 || (x + 1 < widthPx && alpha[at + 1] !== 0)) return true;
    if (y + 1 >= heightPx) return false;
    return alpha[at + widthPx] !== 0 || (x + 1 < widthPx && alpha[at + widthPx + 1] !== 0);
  }

  return {
    run(planes, mask, light, level, coat) {
      if (light.samples === 0) return;
      prepare(light, level, coat);
      for (let y = 0; y < mask.heightPx; y += 2) {
        for (let x = 0; x < mask.widthPx; x += 2) {
          if (blockIsCovered(mask, x, y)) paintBlock(planes, mask, x, y, coat);
        }
      }
    },
  };
}
