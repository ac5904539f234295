/** Finds the corner marks of the printed chart: a dark square within a ring of paper within a dark ring, at any size, turn and tilt. */
import type { Point } from './card.ts';
import { lumaOf, type Picture } from './picture.ts';
import { boxMean, findRegions, type Region } from './regions.ts';

export interface Mark extends Point {
  /** Area that its dark ring encloses and covers, as its box has it. */
  sizePx: number;
}

/** A pixel is dark under this share of its surroundings: the first for sharp marks, the second for the corners of blurred ones. */
const DARKER = [0.8, 0.92];
/** Surroundings, as shares of the picture's longer side: from marks of a far card to those of one that fills the picture. */
const RADII = [0.012, 0.03, 0.07];
/** A ring of 7 modules around a square of 3: the ratio of their boxes' sides is 7/3, in any perspective nearly. */
const BOX_RATIO = { min: 1.7, max: 3.2 };
/** Of a dot; smaller ones are noise. */
const MIN_AREA_PX = 4;
/** A dot is a filled quadrilateral: even one that stands on its corner fills half its box. */
const MIN_FILL = 0.4;
/** The dark ring covers 24 of 49 modules, the dot 9. */
const AREA_RATIO = { min: 1.5, max: 4.5 };

/** About 60 ms for a picture of 720 lines. */
export function findMarks(picture: Picture): Mark[] {
  const { widthPx, heightPx } = picture;
  const luma = lumaOf(picture);
  const marks: Mark[] = [];
  for (const share of RADII) {
    const mean = boxMean(luma, widthPx, heightPx, Math.round(share * Math.max(widthPx, heightPx)));
    for (const darker of DARKER) {
      for (const mark of marksIn(findRegions(darkPixels(luma, mean, darker), widthPx, MIN_AREA_PX))) {
        const isKnown = marks.some(({ x, y, sizePx }) => Math.hypot(x - mark.x, y - mark.y) < sizePx / 2);
        if (!isKnown) marks.push(mark);
      }
    }
  }
  return marks;
}

function darkPixels(luma: Float32Array, mean: Float32Array, darker: number): Uint8Array {
  const dark = new Uint8Array(luma.length);
  for (let i = 0; i < luma.length; i++) {
    if ((luma[i] as number) < darker * (mean[i] as number) - 2) dark[i] = 1;
  }
  return dark;
}

function marksIn(regions: readonly Region[]): Mark[] {
  const dots = regions.filter((region) => region.areaPx >= MIN_FILL * widthOf(region) * heightOf(region));
  const rings = [...regions].sort((a, b) => a.left - b.left);
  return dots.flatMap((dot) => {
    const ring = rings.find((candidate) => isRingOf(candidate, dot));
    return ring === undefined
      ? []
      : [{ x: dot.x, y: dot.y, sizePx: Math.max(widthOf(ring), heightOf(ring)) }];
  });
}

function isRingOf(ring: Region, dot: Region): boolean {
  if (ring.left >= dot.left || ring.top >= dot.top || ring.right <= dot.right || ring.bottom <= dot.bottom) {
    return false;
  }
  const wide = widthOf(ring) / widthOf(dot);
  const high = heightOf(ring) / heightOf(dot);
  const areas = ring.areaPx / dot.areaPx;
  const off = Math.hypot(ring.x - dot.x, ring.y - dot.y);
  return (
    Math.min(wide, high) > BOX_RATIO.min &&
    Math.max(wide, high) < BOX_RATIO.max &&
    areas > AREA_RATIO.min &&
    areas < AREA_RATIO.max &&
    off < 0.2 * Math.max(widthOf(dot), heightOf(dot)) + 0.5
  );
}

const widthOf = ({ left, right }: Region): number => right - left + 1;
const heightOf = ({ top, bottom }: Region): number => bottom - top + 1;
