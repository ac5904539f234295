/**
 * Shades the vermilion: pigment with fine furrows across the lip, darkness at the mouth line, a soft wet highlight, and
 * an ideal lipstick over it when the state asks for one.
 */
import { lightSteps } from './colour.ts';
import { material } from './control-mesh.ts';
import { bell, mix, smoothNoise, smoothStep } from './random.ts';
import type { Scene, Shader } from './scene.ts';

/** Furrows are looked up along the lip: left to right on the lower lip (first half), then on the upper. */
const FURROW_STEPS = 1024;

/** Share of light that the deepest furrow loses, and how far a change of height from step to step tilts the surface. */
const FURROW_DEPTH = 0.2;
const FURROW_TILT = 0.9;

/** The moist film's highlight: exponents and weights of its broad and its sharp part. */
const MOIST_EXPONENT = 14;
const MOIST = 0.035;
const WET_EXPONENT = 70;
const WET = 0.13;

export interface LipShader {
  shade: Shader;
  /** Albedo of the point shaded last, before lipstick. */
  albedo: Float64Array;
}

/** About 0.3 µs per pixel; lips are some thousand pixels. */
export function buildLipShader(scene: Scene): LipShader {
  const { figure, lighting, planes, pose, ink } = scene;
  const { triangles, materials, lipRing, lipAlong } = figure;
  const { lit, shadow } = lighting;
  const furrows = paintFurrows();
  const albedo = new Float64Array(3);

  function shade(triangle: number, x: number, y: number, count: number): void {
    for (let k = 0; k < count; k++) shadePoint(triangle, x + k, y, 3 * k);
  }

  function shadePoint(triangle: number, x: number, y: number, target: number): void {
    const a = triangles[3 * triangle];
    const b = triangles[3 * triangle + 1];
    const c = triangles[3 * triangle + 2];
    const plane = 6 * triangle;
    const wb = planes[plane] * x + planes[plane + 1] * y + planes[plane + 2];
    const wc = planes[plane + 3] * x + planes[plane + 4] * y + planes[plane + 5];
    const wa = 1 - wb - wc;
    const ring = Math.min(1, Math.max(0, wa * lipRing[a] + wb * lipRing[b] + wc * lipRing[c]));
    const along = Math.min(1, Math.max(0, wa * lipAlong[a] + wb * lipAlong[b] + wc * lipAlong[c]));
    const at = along * (FURROW_STEPS - 2);
    const from = (at | 0) + (materials[triangle] === material.upperLip ? FURROW_STEPS : 0);
    const relief = smoothStep(0, 0.25, ring) * smoothStep(1.05, 0.75, ring);
    const height = relief * mix(furrows[from], furrows[from + 1], at - (at | 0));
    const tilt = FURROW_TILT * relief * (furrows[from + 1] - furrows[from]);
    setAlbedo(albedo, scene, ring, height);
    const { lipstick, mouthOpen } = scene.state;
    const line = mix(0.42, 0.7, Math.min(1, 4 * mouthOpen));
    const depth = (1 + FURROW_DEPTH * height) * mix(1, line, smoothStep(0.72, 1, ring));
    const wet = wetness(a, b, c, wa, wb, wc, tilt, ring) * (lipstick?.specularKept ?? 1);
    const colour = scene.illumination.colour;
    for (let i = 0; i < 3; i++) {
      const base = lipstick ? lookUp(lipstick.reflectance[i], albedo[i]) : albedo[i];
      const diffuse = base * depth * (wa * lit[6 * a + i] + wb * lit[6 * b + i] + wc * lit[6 * c + i]);
      ink[target + i] = lightSteps * (diffuse + wet * colour[i]);
    }
  }

  function wetness(
    a: number,
    b: number,
    c: number,
    wa: number,
    wb: number,
    wc: number,
    tilt: number,
    ring: number,
  ): number {
    const n = pose.normals;
    let nx = wa * n[3 * a] + wb * n[3 * b] + wc * n[3 * c] + tilt;
    let ny = wa * n[3 * a + 1] + wb * n[3 * b + 1] + wc * n[3 * c + 1];
    let nz = wa * n[3 * a + 2] + wb * n[3 * b + 2] + wc * n[3 * c + 2];
    const scale = 1 / Math.sqrt(nx * nx + ny * ny + nz * nz);
    nx *= scale;
    ny *= scale;
    nz *= scale;
    const { halfway, lampShare, ambientShare } = scene.illumination;
    const half = Math.max(0, nx * halfway[0] + ny * halfway[1] + nz * halfway[2]);
    const lamp = (wa * shadow[a] + wb * shadow[b] + wc * shadow[c]) * lampShare;
    const moist = smoothStep(0, 0.3, ring) * smoothStep(1.02, 0.85, ring);
    return (
      moist * lamp * (MOIST * half ** MOIST_EXPONENT + WET * half ** WET_EXPONENT) +
      ambientShare * moist * (0.012 + 0.05 * (1 - Math.max(0, nz)) ** 3)
    );
  }

  return { shade, albedo };
}

/** Pigment: paler and closer to the skin at the outline, pinker towards the moist inside, darker in the furrows. */
function setAlbedo(albedo: Float64Array, { complexion }: Scene, ring: number, height: number): void {
  const inside = smoothStep(0.45, 1, ring);
  const edge = 0.3 * smoothStep(0.16, 0, ring);
  const level = 1 + 0.1 * height;
  for (let i = 0; i < 3; i++) {
    const pigment = mix(complexion.lip[i], complexion.lipInner[i], inside) * level;
    albedo[i] = mix(pigment, complexion.skin[i], edge);
  }
}

function lookUp(table: Float32Array, value: number): number {
  const at = Math.min(254.999, Math.max(0, value * 255));
  const step = at | 0;
  return table[step] + (table[step + 1] - table[step]) * (at - step);
}

/** Heights along both lips, −1 (furrow) … about 0.5 (ridge): irregular pleats, finer ones between. */
function paintFurrows(): Float32Array {
  const furrows = new Float32Array(2 * FURROW_STEPS);
  for (let i = 0; i < furrows.length; i++) {
    const t = (i % FURROW_STEPS) / FURROW_STEPS;
    const seed = i < FURROW_STEPS ? 21 : 22;
    const coarse = smoothNoise(26 * t, 0, seed);
    const fine = smoothNoise(58 * t, 3, seed);
    const pleat = -bell(Math.abs(smoothNoise(17 * t, 7, seed)), 0.18);
    furrows[i] = 0.35 * coarse + 0.3 * fine + 0.5 * pleat + 0.1;
  }
  return furrows;
}
