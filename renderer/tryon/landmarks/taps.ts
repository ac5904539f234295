/**
 * Which samples of a frame one line of a small picture is made of, along one axis: positions and weights, laid out anew
 * for every region in tables that are reused.
 */

/** Samples averaged per axis: two, and four from this shrinking on (a face that fills a 4K frame). */
const FOUR_TAPS_FROM = 5;
/** Weights have 7 bits, so a sum over both axes has 14. */
const WEIGHT_ONE = 128;

export interface Axis {
  taps: number;
  position: Int32Array;
  weight: Int32Array;
  chroma: Int32Array;
}

export const buildAxis = (length: number): Axis => ({
  taps: 2,
  position: new Int32Array(length * 4),
  weight: new Int32Array(length * 4),
  chroma: new Int32Array(length),
});

const clamp = (value: number, last: number): number => (value < 0 ? 0 : value > last ? last : value);

/** Fills the taps of one axis: bilinear when enlarging, evenly spread samples when shrinking. */
export function layOutAxis(
  axis: Axis,
  length: number,
  startPx: number,
  spanPx: number,
  framePx: number,
): void {
  const scale = spanPx / length;
  const last = framePx - 1;
  axis.taps = scale > FOUR_TAPS_FROM ? 4 : 2;
  for (let index = 0; index < length; index++) {
    const centre = startPx + (index + 0.5) * scale - 0.5;
    const first = index * axis.taps;
    axis.chroma[index] = clamp(Math.round(centre), last) >> 1;
    if (scale <= 1) {
      const floor = Math.floor(centre);
      const after = Math.round((centre - floor) * WEIGHT_ONE);
      axis.position[first] = clamp(floor, last);
      axis.position[first + 1] = clamp(floor + 1, last);
      axis.weight[first] = WEIGHT_ONE - after;
      axis.weight[first + 1] = after;
      continue;
    }
    for (let tap = 0; tap < axis.taps; tap++) {
      const offset = ((tap + 0.5) / axis.taps - 0.5) * scale;
      axis.position[first + tap] = clamp(Math.round(centre + offset), last);
      axis.weight[first + tap] = WEIGHT_ONE / axis.taps;
    }
  }
}
