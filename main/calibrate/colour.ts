/** Colours in, the numbers that calibration reckons in out: linear sRGB and CIELAB under D65. */

export type Triple = [red: number, green: number, blue: number];
export type Lab = readonly [lightness: number, a: number, b: number];

/** Encoded 0..1 → linear 0..1 (IEC 61966-2-1). Camera pictures are read by the same curve, as the try-on reads them. */
export const decodeSrgb = (encoded: number): number =>
  encoded <= 0.04045 ? encoded / 12.92 : ((encoded + 0.055) / 1.055) ** 2.4;

/** Linear 0..1 → encoded 0..1. */
export const encodeSrgb = (linear: number): number =>
  linear <= 0.0031308 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055;

/** #rrggbb → linear sRGB. */
export function linearOfHex(hex: string): Triple {
  const code = Number.parseInt(hex.slice(1), 16);
  return [
    decodeSrgb((code >> 16) / 255),
    decodeSrgb(((code >> 8) & 255) / 255),
    decodeSrgb((code & 255) / 255),
  ];
}

/** Linear sRGB → #rrggbb; what a screen cannot show is cut off. */
export function hexOfLinear(linear: Readonly<Triple>): string {
  const codes = linear.map((value) => Math.round(255 * encodeSrgb(Math.min(1, Math.max(0, value)))));
  return `#${codes.map((code) => code.toString(16).padStart(2, '0')).join('')}`;
}

const KAPPA = 24389 / 27;
const EPSILON = 216 / 24389;
const curve = (t: number): number => (t > EPSILON ? Math.cbrt(t) : (KAPPA * t + 16) / 116);
const uncurve = (f: number): number => (f ** 3 > EPSILON ? f ** 3 : (116 * f - 16) / KAPPA);

/** CIELAB under D65. Slightly negative values, as noise makes them, are taken as they are. */
export function labOfLinear([r, g, b]: Readonly<Triple>): Lab {
  const x = curve((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = curve(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = curve((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/**
 * CIELAB under D50, as makers of colour cards tell it → linear sRGB, adapted to D65. May lie outside 0..1: the cyan of
 * the common card is no colour of a screen. Matrix: D50 → D65 by Bradford, then XYZ → sRGB (B. Lindbloom).
 */
export function linearOfLabD50([lightness, a, b]: Lab): Triple {
  const middle = (lightness + 16) / 116;
  const x = 0.96422 * uncurve(middle + a / 500);
  const y = uncurve(middle);
  const z = 0.82521 * uncurve(middle - b / 200);
  return [
    3.1338561 * x - 1.6168667 * y - 0.4906146 * z,
    -0.9787684 * x + 1.9161415 * y + 0.033454 * z,
    0.0719453 * x - 0.2289914 * y + 1.4052427 * z,
  ];
}
