/**
 * Readings of a face in, the colour of the light on it out, as warmth and rose. Warmth is −ln(B/G) of a white surface in linear
 * camera values: 0 is the camera's white, 0.23 a lamp of 4000 K after usual white balance, 0.6 one of 2500 K. Rose is what
 * ln(R/G) has beyond the black body's, near which the lamps of shops lie.
 */
import type { EyeWhite } from './eye-white.ts';
import type { FaceColour } from './face-colour.ts';
import { type KnownWhite, RED_PER_WARMTH } from './known-white.ts';

/** Spread of warmth: of lamps after white balance, of what the eye and complexions tell. One standard deviation. */
const LAMP_SPREAD = 0.4;
const EYE_SPREAD = 0.12;
const SHADED_EYE_SPREAD = 0.4;
const FACE_SPREAD = 0.1;
const CALIBRATED_SPREAD = 0.08;
/** −ln(B/G) of the white of an eye under neutral light: 0 to 0.2 on photos, 0 on the synthetic shopper. */
const EYE_YELLOW = 0.01;
/**
 * −ln(B/G) of lips and skin under neutral light. Lips are 0.2 ± 0.15 on everyone, because blood absorbs blue little more than
 * green; skin 0.2 (light) .. 0.8 (middle tones). Both are taken together, so that neither an orange lipstick nor a
 * golden complexion alone is read as warm light, and what is left of complexion falls into a dead zone. It is narrower where
 * skin is so bright in the picture (linear luminance) that it must be light: golden complexions are darker.
 */
const LIP_YELLOW = 0.2;
const SKIN_YELLOW = 0.35;
const LIPS_COUNT = 0.6;
const GOLDEN_COMPLEXION = 0.18;
const LIGHT_COMPLEXION = 0.05;
const COOLER_COMPLEXION = 0.25;
const MAYBE_GOLDEN = 0.25;
const SURELY_LIGHT = 0.45;
/** Stops by which an eye is darker than the skin when its colour is believed least. */
const FULL_SHADE = 2;
const DARK = 1e-3;
/** Under this ln(R/G) a picture of skin has no colour to read: black and white, or a strongly coloured lamp. */
const MIN_SKIN_RED = 0.15;
const MIN_WARMTH = -0.25;
const MAX_WARMTH = 0.8;

/**
 * ln(R/G) beyond the black body's: of the white of an eye, which its veins tint, and of the reddest skin. Cameras render
 * skin redder than it is; paint that stays neutral beside it looks like clay.
 */
const EYE_ROSE = 0.1;
const SKIN_ROSE = 0.85;
/** How much of the eye's further red is believed: some of it is the lids'. */
const EYE_ROSE_BELIEVED = 0.7;
const MIN_ROSE = -0.15;
const MAX_ROSE = 0.3;

/** An eye darker than the skin around it lies in its shade, and is lit by what the skin sends back. */
function eyeSpread(eye: EyeWhite, face: FaceColour): number {
  if (!face.isRead) return EYE_SPREAD;
  const shade = Math.log2(face.skin.luminance / Math.max(DARK, eye.level)) / FULL_SHADE;
  return EYE_SPREAD + Math.min(1, Math.max(0, shade)) * (SHADED_EYE_SPREAD - EYE_SPREAD);
}

/** Whether face and lips are seen in their colours. */
const canTell = ({ isRead, skin, lips }: FaceColour): boolean =>
  isRead && skin.isTold && lips.isTold && skin.redOverGreen > MIN_SKIN_RED;

/** The warmth nearest to `warmth` under which some complexion looks as this face does. */
function nearestWarmth({ skin, lips }: FaceColour, warmth: number): number {
  const seen =
    LIPS_COUNT * (-lips.blueOverGreen - LIP_YELLOW) + (1 - LIPS_COUNT) * (-skin.blueOverGreen - SKIN_YELLOW);
  const light = (skin.luminance - MAYBE_GOLDEN) / (SURELY_LIGHT - MAYBE_GOLDEN);
  const golden = GOLDEN_COMPLEXION - Math.min(1, Math.max(0, light)) * (GOLDEN_COMPLEXION - LIGHT_COMPLEXION);
  return Math.max(seen - golden, Math.min(seen + COOLER_COMPLEXION, warmth));
}

/** The most likely warmth, drawn to neutral as far as the witnesses are unsure. */
export function weighWarmth(eye: EyeWhite, face: FaceColour, white: KnownWhite): number {
  let weight = 1 / LAMP_SPREAD ** 2;
  let sum = 0;
  if (white.isKnown) {
    weight = 1 / CALIBRATED_SPREAD ** 2;
    sum = weight * white.warmth;
  }
  if (eye.hasColour) {
    const eyeWeight = eye.trust / eyeSpread(eye, face) ** 2;
    sum += eyeWeight * (-eye.blueOverGreen - EYE_YELLOW);
    weight += eyeWeight;
  }
  // Inside the dead zone the face agrees with whatever the others say, and changes nothing.
  const faceWeight = canTell(face) ? 1 / FACE_SPREAD ** 2 : 0;
  const warmth = (sum + faceWeight * nearestWarmth(face, sum / weight)) / (weight + faceWeight);
  return Math.min(MAX_WARMTH, Math.max(MIN_WARMTH, warmth));
}

/** ln(R/G) of the light beyond what its warmth explains: what eye or skin show more than any eye or skin has. */
export function weighRose(eye: EyeWhite, face: FaceColour, white: KnownWhite, warmth: number): number {
  if (white.isKnown) return white.rose;
  const lamp = RED_PER_WARMTH * warmth;
  let rose = eye.hasColour ? EYE_ROSE_BELIEVED * eye.trust * (eye.redOverGreen - lamp - EYE_ROSE) : 0;
  if (face.isRead && face.skin.isTold) rose = Math.max(rose, face.skin.redOverGreen - lamp - SKIN_ROSE);
  return Math.min(MAX_ROSE, Math.max(MIN_ROSE, rose));
}
