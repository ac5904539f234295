/**
 * Shades what shows between parted lips: upper teeth on their arch, gum, tongue and the dark of the mouth, all placed in
 * head space so that they stay put behind the moving lips.
 */
import { lightSteps } from './colour.ts';
import { bell, mix, smoothNoise, smoothStep } from './random.ts';
import type { Scene, Shader } from './scene.ts';

/** Front of the dental arch in centimetres: depth at the middle, its curve, and the teeth's lower edge and gum line. */
const ARCH_Z = 4.62;
const ARCH_CURVE = 0.24;
const EDGE_Y = -4.62;
const GUM_Y = -3.72;
const LOWER_EDGE_Y = -4.85;

/** Half widths of the upper teeth from the middle outwards, as borders in centimetres. */
const toothBorders = [0, 0.43, 0.77, 1.16, 1.52, 1.9, 2.4];

/** About 0.2 µs per pixel. */
export function buildMouthShader(scene: Scene): Shader {
  const { figure, planes, pose, ink } = scene;
  const { triangles, positions, windowDown } = figure;
  const albedo = new Float64Array(3);

  return (triangle, x, y, count) => {
    for (let k = 0; k < count; k++) shadePoint(triangle, x + k, y, 3 * k);
  };

  function shadePoint(triangle: number, x: number, y: number, target: number): void {
    const a = triangles[3 * triangle];
    const b = triangles[3 * triangle + 1];
    const c = triangles[3 * triangle + 2];
    const plane = 6 * triangle;
    const wb = planes[plane] * x + planes[plane + 1] * y + planes[plane + 2];
    const wc = planes[plane + 3] * x + planes[plane + 4] * y + planes[plane + 5];
    const wa = 1 - wb - wc;
    const m = pose.rotation;
    const px = wa * positions[3 * a] + wb * positions[3 * b] + wc * positions[3 * c];
    const py = wa * positions[3 * a + 1] + wb * positions[3 * b + 1] + wc * positions[3 * c + 1];
    const pz = wa * positions[3 * a + 2] + wb * positions[3 * b + 2] + wc * positions[3 * c + 2];
    // Follow the line of sight into the head to the arch; two steps suffice for so flat a curve.
    let into = 0;
    for (let i = 0; i < 2; i++) {
      const ax = px - into * m[6];
      into = Math.max(0, (pz - (ARCH_Z - ARCH_CURVE * ax * ax)) / Math.max(0.4, m[8]));
    }
    const tx = px - into * m[6];
    const ty = py - into * m[7];
    const down = wa * windowDown[a] + wb * windowDown[b] + wc * windowDown[c];
    const opening = smoothStep(0.02, 0.3, scene.state.mouthOpen);
    const lipShade = mix(0.35, 1, smoothStep(0, 0.3, down)) * mix(0.6, 1, smoothStep(1, 0.8, down));
    paintCavity(albedo, tx, ty, figure.jawRad);
    paintLowerTeeth(albedo, tx, ty, figure.jawRad);
    paintUpperTeeth(albedo, tx, ty);
    const { colour, lampShare, ambientShare, direction } = scene.illumination;
    const lamp = lampShare * Math.max(0.15, direction[2]);
    const level = lightSteps * (0.75 * lamp + 0.7 * ambientShare) * lipShade * mix(0.5, 1, opening);
    // Light that comes between nearly closed lips has passed through them.
    const reddened = mix(0.82, 1, opening);
    ink[target] = albedo[0] * level * colour[0];
    ink[target + 1] = albedo[1] * level * reddened * colour[1];
    ink[target + 2] = albedo[2] * level * reddened * colour[2];
  }
}

function paintCavity(albedo: Float64Array, x: number, y: number, jawRad: number): void {
  const floor = -4.8 - 5.4 * Math.max(0, jawRad);
  const tongue = smoothStep(1.0, 0.55, Math.hypot(x / 1.7, (y - floor) / 0.85));
  const groove = 1 - 0.25 * bell(x, 0.12);
  const rough = 1 + 0.12 * smoothNoise(9 * x, 9 * y, 41);
  albedo[0] = mix(0.035, 0.34 * groove * rough, tongue);
  albedo[1] = mix(0.012, 0.125 * groove * rough, tongue);
  albedo[2] = mix(0.012, 0.12 * groove * rough, tongue);
}

function paintUpperTeeth(albedo: Float64Array, x: number, y: number): void {
  const across = Math.abs(x);
  if (across >= toothBorders[toothBorders.length - 1]) return;
  let tooth = 0;
  while (across >= toothBorders[tooth + 1]) tooth++;
  const middle = (toothBorders[tooth] + toothBorders[tooth + 1]) / 2;
  const half = (toothBorders[tooth + 1] - toothBorders[tooth]) / 2;
  const place = (across - middle) / half;
  const edge = EDGE_Y + 0.1 * place ** 4 + (tooth === 1 ? 0.07 : 0.02 * tooth * tooth);
  const gum = GUM_Y - 0.13 * place * place - 0.03 * tooth;
  const cover = smoothStep(edge - 0.02, edge + 0.03, y);
  const pink = smoothStep(gum - 0.03, gum + 0.05, y);
  const gap = 1 - 0.45 * smoothStep(0.86, 1, Math.abs(place));
  const back = 1 / (1 + 0.28 * across * across);
  const level = 0.9 * gap * back * mix(0.9, 1, smoothStep(edge, edge + 0.5, y));
  albedo[0] = mix(albedo[0], mix(level, 0.36 * back, pink), cover);
  albedo[1] = mix(albedo[1], mix(0.93 * level, 0.14 * back, pink), cover);
  albedo[2] = mix(albedo[2], mix(0.8 * level, 0.13 * back, pink), cover);
}

/** The lower row rides on the jaw and shows when the mouth is wide open. */
function paintLowerTeeth(albedo: Float64Array, x: number, y: number, jawRad: number): void {
  const across = Math.abs(x);
  const top = LOWER_EDGE_Y - 5.9 * Math.max(-0.02, jawRad) + 0.05 * across * across;
  const cover =
    smoothStep(top + 0.04, top - 0.04, y) * smoothStep(2.1, 1.7, across) * smoothStep(0.12, 0.2, jawRad);
  const gap = 1 - 0.35 * smoothStep(0.38, 0.5, Math.abs(((across / 0.52) % 1) - 0.5));
  const level = (0.5 * gap) / (1 + 0.3 * across * across);
  albedo[0] = mix(albedo[0], level, cover);
  albedo[1] = mix(albedo[1], 0.93 * level, cover);
  albedo[2] = mix(albedo[2], 0.8 * level, cover);
}
