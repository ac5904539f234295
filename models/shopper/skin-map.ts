/**
 * Paints what every face has over its texture coordinates, whatever the skin tone: blotches and pores, redness, lids, folds,
 * nostrils, brows, hairline. Painted once; `packSkin` makes it the map of a complexion.
 */
import type { CanonicalMesh } from '../face/canonical-mesh.ts';
import { paintBrows } from './brows.ts';
import { paintHairline } from './hairline.ts';
import { bell, mix, noiseTile, readTile, smoothNoise, smoothStep } from './random.ts';
import { emptyPaint, forTexels, type SkinPaint, skinMapSize, uvOf } from './skin-texels.ts';

/** Marks on the face by landmark: where and how wide (in texture units), and what they do to red, green and blue. */
interface Patch {
  landmarks: readonly number[];
  width: number;
  height: number;
  tint: readonly [number, number, number];
}

const patches: readonly Patch[] = [
  { landmarks: [50, 205], width: 0.055, height: 0.04, tint: [1.03, 0.89, 0.9] },
  { landmarks: [280, 425], width: 0.055, height: 0.04, tint: [1.03, 0.89, 0.9] },
  { landmarks: [4], width: 0.035, height: 0.03, tint: [1.03, 0.92, 0.92] },
  { landmarks: [199], width: 0.05, height: 0.03, tint: [1.0, 0.95, 0.95] },
  { landmarks: [64, 98], width: 0.016, height: 0.018, tint: [0.95, 0.8, 0.8] },
  { landmarks: [294, 327], width: 0.016, height: 0.018, tint: [0.95, 0.8, 0.8] },
  { landmarks: [230, 119], width: 0.045, height: 0.014, tint: [0.93, 0.87, 0.9] },
  { landmarks: [450, 348], width: 0.045, height: 0.014, tint: [0.93, 0.87, 0.9] },
  { landmarks: [159, 27], width: 0.05, height: 0.016, tint: [0.93, 0.84, 0.84] },
  { landmarks: [386, 257], width: 0.05, height: 0.016, tint: [0.93, 0.84, 0.84] },
  { landmarks: [133, 243], width: 0.012, height: 0.014, tint: [0.96, 0.82, 0.82] },
  { landmarks: [362, 463], width: 0.012, height: 0.014, tint: [0.96, 0.82, 0.82] },
];

const nostrils: readonly (readonly number[])[] = [
  [79, 166, 59, 75, 60, 20],
  [309, 392, 289, 305, 290, 250],
];

/** About 0.2 s, once. */
export function paintSkin(mesh: CanonicalMesh): SkinPaint {
  const paint = emptyPaint();
  paintGround(paint);
  for (const patch of patches) paintPatch(paint, mesh.uvs, patch);
  for (const nostril of nostrils) paintNostril(paint, mesh.uvs, nostril);
  paintFolds(paint, mesh.uvs);
  paintLids(paint, mesh.uvs);
  paintBrows(paint, mesh.uvs);
  paintHairline(paint, mesh);
  return paint;
}

/** Blotches, pores and the oily middle of the face. The noise tiles repeat, too faintly to be noticed. */
function paintGround({ tint }: SkinPaint): void {
  const blotches = noiseTile(5, 1);
  const redness = noiseTile(7, 6);
  const coarse = noiseTile(70, 3);
  const fine = noiseTile(110, 4);
  forTexels([0, 0, 1, 1], (texel, u, v) => {
    const column = texel % skinMapSize;
    const row = Math.floor(texel / skinMapSize);
    const pores = 0.6 * readTile(coarse, column, row) + 0.4 * readTile(fine, column, row);
    const red = 0.025 * readTile(redness, column >> 1, row >> 1);
    const level = 1 + 0.025 * readTile(blotches, column >> 1, row >> 1) + 0.03 * pores;
    tint[4 * texel] = level * (1 + 0.3 * red);
    tint[4 * texel + 1] = level * (1 - red);
    tint[4 * texel + 2] = level * (1 - red);
    const oily = 0.5 * bell(u - 0.5, 0.12) * smoothStep(0.7, 0.55, v);
    tint[4 * texel + 3] = (0.75 + oily) * (1 + 0.22 * pores);
  });
}

function paintPatch({ tint }: SkinPaint, uvs: readonly number[], patch: Patch): void {
  const [centreU, centreV] = uvOf(uvs, patch.landmarks);
  const reachU = 3 * patch.width;
  const reachV = 3 * patch.height;
  forTexels([centreU - reachU, centreV - reachV, centreU + reachU, centreV + reachV], (texel, u, v) => {
    const weight = bell((u - centreU) / patch.width, 1) * bell((v - centreV) / patch.height, 1);
    for (let c = 0; c < 3; c++) tint[4 * texel + c] *= mix(1, patch.tint[c], weight);
  });
}

