/**
 * The sRGB transfer curve as functions and tables, and relative luminance. Linear values are 0–1, codes 0–255.
 */

/** Linear light is counted in steps of 1/8192 where it is encoded per pixel. */
export const lightSteps = 8192;

/** sRGB code of a linear value in steps (at the middle of the step); reaches to 8 times white, clipped. */
export const encodeTable = Uint8Array.from({ length: 8 * lightSteps }, (_, i) =>
  encodeSrgb((i + 0.5) / lightSteps),
);

/** Linear value of each sRGB code. */
export const decodeTable = Float32Array.from({ length: 256 }, (_, code) => decodeSrgb(code));

/** Linear value of an sRGB code (IEC 61966-2-1). */
export function decodeSrgb(code: number): number {
  const v = code / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}

/** sRGB code, rounded and clipped, of a linear value (IEC 61966-2-1). */
export function encodeSrgb(linear: number): number {
  const v = Math.min(1, Math.max(0, linear));
  return Math.round(255 * (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055));
}

/** Linear red, green, blue of a `#rrggbb` colour. */
export function linearOfHex(hex: string): [number, number, number] {
  const code = Number.parseInt(hex.slice(1), 16);
  return [decodeSrgb(code >> 16), decodeSrgb((code >> 8) & 255), decodeSrgb(code & 255)];
}

/** Relative luminance of linear BT.709 primaries. */
export function luminance(red: number, green: number, blue: number): number {
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
