/**
 * Draws the eyebrows into the skin map, hair by hair, between the two rows of brow landmarks.
 */
import { hash, mix, smoothStep } from './random.ts';
import { addHair, inkStamp, type SkinPaint, skinMapSize } from './skin-texels.ts';

/** Upper and lower row of each brow, from the outer end to the inner. */
const brows = [
  { upper: [70, 63, 105, 66, 107], lower: [46, 53, 52, 65, 55] },
  { upper: [300, 293, 334, 296, 336], lower: [276, 283, 282, 295, 285] },
];

const HAIRS = 420;

export function paintBrows(paint: SkinPaint, uvs: readonly number[]): void {
  const ink = new Float32Array(skinMapSize * skinMapSize);
  brows.forEach((brow, side) => {
    for (let i = 0; i < HAIRS; i++) drawHair(ink, uvs, brow, i, side);
  });
  addHair(paint, ink, 0.88);
}

/** One hair: a tapering stroke that starts between the rows and leans outwards, upright at the inner end. */
function drawHair(
  ink: Float32Array,
  uvs: readonly number[],
  brow: (typeof brows)[number],
  i: number,
  side: number,
): void {
  const along = hash(i, side, 11);
  const inner = smoothStep(0.55, 1, along);
  const outer = smoothStep(0.35, 0, along);
  const spread = mix(1, 0.35, outer);
  const height = 0.5 + spread * (hash(i, side, 12) - 0.5) * 0.8;
  const [rootU, rootV] = between(uvs, brow, along, height);
  const [tipU, tipV] = between(uvs, brow, along - 0.16, 0.5 + spread * (height - 0.5) * 0.6);
  const length = 0.65 + 0.5 * hash(i, side, 13);
  const du = mix(tipU - rootU, (tipU - rootU) * 0.35, inner) * length;
  const dv = mix(tipV - rootV, -0.02, 0.75 * inner) * length - 0.002 * (1 - outer);
  const strength = (0.2 + 0.16 * hash(i, side, 14)) * (1 - 0.55 * smoothStep(0.88, 1, along));
  const steps = 26;
  for (let k = 0; k < steps; k++) {
    const t = k / steps;
    inkStamp(ink, rootU + du * t, rootV + dv * t + 0.002 * t * t, strength * (1 - t * t));
  }
}

/** A point of the brow: 0 outer … 1 inner end, 0 lower … 1 upper row. */
function between(
  uvs: readonly number[],
  { upper, lower }: (typeof brows)[number],
  along: number,
  height: number,
) {
  const position = Math.max(-0.4, along * (upper.length - 1));
  const i = Math.min(upper.length - 2, Math.max(0, Math.floor(position)));
  const t = position - i;
  const at = (c: number) =>
    mix(
      mix(uvs[2 * lower[i] + c], uvs[2 * lower[i + 1] + c], t),
      mix(uvs[2 * upper[i] + c], uvs[2 * upper[i + 1] + c], t),
      height,
    );
  return [at(0), at(1)];
}