function paintNostril({ tint }: SkinPaint, uvs: readonly number[], rim: readonly number[]): void {
  const [centreU, centreV] = uvOf(uvs, rim);
  const lean = centreU < 0.5 ? 0.25 : -0.25;
  forTexels([centreU - 0.04, centreV - 0.03, centreU + 0.04, centreV + 0.03], (texel, u, v) => {
    const du = (u - centreU) / 0.014;
    const dv = (v - centreV + lean * (u - centreU)) / 0.0085;
    const away = Math.hypot(du, dv);
    const dark = smoothStep(1.35, 0.5, away);
    const around = 0.25 * smoothStep(2.2, 0.9, away);
    tint[4 * texel] *= mix(1 - around, 0.1, dark);
    tint[4 * texel + 1] *= mix(1 - 1.2 * around, 0.045, dark);
    tint[4 * texel + 2] *= mix(1 - 1.2 * around, 0.04, dark);
    tint[4 * texel + 3] *= 1 - dark;
  });
}

/** Soft lines where the surface folds more sharply than the mesh can: behind the nose's wings, beside the mouth. */
const folds: readonly { line: readonly number[]; width: number; depth: number }[] = [
  { line: [209, 129, 98], width: 0.0045, depth: 0.3 },
  { line: [429, 358, 327], width: 0.0045, depth: 0.3 },
  { line: [98, 165, 92, 186], width: 0.011, depth: 0.07 },
  { line: [327, 391, 322, 410], width: 0.011, depth: 0.07 },
  { line: [182, 18, 406], width: 0.01, depth: 0.1 },
];

function paintFolds({ tint }: SkinPaint, uvs: readonly number[]): void {
  for (const { line, width, depth } of folds) {
    const path = polyline(uvs, line);
    const [u0, v0] = uvOf(uvs, line);
    forTexels([u0 - 0.12, v0 - 0.12, u0 + 0.12, v0 + 0.12], (texel, u, v) => {
      const { distance, along } = nearest(path, u, v);
      if (distance > 3 * width) return;
      const shade = depth * bell(distance, width) * smoothStep(0, 0.3, along) * smoothStep(1, 0.7, along);
      tint[4 * texel] *= 1 - 0.8 * shade;
      tint[4 * texel + 1] *= 1 - shade;
      tint[4 * texel + 2] *= 1 - shade;
    });
  }
}

/** Lid points from outer to inner corner, with the fold above and the edge below. */
const eyes = [
  {
    upper: [33, 246, 161, 160, 159, 158, 157, 173, 133],
    lower: [33, 7, 163, 144, 145, 153, 154, 155, 133],
    fold: [130, 247, 30, 29, 27, 28, 56, 190, 243],
  },
  {
    upper: [263, 466, 388, 387, 386, 385, 384, 398, 362],
    lower: [263, 249, 390, 373, 374, 380, 381, 382, 362],
    fold: [359, 467, 260, 259, 257, 258, 286, 414, 463],
  },
];

/** Lash lines along both lids' edges and the soft crease of the upper lid. */
function paintLids({ tint, hair }: SkinPaint, uvs: readonly number[]): void {
  for (const { upper, lower, fold } of eyes) {
    const [u0, v0] = uvOf(uvs, upper);
    const lash = polyline(uvs, upper);
    const lashBelow = polyline(uvs, lower);
    const crease = polyline(uvs, fold);
    forTexels([u0 - 0.1, v0 - 0.07, u0 + 0.1, v0 + 0.07], (texel, u, v) => {
      const above = nearest(lash, u, v);
      const below = nearest(lashBelow, u, v);
      const outer = 1 - above.along;
      const hairs = 0.75 + 0.25 * smoothNoise(above.along * 60, 0, 8);
      const dark = Math.max(
        hairs * smoothStep(0.0075 + 0.0055 * outer, 0.003, above.distance),
        0.5 * hairs * smoothStep(0.0045, 0.0015, below.distance) * (0.3 + 0.7 * (1 - below.along)),
      );
      const foldLine = nearest(crease, u, v);
      const shade =
        0.4 *
        bell(foldLine.distance, 0.0035) *
        smoothStep(0, 0.15, foldLine.along) *
        smoothStep(1, 0.8, foldLine.along);
      for (let c = 0; c < 3; c++) tint[4 * texel + c] *= 1 - shade;
      hair[texel] = Math.max(hair[texel], 0.95 * dark);
    });
  }
}

function polyline(uvs: readonly number[], landmarks: readonly number[]): [number, number][] {
  return landmarks.map((landmark) => [uvs[2 * landmark], uvs[2 * landmark + 1]]);
}

/** Distance to a polyline, and how far along it (0–1) the nearest point lies. */
function nearest(line: [number, number][], u: number, v: number): { distance: number; along: number } {
  let best = 1e9;
  let along = 0;
  for (let i = 0; i + 1 < line.length; i++) {
    const du = line[i + 1][0] - line[i][0];
    const dv = line[i + 1][1] - line[i][1];
    const t = Math.min(1, Math.max(0, ((u - line[i][0]) * du + (v - line[i][1]) * dv) / (du * du + dv * dv)));
    const distance = Math.hypot(u - line[i][0] - t * du, v - line[i][1] - t * dv);
    if (distance >= best) continue;
    best = distance;
    along = (i + t) / (line.length - 1);
  }
  return { distance: best, along };
}
