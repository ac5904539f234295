/** Finds a card that has no marks by its grid of even patches: regions of one colour, and a lattice that joins them. */
import type { Card, Point } from './card.ts';
import { findHomography, type Homography } from './homography.ts';
import type { Picture } from './picture.ts';
import { boxMean, findRegions, type Region } from './regions.ts';

/** Codes that neighbours may differ by within a patch: for pictures from clean to noisy. */
const FLATNESS = [6, 12, 22];
/** Area of a patch as a share of the picture: the card from an eighth of its width to all of it. */
const AREA = { min: 0.00015, max: 0.04 };
const MIN_FILL = 0.4;
/** With fewer patches in line the rest cannot be told. */
const MIN_PATCHES = 10;

/** Share of the patches with which a lattice is taken without looking for a larger one. */
const ENOUGH = 0.75;

/** A patch's region, and where it lies in the lattice that was found. */
interface Placed {
  column: number;
  row: number;
  region: Region;
}

/** Every way in which a lattice of even regions could be the card. */
export function gridHypotheses(picture: Picture, card: Card): Homography[] {
  const steps = stepsOf(picture);
  return FLATNESS.flatMap((limit) => {
    const regions = evenRegions(steps, picture, limit);
    const best = bestLattice(regions, card.patches.length);
    return best.length < MIN_PATCHES ? [] : waysToLie(best, card);
  });
}

function bestLattice(regions: readonly Region[], patches: number): Placed[] {
  let best: Placed[] = [];
  for (const seed of regions) {
    const lattice = growLattice(seed, regions);
    if (lattice.length > best.length) best = lattice;
    if (best.length >= ENOUGH * patches) break;
  }
  return best;
}

/** Largest step of a channel across each pixel, noise smoothed; endless at the picture's edge. */
function stepsOf({ codes, widthPx, heightPx }: Picture): Float32Array {
  const steps = new Float32Array(widthPx * heightPx);
  for (let c = 0; c < 3; c++) {
    const channel = new Float32Array(widthPx * heightPx);
    for (let i = 0; i < channel.length; i++) channel[i] = codes[3 * i + c] as number;
    const smooth = boxMean(channel, widthPx, heightPx, 1);
    for (let i = widthPx + 1; i < steps.length - widthPx - 1; i++) {
      const across = Math.abs((smooth[i + 1] as number) - (smooth[i - 1] as number));
      const down = Math.abs((smooth[i + widthPx] as number) - (smooth[i - widthPx] as number));
      steps[i] = Math.max(steps[i] as number, across, down);
    }
  }
  return steps.fill(Infinity, 0, widthPx).fill(Infinity, steps.length - widthPx);
}

function evenRegions(steps: Float32Array, { widthPx, heightPx }: Picture, limit: number): Region[] {
  const even = new Uint8Array(steps.length);
  for (let i = 0; i < steps.length; i++) even[i] = (steps[i] as number) < limit ? 1 : 0;
  const pixels = widthPx * heightPx;
  return findRegions(even, widthPx, AREA.min * pixels).filter((region) => {
    const wide = region.right - region.left + 1;
    const high = region.bottom - region.top + 1;
    const isBlock = region.areaPx > MIN_FILL * wide * high && Math.max(wide / high, high / wide) < 2.2;
    return isBlock && region.areaPx < AREA.max * pixels;
  });
}

const minus = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y });
const lengthOf = ({ x, y }: Point): number => Math.hypot(x, y);
const isAlike = (a: Region, b: Region): boolean => a.areaPx < 2.2 * b.areaPx && b.areaPx < 2.2 * a.areaPx;

/** A patch with the steps to its neighbours, px: they follow the perspective. */
interface Grown extends Placed {
  across: Point;
  down: Point;
}

const DIRECTIONS = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
] as const;

function growLattice(seed: Region, regions: readonly Region[]): Placed[] {
  const near = regions
    .filter((region) => region !== seed && isAlike(region, seed))
    .map((region) => minus(region, seed))
    .sort((a, b) => lengthOf(a) - lengthOf(b));
  const [across] = near;
  const down =
    across && near.find((other) => isAcross(across, other) && lengthOf(other) < 1.6 * lengthOf(across));
  if (across === undefined || down === undefined) return [];
  const placed: Grown[] = [{ column: 0, row: 0, region: seed, across, down }];
  for (let i = 0; i < placed.length; i++) {
    const from = placed[i] as Grown;
    for (const [stepX, stepY] of DIRECTIONS) {
      const next = neighbour(from, stepX, stepY, regions);
      const isTaken = placed.some(
        ({ column, row, region }) =>
          region === next?.region || (column === next?.column && row === next?.row),
      );
      if (next !== undefined && !isTaken) placed.push(next);
    }
  }
  return placed;
}

function neighbour(from: Grown, stepX: number, stepY: number, regions: readonly Region[]): Grown | undefined {
  const step = stepX === 0 ? from.down : from.across;
  const sign = stepX + stepY;
  const wished = { x: from.region.x + sign * step.x, y: from.region.y + sign * step.y };
  const region = regions.find((other) => lengthOf(minus(other, wished)) < 0.3 * lengthOf(step));
  if (region === undefined || !isAlike(region, from.region)) return undefined;
  const seen = minus(region, from.region);
  const next = { x: sign * seen.x, y: sign * seen.y };
  return {
    column: from.column + stepX,
    row: from.row + stepY,
    region,
    across: stepX === 0 ? from.across : next,
    down: stepX === 0 ? next : from.down,
  };
}

function isAcross(a: Point, b: Point): boolean {
  const cosine = (a.x * b.x + a.y * b.y) / (lengthOf(a) * lengthOf(b));
  return Math.abs(cosine) < 0.6;
}

/** The lattice may be turned and mirrored against the card, and may lack outer rows that were not found. */
function waysToLie(placed: readonly Placed[], card: Card): Homography[] {
  const [first] = card.patches as [Card['patches'][number]];
  const ways: Homography[] = [];
  for (const isTurned of [false, true]) {
    const columns = placed.map(({ column, row }) => (isTurned ? row : column));
    const rows = placed.map(({ column, row }) => (isTurned ? column : row));
    for (const [signX, offsetX] of fits(columns, card.columns)) {
      for (const [signY, offsetY] of fits(rows, card.rows)) {
        const places = placed.map((_, i) => ({
          x: first.centre.x + card.pitch * (signX * (columns[i] as number) + offsetX),
          y: first.centre.y + card.pitch * (signY * (rows[i] as number) + offsetY),
        }));
        const homography = findHomography(
          places,
          placed.map(({ region }) => region),
        );
        if (homography !== undefined) ways.push(homography);
      }
    }
  }
  return ways;
}

/** Signs and offsets that bring all `indices` into 0…count − 1. */
function fits(indices: readonly number[], count: number): [sign: 1 | -1, offset: number][] {
  const [low, high] = [Math.min(...indices), Math.max(...indices)];
  const slack = count - 1 - (high - low);
  if (slack < 0) return [];
  return Array.from({ length: slack + 1 }, (_, shift) => shift).flatMap((shift): [1 | -1, number][] => [
    [1, shift - low],
    [-1, high + shift],
  ]);
}
