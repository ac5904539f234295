/**
 * Shades neck and chest: plain skin under the light of the vertices, plus sheen.
 */
import { lightSteps } from './colour.ts';
import type { Scene, Shader } from './scene.ts';

/** Share of specular light that the neck keeps, about as on the face. */
const GLOSS = 0.7;

/** About 10 ns per pixel. */
export function buildNeckShader(scene: Scene): Shader {
  const { figure, lighting, planes, ink } = scene;
  const { triangles } = figure;
  const { lit } = lighting;

  return (triangle, x, y, count) => {
    const a = 6 * triangles[3 * triangle];
    const b = 6 * triangles[3 * triangle + 1];
    const c = 6 * triangles[3 * triangle + 2];
    const plane = 6 * triangle;
    const toB = planes[plane] * x + planes[plane + 1] * y + planes[plane + 2];
    const toC = planes[plane + 3] * x + planes[plane + 4] * y + planes[plane + 5];
    const { skin } = scene.complexion;
    const { colour } = scene.illumination;
    for (let i = 0; i < 3; i++) {
      const gloss = GLOSS * colour[i];
      const atA = lightSteps * (skin[i] * lit[a + i] + gloss * lit[a + 3]);
      const db = lightSteps * (skin[i] * lit[b + i] + gloss * lit[b + 3]) - atA;
      const dc = lightSteps * (skin[i] * lit[c + i] + gloss * lit[c + 3]) - atA;
      const from = atA + toB * db + toC * dc;
      const step = planes[plane] * db + planes[plane + 3] * dc;
      for (let k = 0; k < count; k++) ink[3 * k + i] = from + k * step;
    }
  };
}
