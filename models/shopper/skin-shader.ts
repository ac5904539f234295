/**
 * Shades the face: albedo of the skin map under the light of the vertices, plus sheen. The cheap path of most pixels.
 */
import { lightSteps } from './colour.ts';
import type { Scene, Shader } from './scene.ts';
import { skinMapSize } from './skin-texels.ts';

/** Two of a texel's four bytes. */
const PAIR = 0xff00ff;

/** Texel sums are in 256ths; ink is in light steps. */
const SUM = lightSteps / 256;

/** About 30 ns per pixel. */
export function buildSkinShader(scene: Scene): Shader {
  const { figure, lighting, planes, ink } = scene;
  const { triangles } = figure;
  const { lit } = lighting;
  /** Red, green, blue light, sheen, u and v at the first pixel, and what every next pixel adds. */
  const start = new Float64Array(6);
  const step = new Float64Array(6);

  function prepare(triangle: number, x: number, y: number): void {
    const a = 6 * triangles[3 * triangle];
    const b = 6 * triangles[3 * triangle + 1];
    const c = 6 * triangles[3 * triangle + 2];
    const plane = 6 * triangle;
    const stepB = planes[plane];
    const stepC = planes[plane + 3];
    const toB = stepB * x + planes[plane + 1] * y + planes[plane + 2];
    const toC = stepC * x + planes[plane + 4] * y + planes[plane + 5];
    for (let i = 0; i < 6; i++) {
      const db = lit[b + i] - lit[a + i];
      const dc = lit[c + i] - lit[a + i];
      start[i] = lit[a + i] + toB * db + toC * dc;
      step[i] = stepB * db + stepC * dc;
    }
  }

  return (triangle, x, y, count) => {
    prepare(triangle, x, y);
    const { words, scale } = scene.skinMap;
    const { colour } = scene.illumination;
    const red = SUM * scale[0];
    const green = SUM * scale[1];
    const blue = SUM * scale[2];
    const sheen = SUM * scale[3];
    for (let k = 0; k < count; k++) {
      const u = skinMapSize * (start[4] + k * step[4]) - 0.5;
      const v = skinMapSize * (start[5] + k * step[5]) - 0.5;
      const at = (v | 0) * skinMapSize + (u | 0);
      // Bilinear weights in 256ths, so that two channels interpolate in one integer.
      const across = (u * 256) & 255;
      const down = (v * 256) & 255;
      const w11 = (across * down) >> 8;
      const w10 = down - w11;
      const w01 = across - w11;
      const w00 = 256 - across - w10;
      const t00 = words[at];
      const t01 = words[at + 1];
      const t10 = words[at + skinMapSize];
      const t11 = words[at + skinMapSize + 1];
      const redBlue = weigh(t00, w00) + weigh(t01, w01) + weigh(t10, w10) + weigh(t11, w11);
      const greenGloss =
        weigh(t00 >>> 8, w00) + weigh(t01 >>> 8, w01) + weigh(t10 >>> 8, w10) + weigh(t11 >>> 8, w11);
      const gloss = sheen * (start[3] + k * step[3]) * (greenGloss >>> 16);
      ink[3 * k] = red * (start[0] + k * step[0]) * (redBlue & 0xffff) + gloss * colour[0];
      ink[3 * k + 1] = green * (start[1] + k * step[1]) * (greenGloss & 0xffff) + gloss * colour[1];
      ink[3 * k + 2] = blue * (start[2] + k * step[2]) * (redBlue >>> 16) + gloss * colour[2];
    }
  };
}

/** Lowest and third byte of a texel times a weight, each in sixteen bits. */
function weigh(texel: number, weight: number): number {
  return Math.imul(texel & PAIR, weight);
}
