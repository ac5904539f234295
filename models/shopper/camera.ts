/**
 * The shopper's camera: turns sRGB codes into I420 planes of limited-range BT.709 and adds sensor noise. Owns the frame.
 */
import { fillGaussian, hash } from './random.ts';
import type { Box } from './screen-mesh.ts';

/** I420: luma plane, then Cb and Cr of half size, rows without padding. Owned by the shopper, overwritten per frame. */
export interface Frame {
  data: Uint8Array;
  widthPx: number;
  heightPx: number;
}

/** Noise repeats after this many values; each stretch of the frame starts at a random place in it. */
const NOISE_TILE = 1 << 16;
const STRETCH = 2048;

/** Noise is cut off here, so that codes of the limited range stay within a byte. */
const NOISE_LIMIT = 16;

/** Chroma noise relative to luma noise, after the averaging of 2×2 pixels. */
const CHROMA_NOISE = 0.45;

/** BT.709 luma weights, and the ranges of limited-range 8-bit codes (ITU-R BT.709-6). */
const KR = 0.2126;
const KG = 0.7152;
const KB = 0.0722;

/** The conversion in fixed point; chroma factors serve sums of four pixels. */
const FIXED = 18;
const fixed = (value: number) => Math.round(value * 2 ** FIXED);
const LUMA_RED = fixed((219 / 255) * KR);
const LUMA_GREEN = fixed((219 / 255) * KG);
const LUMA_BLUE = fixed((219 / 255) * KB);
const LUMA_ZERO = fixed(16.5);
const CB = 224 / 255 / 4 / (2 * (1 - KB));
const CR = 224 / 255 / 4 / (2 * (1 - KR));
const CB_RED = fixed(-CB * KR);
const CB_GREEN = fixed(-CB * KG);
const CB_BLUE = -CB_RED - CB_GREEN;
const CR_GREEN = fixed(-CR * KG);
const CR_BLUE = fixed(-CR * KB);
const CR_RED = -CR_GREEN - CR_BLUE;
const CHROMA_ZERO = fixed(128.5);

export interface Camera {
  frame: Frame;
  /** Converts a box (even edges) of codes into the still planes' copy in the frame, then adds noise everywhere. */
  run(codes: Uint8Array, box: Box, noise: number, noiseSeed: number): void;
  /** Remembers a whole picture as the planes that every frame starts from. */
  setBackdrop(codes: Uint8Array): void;
}

/** `run` costs about 1 ms at 1280 × 720 and as much again with noise. Width and height must be even. */
export function buildCamera({ widthPx, heightPx }: { widthPx: number; heightPx: number }): Camera {
  const lumaSize = widthPx * heightPx;
  const chromaSize = lumaSize / 4;
  const data = new Uint8Array(lumaSize + 2 * chromaSize);
  const words = new Int32Array(data.buffer, 0, data.length >> 2);
  const still = new Uint8Array(data.length);
  const normal = new Float32Array(NOISE_TILE);
  fillGaussian(normal, 97);
  const tile = new Uint8Array(2 * NOISE_TILE);
  const chromaTile = new Uint8Array(2 * NOISE_TILE);
  const tileWords = new Int32Array(tile.buffer);
  const chromaTileWords = new Int32Array(chromaTile.buffer);
  let tileNoise = -1;

  function convert(codes: Uint8Array, box: Box, target: Uint8Array): void {
    const halfWidth = widthPx >> 1;
    for (let row = box.top; row < box.bottom; row += 2) {
      for (let column = box.left; column < box.right; column += 2) {
        const upper = row * widthPx + column;
        const lower = upper + widthPx;
        const a = 3 * upper;
        const b = 3 * lower;
        target[upper] = lumaOf(codes[a], codes[a + 1], codes[a + 2]);
        target[upper + 1] = lumaOf(codes[a + 3], codes[a + 4], codes[a + 5]);
        target[lower] = lumaOf(codes[b], codes[b + 1], codes[b + 2]);
        target[lower + 1] = lumaOf(codes[b + 3], codes[b + 4], codes[b + 5]);
        const red = codes[a] + codes[a + 3] + codes[b] + codes[b + 3];
        const green = codes[a + 1] + codes[a + 4] + codes[b + 1] + codes[b + 4];
        const blue = codes[a + 2] + codes[a + 5] + codes[b + 2] + codes[b + 5];
        const chroma = lumaSize + (row >> 1) * halfWidth + (column >> 1);
        target[chroma] = (CB_RED * red + CB_GREEN * green + CB_BLUE * blue + CHROMA_ZERO) >> FIXED;
        target[chroma + chromaSize] =
          (CR_RED * red + CR_GREEN * green + CR_BLUE * blue + CHROMA_ZERO) >> FIXED;
      }
    }
  }

  function setTiles(noise: number): void {
    if (noise === tileNoise) return;
    tileNoise = noise;
    const limited = (value: number) => Math.max(-NOISE_LIMIT, Math.min(NOISE_LIMIT - 1, Math.round(value)));
    for (let i = 0; i < tile.length; i++) {
      tile[i] = NOISE_LIMIT + limited(noise * normal[i % NOISE_TILE]);
      chromaTile[i] = NOISE_LIMIT + limited(CHROMA_NOISE * noise * normal[i % NOISE_TILE]);
    }
  }

  /**
   * Adds noise to four codes per addition: codes less 16 and noise plus 16 never carry into the next byte. A last one to
   * three chroma codes of an odd-sized plane stay clean.
   */
  function addNoise(seed: number): void {
    const lumaWords = lumaSize / 4;
    for (let word = 0, stretch = 0; word < words.length; stretch++) {
      const luma = word < lumaWords;
      const source = luma ? tileWords : chromaTileWords;
      const end = Math.min(word + STRETCH, luma ? lumaWords : words.length);
      let n = Math.floor((hash(stretch, luma ? 0 : 1, seed) * NOISE_TILE) / 4);
      for (; word < end; word++) words[word] = words[word] - 0x10101010 + source[n++];
    }
  }

  return {
    frame: { data, widthPx, heightPx },
    setBackdrop(codes) {
      convert(codes, { left: 0, top: 0, right: widthPx, bottom: heightPx }, still);
    },
    run(codes, box, noise, noiseSeed) {
      data.set(still);
      convert(codes, box, data);
      if (noise <= 0) return;
      setTiles(noise);
      addNoise(noiseSeed);
    },
  };
}

function lumaOf(red: number, green: number, blue: number): number {
  return (LUMA_RED * red + LUMA_GREEN * green + LUMA_BLUE * blue + LUMA_ZERO) >> FIXED;
}
