/** Connected regions of a black-and-white picture, with what marks and patches are told by: place, size, area. */

export interface Region {
  /** Centre of gravity. */
  x: number;
  y: number;
  areaPx: number;
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Regions of set pixels, four neighbours; about 10 ms per megapixel. @param set one byte per pixel; is cleared */
export function findRegions(set: Uint8Array, widthPx: number, minAreaPx: number): Region[] {
  const regions: Region[] = [];
  const stack = new Int32Array(set.length);
  for (let start = 0; start < set.length; start++) {
    if (set[start] === 0) continue;
    const region = flood(set, widthPx, start, stack);
    if (region.areaPx >= minAreaPx) regions.push(region);
  }
  return regions;
}

function flood(set: Uint8Array, widthPx: number, start: number, stack: Int32Array): Region {
  let [depth, sumX, sumY, areaPx, left, right, bottom] = [0, 0, 0, 0, widthPx, 0, 0];
  const push = (at: number): void => {
    set[at] = 0;
    stack[depth++] = at;
  };
  push(start);
  while (depth > 0) {
    const at = stack[--depth] as number;
    const x = at % widthPx;
    const y = (at - x) / widthPx;
    areaPx++;
    sumX += x;
    sumY += y;
    left = Math.min(left, x);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
    if (x > 0 && set[at - 1] !== 0) push(at - 1);
    if (x + 1 < widthPx && set[at + 1] !== 0) push(at + 1);
    if (at >= widthPx && set[at - widthPx] !== 0) push(at - widthPx);
    if (at + widthPx < set.length && set[at + widthPx] !== 0) push(at + widthPx);
  }
  // The scan meets a region in its topmost row first.
  return {
    x: sumX / areaPx,
    y: sumY / areaPx,
    areaPx,
    left,
    right,
    top: Math.floor(start / widthPx),
    bottom,
  };
}

/** Mean of the luma in a square around each pixel, cut at the picture's edges. */
export function boxMean(
  luma: Float32Array,
  widthPx: number,
  heightPx: number,
  radiusPx: number,
): Float32Array {
  const sums = new Float64Array((widthPx + 1) * (heightPx + 1));
  for (let y = 0, at = 0; y < heightPx; y++) {
    for (let x = 0, row = 0; x < widthPx; x++, at++) {
      row += luma[at] as number;
      const below = (y + 1) * (widthPx + 1) + x + 1;
      sums[below] = (sums[below - widthPx - 1] as number) + row;
    }
  }
  const mean = new Float32Array(luma.length);
  for (let y = 0, at = 0; y < heightPx; y++) {
    const top = Math.max(0, y - radiusPx) * (widthPx + 1);
    const bottom = Math.min(heightPx, y + radiusPx + 1) * (widthPx + 1);
    for (let x = 0; x < widthPx; x++, at++) {
      const left = Math.max(0, x - radiusPx);
      const right = Math.min(widthPx, x + radiusPx + 1);
      const sum =
        (sums[bottom + right] as number) -
        (sums[bottom + left] as number) -
        (sums[top + right] as number) +
        (sums[top + left] as number);
      mean[at] = (sum * (widthPx + 1)) / ((right - left) * (bottom - top));
    }
  }
  return mean;
}
