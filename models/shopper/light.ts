/**
 * Turns a `LightState` into the numbers that shading uses: where the lamp is and how bright a white diffuser gets.
 */

import { luminance } from './colour.ts';
import type { LightState } from './state.ts';

/** Linear value of a white diffuser facing a lamp of strength 1. */
const EXPOSURE = 0.8;

/** The camera's white point. */
const WHITE_K = 6500;

/** Share of a colour cast that the camera's automatic white balance takes out, reckoned in mired. */
const WHITE_BALANCE_SHARE = 0.6;

export interface Illumination {
  /** Unit vector to the lamp in camera axes: x right, y up, z to the camera. */
  direction: [number, number, number];
  /** Unit vector halfway between lamp and camera, for highlights. */
  halfway: [number, number, number];
  /** Linear red, green, blue of a white diffuser that faces the lamp. */
  colour: [number, number, number];
  /** Parts of that colour due to the lamp and to the surroundings; they add up to 1. */
  lampShare: number;
  ambientShare: number;
}

/** Allocates; call when the light changes, not per frame. */
export function illuminationOf(light: LightState): Illumination {
  const azimuth = (light.azimuthDeg * Math.PI) / 180;
  const elevation = (light.elevationDeg * Math.PI) / 180;
  const x = Math.sin(azimuth) * Math.cos(elevation);
  const y = Math.sin(elevation);
  const z = Math.cos(azimuth) * Math.cos(elevation);
  const length = Math.hypot(x, y, z + 1) || 1;
  const [red, green, blue] = whiteUnder(light.temperatureK);
  const level = EXPOSURE * light.strength;
  return {
    direction: [x, y, z],
    halfway: [x / length, y / length, (z + 1) / length],
    colour: [red * level, green * level, blue * level],
    lampShare: 1 - light.ambient,
    ambientShare: light.ambient,
  };
}

/** Linear colour, luminance 1, of white paper under a lamp of this temperature as the camera balances it. */
export function whiteUnder(temperatureK: number): [number, number, number] {
  const castMired = (1e6 / temperatureK - 1e6 / WHITE_K) * (1 - WHITE_BALANCE_SHARE);
  const lamp = planckian(1e6 / (1e6 / WHITE_K + castMired));
  const white = planckian(WHITE_K);
  const red = Math.max(0, lamp[0] / white[0]);
  const green = Math.max(0, lamp[1] / white[1]);
  const blue = Math.max(0, lamp[2] / white[2]);
  const level = luminance(red, green, blue);
  return [red / level, green / level, blue / level];
}

/**
 * Linear sRGB of a black body, luminance 1. Chromaticity by the cubic fit of Kim et al. (US patent 7024034, 2002), valid
 * from 1667 to 25000 K; then the XYZ to sRGB matrix of IEC 61966-2-1.
 */
function planckian(temperatureK: number): [number, number, number] {
  const t = 1000 / Math.min(25000, Math.max(1667, temperatureK));
  const x =
    temperatureK < 4000
      ? -0.2661239 * t ** 3 - 0.2343589 * t ** 2 + 0.8776956 * t + 0.17991
      : -3.0258469 * t ** 3 + 2.1070379 * t ** 2 + 0.2226347 * t + 0.24039;
  const y =
    temperatureK < 2222
      ? -1.1063814 * x ** 3 - 1.3481102 * x ** 2 + 2.18555832 * x - 0.20219683
      : temperatureK < 4000
        ? -0.9549476 * x ** 3 - 1.37418593 * x ** 2 + 2.09137015 * x - 0.16748867
        : 3.081758 * x ** 3 - 5.8733867 * x ** 2 + 3.75112997 * x - 0.37001483;
  const bigX = x / y;
  const bigZ = (1 - x - y) / y;
  return [
    3.2404542 * bigX - 1.5371385 - 0.4985314 * bigZ,
    -0.969266 * bigX + 1.8760108 + 0.041556 * bigZ,
    0.0556434 * bigX - 0.2040259 + 1.0572252 * bigZ,
  ];
}
