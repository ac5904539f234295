/**
 * Light, surfaces, eye and sensor over the wavelengths, for rendering what a camera sees: so that no matrix can undo a
 * camera completely, just as in the world.
 */
import { solveLinear } from '../../../main/calibrate/linear-algebra.ts';

/** 400 to 700 nm. */
export const WAVELENGTHS = Array.from({ length: 31 }, (_, i) => 400 + 10 * i);

export type Spectrum = readonly number[];

const spectrum = (at: (nm: number) => number): Spectrum => WAVELENGTHS.map(at);
export const product = (a: Spectrum, b: Spectrum): Spectrum => a.map((value, i) => value * (b[i] as number));
export const sum = (values: Spectrum): number => values.reduce((total, value) => total + value, 0);

/** Gauss with two widths. */
const lobe = (nm: number, height: number, peak: number, left: number, right: number): number =>
  height * Math.exp(-0.5 * ((nm - peak) / (nm < peak ? left : right)) ** 2);

/** CIE 1931. Source: C. Wyman, P. Sloan, P. Shirley, J. Computer Graphics Techniques 2 (2013), multi-lobe fit. */
const eye: readonly Spectrum[] = [
  spectrum(
    (nm) =>
      lobe(nm, 1.056, 599.8, 37.9, 31) + lobe(nm, 0.362, 442, 16, 26.7) + lobe(nm, -0.065, 501.1, 20.4, 26.2),
  ),
  spectrum((nm) => lobe(nm, 0.821, 568.8, 46.9, 40.5) + lobe(nm, 0.286, 530.9, 16.3, 31.1)),
  spectrum((nm) => lobe(nm, 1.217, 437, 11.8, 36) + lobe(nm, 0.681, 459, 26, 13.8)),
];

/** CIE standard illuminant D65, relative. */
export const daylight6500: Spectrum = [
  82.75, 91.49, 93.43, 86.68, 104.87, 117.01, 117.81, 114.86, 115.92, 108.81, 109.35, 107.8, 104.79, 107.69,
  104.41, 104.05, 100, 96.33, 95.79, 88.69, 90.01, 89.6, 87.7, 83.29, 83.7, 80.03, 80.21, 82.28, 78.28, 69.72,
  71.61,
];

/** Planck's law, relative: a halogen lamp. */
export const glowing = (kelvin: number): Spectrum =>
  spectrum((nm) => 1e13 / (nm ** 5 * (Math.exp(1.4388e7 / (nm * kelvin)) - 1)));

/** A white LED: a blue chip and the broad glow of its phosphor. @param blue height of the chip's peak */
export const whiteLed = (blue: number, phosphorNm: number): Spectrum =>
  spectrum((nm) => lobe(nm, blue, 452, 10, 13) + lobe(nm, 1, phosphorNm, 48, 62));

/** A sensor's red, green and blue, plausible and not a turn of the eye's. */
export const sensor: readonly Spectrum[] = [
  spectrum((nm) => lobe(nm, 1, 600, 28, 38) + lobe(nm, 0.06, 450, 30, 30)),
  spectrum((nm) => lobe(nm, 1, 535, 36, 40)),
  spectrum((nm) => lobe(nm, 1, 460, 26, 30)),
];

const linearUnder = (light: Spectrum): ((surface: Spectrum) => number[]) => {
  const scale = sum(product(light, eye[1] as Spectrum));
  return (surface) => {
    const [x, y, z] = eye.map((curve) => sum(product(product(light, surface), curve)) / scale) as [
      number,
      number,
      number,
    ];
    return [
      3.2404542 * x - 1.5371385 * y - 0.4985314 * z,
      -0.969266 * x + 1.8760108 * y + 0.041556 * z,
      0.0556434 * x - 0.2040259 * y + 1.0572252 * z,
    ];
  };
};

const underDaylight = linearUnder(daylight6500);
/** Of a perfect white: not quite 1, 1, 1 with fitted curves. */
const white = underDaylight(spectrum(() => 1));

const surfaces = new Map<string, Spectrum>();

/**
 * The smoothest reflectance between 0 and 1 that has this colour under daylight.
 * Source: S. Burns, "Numerical methods for smoothest reflectance reconstruction", Color Research & Application 45 (2020).
 */
export function surfaceOf(colour: readonly number[]): Spectrum {
  const known = surfaces.get(colour.join()) ?? smoothest(colour);
  surfaces.set(colour.join(), known);
  return known;
}

/** What each wavelength adds to linear red, green and blue. */
const shares = WAVELENGTHS.map((_, i) => underDaylight(WAVELENGTHS.map((_, j) => (i === j ? 1 : 0))));

/** By Newton's way: z, of which the reflectance is (tanh z + 1) / 2, and one multiplier per channel. */
function smoothest(colour: readonly number[]): Spectrum {
  const count = WAVELENGTHS.length;
  const wished = colour.map((value, c) => Math.min(0.96, Math.max(0.004, value)) * (white[c] as number));
  let z: number[] = new Array(count).fill(0);
  let multipliers = [0, 0, 0];
  for (let step = 0; step < 40; step++) {
    const move = solveLinear(newtonRows(z, multipliers, wished));
    if (move === undefined) break;
    const farthest = Math.max(...move.slice(0, count).map(Math.abs));
    const part = 1 / Math.max(1, farthest);
    z = z.map((value, i) => value + part * (move[i] as number));
    multipliers = multipliers.map((value, c) => value + part * (move[count + c] as number));
    if (farthest < 1e-6) break;
  }
  return reflectanceOf(z);
}

const reflectanceOf = (z: readonly number[]): Spectrum => z.map((value) => (Math.tanh(value) + 1) / 2);

/** A row per wavelength, where the sum of squared steps is least, and one per channel, where the colour is the wished one. */
function newtonRows(
  z: readonly number[],
  multipliers: readonly number[],
  wished: readonly number[],
): number[][] {
  const count = z.length;
  const rows = Array.from({ length: count + 3 }, () => new Array<number>(count + 4).fill(0));
  z.forEach((value, i) => {
    const row = rows[i] as number[];
    const share = shares[i] as number[];
    const slope = (1 - Math.tanh(value) ** 2) / 2;
    const pull = share.reduce((total, part, c) => total + part * (multipliers[c] as number), 0);
    let gradient = pull * slope;
    for (const j of [i - 1, i + 1]) {
      if (j < 0 || j >= count) continue;
      row[i] = (row[i] as number) + 2;
      row[j] = (row[j] as number) - 2;
      gradient += 2 * (value - (z[j] as number));
    }
    row[i] = (row[i] as number) - 2 * pull * Math.tanh(value) * slope + 1e-9;
    share.forEach((part, c) => {
      row[count + c] = part * slope;
      (rows[count + c] as number[])[i] = part * slope;
    });
    row[count + 3] = -gradient;
  });
  underDaylight(reflectanceOf(z)).forEach((seen, c) => {
    (rows[count + c] as number[])[count + 3] = (wished[c] as number) - seen;
  });
  return rows;
}
