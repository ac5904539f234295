/**
 * Readings of a face and of the picture around it in, how bright the light on the face is out: the linear luminance that a
 * white diffuser would have in place of the lips. Weak witnesses are fused in stops, each weighted by its spread.
 */
import type { EyeWhite } from './eye-white.ts';
import type { FaceColour } from './face-colour.ts';
import type { KnownWhite } from './known-white.ts';
import type { Surround } from './surround.ts';

/** Spread of each witness in stops (EV), one standard deviation. */
const EXPOSURE_SPREAD = 0.6;
/** An eye brighter than the others expect tells of light, a darker one perhaps of nothing but brow, lids or glasses. */
const BRIGHT_EYE_SPREAD = 0.3;
const DARK_EYE_SPREAD = 1;
const LIGHT_SKIN_SPREAD = 0.6;
const LIP_SPREAD = 1.8;
/** The card told the level on another day; a darker picture than usual has less light, too, or is of dark things. */
const CALIBRATED_SPREAD = 0.5;
const CALIBRATED_LACK_COUNTS = 0.7;
/** Where a camera's automatic exposure usually puts a white diffuser in place of the lips, which seldom face the light. */
const EXPOSED_WHITE = 0.55;
/**
 * Mean linear luma of a picture that is exposed as usual: 0.13 to 0.27 on photos and clips. A darker picture was beyond the
 * camera's gain.
 */
const EXPOSED_MEAN = 0.18;
const LEAST_MEAN = 0.004;
/** Luminance albedo of the white of the eye in the shade of its lids, and of a lip: 0.3 on the lightest skin, 0.04 on the deepest. */
const EYE_ALBEDO = 0.57;
const LIP_ALBEDO = 0.14;
/** Few complexions reflect more, and none: they bound the level from below, softly and hard. Cheeks face the light more than lips. */
const LIGHT_SKIN = 0.62;
const LIGHTEST_SKIN = 0.8;
/** From how many spreads on a witness pulls no harder: it may be a reflection, or in a shadow. */
const OUTLIER = 3;
const DARK = 1e-3;

const stops = (value: number): number => Math.log2(Math.max(DARK, value));

/** Stops by which the picture is darker than usual, ≤ 0. */
const lackOf = ({ meanLuma }: Surround): number =>
  Math.min(0, Math.log2(Math.max(LEAST_MEAN, meanLuma) / EXPOSED_MEAN));

/** How hard the eye pulls, `apart` stops from what the others say. */
function eyePull(eye: EyeWhite, apart: number): number {
  const spread = apart > 0 ? BRIGHT_EYE_SPREAD : DARK_EYE_SPREAD;
  return (eye.trust / spread ** 2) * Math.min(1, (OUTLIER * spread) / Math.max(DARK, Math.abs(apart)));
}

/** @param lipShade median diffuse luminance of the lips, linear */
export function weighLevel(
  eye: EyeWhite,
  face: FaceColour,
  surround: Surround,
  white: KnownWhite,
  lipShade: number,
): number {
  const lipWeight = 1 / LIP_SPREAD ** 2;
  const exposureWeight = 1 / EXPOSURE_SPREAD ** 2;
  const cardWeight = white.isKnown ? 1 / CALIBRATED_SPREAD ** 2 : 0;
  const lack = lackOf(surround);
  const exposed = stops(EXPOSED_WHITE) + lack;
  const card = stops(white.level) + CALIBRATED_LACK_COUNTS * lack;
  let weight = lipWeight + exposureWeight + cardWeight;
  let level =
    (lipWeight * stops(lipShade / LIP_ALBEDO) + exposureWeight * exposed + cardWeight * card) / weight;
  const skin = face.isRead ? face.skin.luminance : 0;
  const least = stops(skin / LIGHTEST_SKIN);
  if (eye.trust > 0) {
    const seen = Math.max(stops(eye.level / EYE_ALBEDO), least);
    const pull = eyePull(eye, seen - level);
    weight += pull;
    level += (pull / weight) * (seen - level);
  }
  const light = stops(skin / LIGHT_SKIN);
  const pull = light > level ? 1 / LIGHT_SKIN_SPREAD ** 2 : 0;
  level += (pull / (weight + pull)) * (light - level);
  return 2 ** Math.max(least, level);
}
