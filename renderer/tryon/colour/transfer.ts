/**
 * The sRGB transfer function (IEC 61966-2-1) as tables for hot loops.
 * Camera video is treated as display-referred sRGB, which is what a screen makes of it.
 */

/** Entries per code of the decode table: R′G′B′ rebuilt from Y′CbCr are fractional. */
export const DECODE_STEPS = 4;
/** Last index of the encode table; steps of 1/16383 keep dark colours within half an 8-bit code. */
export const ENCODE_LAST = 16383;

/** Encoded 0..1 → linear 0..1. */
export const decodeSrgb = (encoded: number): number =>
  encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;

/** Linear 0..1 → encoded 0..1. */
export const encodeSrgb = (linear: number): number =>
  linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;

/** `decodeTable[code × DECODE_STEPS]` is the linear value of that 8-bit code. */
export const decodeTable = Float32Array.from({ length: 255 * DECODE_STEPS + 1 }, (_, index) =>
  decodeSrgb(index / (255 * DECODE_STEPS)),
);

const DECODE_LAST = 255 * DECODE_STEPS;

/** Linear value of a fractional 8-bit code; codes outside 0..255 are clamped. */
export const decodeCode = (code: number): number =>
  decodeTable[code <= 0 ? 0 : code >= 255 ? DECODE_LAST : (code * DECODE_STEPS + 0.5) | 0] as number;

/** `encodeTable[linear × ENCODE_LAST]` is the fractional 8-bit code 0..255. */
export const encodeTable = Float32Array.from(
  { length: ENCODE_LAST + 1 },
  (_, index) => 255 * encodeSrgb(index / ENCODE_LAST),
);

/** `value` as an index of a table, cut to 0..last. */
export const tableIndex = (value: number, last: number): number =>
  value <= 0 ? 0 : value >= last ? last : value | 0;

/** Rec. 709 luminance of a linear colour. */
export const luminance = (red: number, green: number, blue: number): number =>
  0.2126 * red + 0.7152 * green + 0.0722 * blue;
