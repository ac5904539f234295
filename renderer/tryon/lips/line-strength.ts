/** Luma of a field in, how surely one of its pixels lies on a thin line across the field's lines out. */

/** Contrast to the less different side from which a pixel may lie on a line, and from which it surely does. */
const SEEN_FROM = 0.16;
const SURE_FROM = 0.3;
/** Codes that the contrast must exceed besides: noise. */
const NOISE = 4;
/** Farther sides are looked at in every second pixel. */
const DENSE_REACH = 6;

/**
 * @param luma over black
 * @param at a pixel with `reach` others on either side of it
 * @returns 0–255, a whole number
 */
export function lineStrength(luma: Int16Array, at: number, reach: number): number {
  const here = luma[at] as number;
  let left = -256;
  let right = -256;
  for (let away = 1; away <= reach; away += reach > DENSE_REACH ? 2 : 1) {
    const one = luma[at - away] as number;
    const other = luma[at + away] as number;
    if (one > left) left = one;
    if (other > right) right = other;
  }
  const side = left < right ? left : right;
  const over = side - here - NOISE;
  if (over <= 0) return 0;
  const share = over - SEEN_FROM * side;
  if (share <= 0) return 0;
  return Math.min(255, 1 + (255 * share) / ((SURE_FROM - SEEN_FROM) * side + 1)) | 0;
}
