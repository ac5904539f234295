/**
 * Colour difference as the eye sees it.
 * Source: G. Sharma, W. Wu, E. Dalal, "The CIEDE2000 color-difference formula", Color Research & Application 30 (2005).
 */
import type { Lab } from './colour.ts';

const rad = Math.PI / 180;
const hueOf = (a: number, b: number): number =>
  a === 0 && b === 0 ? 0 : (Math.atan2(b, a) / rad + 360) % 360;

/** Mean of two hues in degrees, on the shorter arc; their sum where one colour has no hue. */
function meanHue(h1: number, h2: number, chromaProduct: number): number {
  if (chromaProduct === 0) return h1 + h2;
  if (Math.abs(h1 - h2) <= 180) return (h1 + h2) / 2;
  return h1 + h2 < 360 ? (h1 + h2 + 360) / 2 : (h1 + h2 - 360) / 2;
}

function hueStep(h1: number, h2: number, chromaProduct: number): number {
  if (chromaProduct === 0) return 0;
  const step = h2 - h1;
  return step > 180 ? step - 360 : step < -180 ? step + 360 : step;
}

/** What the formula adds up: weighted steps of lightness, chroma and hue (signed), and how the last two act together. */
export interface DifferenceParts {
  lightness: number;
  chroma: number;
  hue: number;
  rotation: number;
}

export function differenceParts([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): DifferenceParts {
  const meanC = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)));
  const c1 = Math.hypot((1 + g) * a1, b1);
  const c2 = Math.hypot((1 + g) * a2, b2);
  const h1 = hueOf((1 + g) * a1, b1);
  const h2 = hueOf((1 + g) * a2, b2);
  const deltaH = 2 * Math.sqrt(c1 * c2) * Math.sin((hueStep(h1, h2, c1 * c2) / 2) * rad);
  const l = (l1 + l2) / 2;
  const c = (c1 + c2) / 2;
  const h = meanHue(h1, h2, c1 * c2);
  const t =
    1 -
    0.17 * Math.cos((h - 30) * rad) +
    0.24 * Math.cos(2 * h * rad) +
    0.32 * Math.cos((3 * h + 6) * rad) -
    0.2 * Math.cos((4 * h - 63) * rad);
  const sl = 1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2);
  return {
    lightness: (l2 - l1) / sl,
    chroma: (c2 - c1) / (1 + 0.045 * c),
    hue: deltaH / (1 + 0.015 * c * t),
    rotation:
      2 * Math.sqrt(c ** 7 / (c ** 7 + 25 ** 7)) * Math.sin(60 * Math.exp(-(((h - 275) / 25) ** 2)) * rad),
  };
}

/** CIEDE2000 between two colours; about 1 is just visible side by side. */
export function ciede2000(first: Lab, second: Lab): number {
  const { lightness, chroma, hue, rotation } = differenceParts(first, second);
  return Math.sqrt(Math.max(0, lightness ** 2 + chroma ** 2 + hue ** 2 - rotation * chroma * hue));
}
