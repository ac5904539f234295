/**
 * The ten Monk skin tones and what goes with each on this shopper: lips, hair and eyes. Linear albedo, 0–1.
 */
import { linearOfHex } from './colour.ts';

export type Rgb = [number, number, number];

export interface Complexion {
  skin: Rgb;
  /** The lip's body, and its moister, pinker inner edge. */
  lip: Rgb;
  lipInner: Rgb;
  hair: Rgb;
  iris: Rgb;
}

/** Google's Monk Skin Tone scale (Ellis Monk, 2022): skin as it looks on a display. */
export const monkTones: readonly string[] = [
  '#f6ede4',
  '#f3e7db',
  '#f7ead0',
  '#eadaba',
  '#d7bd96',
  '#a07e56',
  '#825c43',
  '#604134',
  '#3a312a',
  '#292420',
];

/** Vermilion per tone, sRGB of its albedo: pink rose on light skin, brown rose and no darker than the skin on deep skin. */
const lipTones: readonly string[] = [
  '#c28a82',
  '#c0867d',
  '#bf8377',
  '#b6786d',
  '#a86c61',
  '#8f5a4e',
  '#7a4b42',
  '#64403a',
  '#513533',
  '#452e2c',
];
const innerLipTones: readonly string[] = [
  '#c47a76',
  '#c27671',
  '#c1746d',
  '#b96c66',
  '#af635c',
  '#9a554e',
  '#8a4b46',
  '#784140',
  '#643938',
  '#563332',
];
const hairTones: readonly string[] = [
  '#5e4330',
  '#573c2b',
  '#4a3225',
  '#43301f',
  '#38281c',
  '#2d211a',
  '#261d18',
  '#201a17',
  '#1c1817',
  '#1b1817',
];
const irisTones: readonly string[] = [
  '#5d7480',
  '#68705c',
  '#6e5a3c',
  '#6a4a2c',
  '#5c3d24',
  '#4e331f',
  '#44291a',
  '#3b2418',
  '#352117',
  '#321f16',
];

/** White skin would outshine paper: the swatches stand for skin that reflects this share of their linear value. */
const SKIN_SHARE = 0.8;

/**
 * What a face's blood takes from that share of red, green and blue (the swatch stands for the whole body); it shows less
 * through more pigment.
 */
const BLOOD = [1, 0.85, 0.83] as const;

/** Light that even the deepest skin scatters back, warm because red travels furthest under the pigment. */
const SCATTER = [0.036, 0.0155, 0.008] as const;

/** The complexion of a tone from 1 to 10. @throws RangeError for any other tone. */
export function complexionOf(tone: number): Complexion {
  const index = tone - 1;
  const swatch = monkTones[index];
  if (swatch === undefined) throw new RangeError(`Skin tone ${tone} is not one of 1 to 10.`);
  const [red, green, blue] = linearOfHex(swatch);
  return {
    skin: [skinChannel(red, 0, red), skinChannel(green, 1, red), skinChannel(blue, 2, red)],
    lip: linearOfHex(lipTones[index] as string),
    lipInner: linearOfHex(innerLipTones[index] as string),
    hair: linearOfHex(hairTones[index] as string),
    iris: linearOfHex(irisTones[index] as string),
  };
}

function skinChannel(swatch: number, channel: 0 | 1 | 2, red: number): number {
  const blood = 1 - (1 - BLOOD[channel]) * Math.min(1, red / 0.6);
  return SCATTER[channel] * (1 - 0.6 * red) + SKIN_SHARE * blood * swatch;
}
