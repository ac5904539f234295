/**
 * Shades hair: strand-wise streaks under soft light and the two shifted highlights of strands (after Kajiya and Kay).
 */
import { lightSteps } from './colour.ts';
import { smoothNoise } from './random.ts';
import type { Scene, Shader } from './scene.ts';

/** Streaks are looked up across the hairstyle, whose halves lie 2 apart. */
const STREAKS = 2048;
const STREAKS_PER_ACROSS = 700;

const shineSteps = 512;

/** About 30 ns per pixel. */
export function buildHairShader(scene: Scene): Shader {
  const { figure, lighting, planes, ink } = scene;
  const { triangles } = figure;
  const { lit, strandCosine } = lighting;
  const streaks = paintStreaks();
  const shine = Float32Array.from({ length: shineSteps + 1 }, (_, i) => (1 - (i / shineSteps) ** 2) ** 70);
  /** At the first pixel: red, green, blue light, shadow, strand, across; and what the next pixel adds. */
  const value = new Float64Array(6);
  const step = new Float64Array(6);

  return (triangle, x, y, count) => {
    const a = triangles[3 * triangle];
    const b = triangles[3 * triangle + 1];
    const c = triangles[3 * triangle + 2];
    const plane = 6 * triangle;
    const stepB = planes[plane];
    const stepC = planes[plane + 3];
    const toB = stepB * x + planes[plane + 1] * y + planes[plane + 2];
    const toC = stepC * x + planes[plane + 4] * y + planes[plane + 5];
    for (let i = 0; i < 6; i++) {
      const db = lit[6 * b + i] - lit[6 * a + i];
      const dc = lit[6 * c + i] - lit[6 * a + i];
      value[i] = lit[6 * a + i] + toB * db + toC * dc;
      step[i] = stepB * db + stepC * dc;
    }
    const db = strandCosine[b] - strandCosine[a];
    const dc = strandCosine[c] - strandCosine[a];
    const cosine = strandCosine[a] + toB * db + toC * dc;
    const cosineStep = stepB * db + stepC * dc;
    const { hair } = scene.complexion;
    const { colour } = scene.illumination;
    for (let k = 0; k < count; k++) {
      const streak = streaks[((value[5] + k * step[5]) * STREAKS_PER_ACROSS) & (STREAKS - 1)];
      const tilt = Math.abs(cosine + k * cosineStep + 0.2 * streak - 0.08);
      const gleam = shine[Math.min(shineSteps, tilt * shineSteps) | 0] * (value[3] + k * step[3]);
      const body = lightSteps * (0.9 + 0.55 * streak + 1.1 * gleam);
      const white = lightSteps * 0.03 * gleam * (1 + streak);
      ink[3 * k] = hair[0] * body * (value[0] + k * step[0]) + white * colour[0];
      ink[3 * k + 1] = hair[1] * body * (value[1] + k * step[1]) + white * colour[1];
      ink[3 * k + 2] = hair[2] * body * (value[2] + k * step[2]) + white * colour[2];
    }
  };
}

/** Brightness of strands over the hairstyle, around 0: locks, strands and single hairs. */
function paintStreaks(): Float32Array {
  return Float32Array.from({ length: STREAKS }, (_, across) => {
    const lock = 0.5 * smoothNoise(across / 34, 0.3, 51);
    return lock + 0.35 * smoothNoise(across / 9, 0.3, 52) + 0.25 * smoothNoise(across / 3, 0.3, 53);
  });
}
