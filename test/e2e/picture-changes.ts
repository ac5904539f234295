/** Two pictures of the glass, compared: where did they change, measured by where her lips truly are? */

/** An 8-bit step of a channel that rounding alone can cause on its way to the screen and back. */
const ROUNDING = 2;
/** The detected outline may lie a few pixels off the true one. */
const REACH = 10;

export interface Changes {
  /** Share of sure lip pixels whose colour changed. */
  ofLips: number;
  /** Changed pixels that lie more than `REACH` pixels from any lip. */
  beyond: number;
}

/** @param one and `other` are RGBA of this size, @param lips the share of each pixel that is lip, 0..255 */
export function comparePictures(
  one: Uint8Array,
  other: Uint8Array,
  lips: Uint8Array,
  { widthPx, heightPx }: { widthPx: number; heightPx: number },
): Changes {
  const changed = (i: number): boolean =>
    [0, 1, 2].some((c) => Math.abs((one[4 * i + c] as number) - (other[4 * i + c] as number)) > ROUNDING);
  const nearLips = (column: number, row: number): boolean => {
    for (let y = Math.max(0, row - REACH); y <= Math.min(heightPx - 1, row + REACH); y++) {
      for (let x = Math.max(0, column - REACH); x <= Math.min(widthPx - 1, column + REACH); x++) {
        if ((lips[y * widthPx + x] as number) > 0) return true;
      }
    }
    return false;
  };
  let sure = 0;
  let changedLips = 0;
  let beyond = 0;
  for (let i = 0; i < lips.length; i++) {
    if ((lips[i] as number) > 250) {
      sure++;
      if (changed(i)) changedLips++;
    } else if (changed(i) && !nearLips(i % widthPx, Math.floor(i / widthPx))) beyond++;
  }
  return { ofLips: changedLips / sure, beyond };
}
