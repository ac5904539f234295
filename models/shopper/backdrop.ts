/**
 * Paints what stands still behind the shopper's head: a shop's out-of-focus wall and her clothed shoulders. Painted when
 * light, tone or place change (about 0.1 s at 1280 × 720), copied by every frame.
 */
import { encodeTable, lightSteps } from './colour.ts';
import type { Illumination } from './light.ts';
import { bell, hash, mix, smoothNoise, smoothStep } from './random.ts';

export interface BackdropView {
  widthPx: number;
  heightPx: number;
  /** Head space's origin in the picture, and its scale. */
  originX: number;
  originY: number;
  pixelsPerCm: number;
}

/** The wall is painted this many times smaller and enlarged softly: it is out of focus anyway. */
const WALL_SHRINK = 8;

const wallColour = [0.46, 0.38, 0.33] as const;
const clothColour = [0.115, 0.135, 0.15] as const;

/** Writes red, green, blue sRGB codes of the whole picture into `codes` (3 · width · height). */
export function paintBackdrop(view: BackdropView, illumination: Illumination, codes: Uint8Array): void {
  const { widthPx, heightPx } = view;
  const wall = paintWall(view);
  const columns = Math.ceil(widthPx / WALL_SHRINK) + 2;
  for (let y = 0; y < heightPx; y++) {
    const wallY = y / WALL_SHRINK;
    const row = Math.floor(wallY);
    for (let x = 0; x < widthPx; x++) {
      const wallX = x / WALL_SHRINK;
      const column = Math.floor(wallX);
      const at = 3 * (row * columns + column);
      const bodyX = (x + 0.5 - view.originX) / view.pixelsPerCm;
      const bodyY = (view.originY - y - 0.5) / view.pixelsPerCm;
      const edge = 0.7 / view.pixelsPerCm;
      const cover = smoothStep(edge, -edge, bodyY - shoulderLine(bodyX));
      const cloth = cover > 0 ? clothShade(bodyX, bodyY, illumination) : 0;
      for (let c = 0; c < 3; c++) {
        const below = at + 3 * columns + c;
        const back = mix(
          mix(wall[at + c], wall[at + 3 + c], wallX - column),
          mix(wall[below], wall[below + 3], wallX - column),
          wallY - row,
        );
        const linear = illumination.colour[c] * mix(back, clothColour[c] * cloth, cover);
        codes[3 * (y * widthPx + x) + c] =
          encodeTable[Math.min(encodeTable.length - 1, (linear * lightSteps) | 0)];
      }
    }
  }
}

/** Linear wall colours on a coarse grid: a warm wall, a niche with blurred shelves, lamps out of focus. */
function paintWall({ widthPx, heightPx }: BackdropView): Float32Array {
  const columns = Math.ceil(widthPx / WALL_SHRINK) + 2;
  const rows = Math.ceil(heightPx / WALL_SHRINK) + 2;
  const wall = new Float32Array(3 * columns * rows);
  const aspect = widthPx / heightPx;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = (column / columns - 0.5) * aspect;
      const y = row / rows;
      const wash = 0.72 + 0.38 * bell(Math.hypot(x + 0.15, y - 0.25), 0.5) - 0.22 * y;
      const niche =
        smoothStep(0.36, 0.44, x) *
        smoothStep(0.86, 0.78, x) *
        smoothStep(0.06, 0.12, y) *
        smoothStep(0.96, 0.9, y);
      const shelf = niche * (0.5 + 0.5 * Math.cos(2 * Math.PI * ((y - 0.1) / 0.27)));
      const lamps = lampGlow(x, y);
      for (let c = 0; c < 3; c++) {
        const goods = shelfGoods(x, y, c);
        const base = wallColour[c] * wash * (1 + 0.04 * smoothNoise(3 * x, 3 * y, 61));
        wall[3 * (row * columns + column) + c] =
          mix(base, 0.16 + 0.34 * shelf * (1 - 0.12 * c) + 0.2 * goods, 0.75 * niche) +
          lamps * (1 - 0.16 * c);
      }
    }
  }
  return wall;
}

function lampGlow(x: number, y: number): number {
  let glow = 0;
  for (let i = 0; i < 4; i++) {
    const disc = smoothStep(0.05, 0.036, Math.hypot(x + 0.78 - 0.135 * i, y - 0.09 - 0.022 * i));
    glow += 0.3 * disc;
  }
  return glow;
}

function shelfGoods(x: number, y: number, channel: number): number {
  const shelf = Math.floor((y - 0.1) / 0.27);
  const within = (y - 0.1) / 0.27 - shelf;
  const slot = Math.floor((x - 0.4) / 0.055);
  const centre = 0.4 + 0.055 * (slot + 0.5);
  const height = 0.35 + 0.3 * hash(slot, shelf, 71);
  const body =
    bell(x - centre, 0.016) *
    smoothStep(1 - height - 0.15, 1 - height + 0.1, within) *
    smoothStep(1, 0.9, within);
  return body * (hash(slot, shelf, 72 + channel) - 0.3);
}

/** Height of neck, shoulders and arms over x, in centimetres of head space. */
function shoulderLine(x: number): number {
  const side = Math.abs(x);
  const slope = -12.6 - 0.33 * (side - 6.5);
  const round = smoothStep(13, 21, side);
  return slope - 9 * round * round - 40 * smoothStep(19, 24, side);
}

/** Diffuse level of a round body in a knitted top, with a few soft folds. */
function clothShade(x: number, y: number, { direction, lampShare, ambientShare }: Illumination): number {
  const below = shoulderLine(x) - y;
  const nx = Math.max(-0.95, Math.min(0.95, x / 23));
  const ny = 0.75 * Math.exp(-below / 3.2) - 0.05;
  const fold =
    0.1 * smoothNoise(0.22 * x + 0.1 * y, 0.1 * y, 81) + 0.07 * smoothNoise(0.5 * x - 0.4 * y, 0.25 * y, 82);
  const nz = Math.sqrt(Math.max(0.05, 1 - nx * nx - ny * ny));
  const facing = (nx + fold) * direction[0] + ny * direction[1] + nz * direction[2];
  const knit = 1 + 0.07 * Math.cos(11 * x) * Math.cos(9 * y) + 0.04 * smoothNoise(7 * x, 7 * y, 83);
  const neckShade = 1 - 0.45 * bell(x, 7) * Math.exp(-Math.max(0, below) / 3);
  return knit * neckShade * (lampShare * Math.max(0, (facing + 0.1) / 1.1) + ambientShare * (0.8 + 0.2 * ny));
}
