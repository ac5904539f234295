/**
 * Planes and lip mask in, the lip's own creases out: luma over the mask's box, smoothed just enough that camera noise does
 * not glitter. Read before the lips are painted, because paint goes into the same planes.
 */
import type { Planes } from '../frames/planes.ts';
import type { LipMask } from '../lips/coverage.ts';

/** Half the side of the square that is averaged, as a share of the mouth's width: creases are about twice as wide. */
const REACH = 0.008;
/** Coverage from which a pixel is surely lip. */
const SURE = 200;

export interface LipTexture {
  /** Smoothed luma codes, row by row, `mask.widthPx` a row. */
  luma: Float32Array;
  /** Of sure lip pixels, above black; at least 1. */
  mean: number;
  /** Code of black. */
  black: number;
  /** Half the side of the square that was averaged. */
  reachPx: number;
}

export interface LipTextureStage {
  readonly texture: LipTexture;
  /** @param mouthWidthPx distance between the commissures */
  run(planes: Planes, mask: LipMask, mouthWidthPx: number): void;
}

/** About 5 ns per pixel of the box. */
export function buildLipTexture(): LipTextureStage {
  const texture: LipTexture = { luma: new Float32Array(0), mean: 1, black: 0, reachPx: 1 };
  let lines = new Float32Array(0);
  let columns = new Float32Array(0);

  /** Sums over the reach to both sides within each row; a row's ends stand in for what lies beyond. */
  function sumRows({ data, yOffset, yStride }: Planes, { xPx, yPx, widthPx, heightPx }: LipMask): void {
    const { reachPx } = texture;
    const last = widthPx - 1;
    for (let y = 0; y < heightPx; y++) {
      const from = yOffset + (yPx + y) * yStride + xPx;
      let sum = 0;
      for (let x = -reachPx; x <= reachPx; x++) sum += data[from + Math.min(last, Math.max(0, x))] as number;
      for (let x = 0, at = y * widthPx; x < widthPx; x++, at++) {
        lines[at] = sum;
        const next = x + reachPx + 1;
        const gone = x - reachPx;
        sum +=
          (data[from + (next > last ? last : next)] as number) -
          (data[from + (gone < 0 ? 0 : gone)] as number);
      }
    }
  }

  /** Means over the reach up and down of what `sumRows` found. */
  function averageColumns({ widthPx, heightPx }: LipMask): void {
    const { luma, reachPx } = texture;
    const last = heightPx - 1;
    const scale = 1 / (2 * reachPx + 1) ** 2;
    columns.fill(0, 0, widthPx);
    for (let y = -reachPx; y <= reachPx; y++) {
      const from = Math.min(last, Math.max(0, y)) * widthPx;
      for (let x = 0; x < widthPx; x++) columns[x] = (columns[x] as number) + (lines[from + x] as number);
    }
    for (let y = 0; y < heightPx; y++) {
      const next = Math.min(last, y + reachPx + 1) * widthPx;
      const gone = Math.max(0, y - reachPx) * widthPx;
      const to = y * widthPx;
      for (let x = 0; x < widthPx; x++) {
        const sum = columns[x] as number;
        luma[to + x] = sum * scale;
        columns[x] = sum + (lines[next + x] as number) - (lines[gone + x] as number);
      }
    }
  }

  function findMean({ alpha, widthPx, heightPx }: LipMask): void {
    let sum = 0;
    let count = 0;
    for (let at = 0; at < widthPx * heightPx; at++) {
      if ((alpha[at] as number) < SURE) continue;
      sum += texture.luma[at] as number;
      count++;
    }
    texture.mean = Math.max(1, count === 0 ? 0 : sum / count - texture.black);
  }

  return {
    texture,
    run(planes, mask, mouthWidthPx) {
      const pixels = mask.widthPx * mask.heightPx;
      if (lines.length < pixels) {
        lines = new Float32Array(Math.ceil(pixels * 1.5));
        texture.luma = new Float32Array(lines.length);
      }
      if (columns.length < mask.widthPx) columns = new Float32Array(2 * mask.widthPx);
      texture.reachPx = Math.max(1, Math.round(REACH * mouthWidthPx));
      texture.black = planes.fullRange ? 0 : 16;
      sumRows(planes, mask);
      averageColumns(mask);
      findMean(mask);
    },
  };
}
