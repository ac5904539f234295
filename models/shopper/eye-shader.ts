/**
 * Shades the eyeball seen through the lids: sclera, iris, pupil, the lid's shadow and the lamp's catch-light. The eyes
 * keep looking at the camera while the head turns.
 */
import { lightSteps } from './colour.ts';
import type { Pose } from './pose.ts';
import { bell, mix, smoothNoise, smoothStep } from './random.ts';
import type { Scene, Shader } from './scene.ts';

/** Eyeball centres (±x) and radius, the iris's and the pupil's radius in centimetres. */
export const eyeball = { x: 3.12, y: 2.68, z: 2.6, radius: 1.26 } as const;
export const irisRadiusCm = 0.6;
const PUPIL_CM = 0.2;

/** How much of the way the eyes turn back to the camera when the head turns. */
const GAZE_SHARE = 0.8;

/** Direction of the gaze in head space. */
export function setGaze(pose: Pose, gaze: Float64Array): void {
  const m = pose.rotation;
  const x = GAZE_SHARE * m[6];
  const y = GAZE_SHARE * m[7] - 0.01;
  const z = GAZE_SHARE * m[8] + 1 - GAZE_SHARE;
  const length = Math.sqrt(x * x + y * y + z * z);
  gaze[0] = x / length;
  gaze[1] = y / length;
  gaze[2] = z / length;
}

/** About 0.3 µs per pixel; both eyes are some thousand pixels. */
export function buildEyeShader(scene: Scene): Shader {
  const { figure, planes, pose, lighting, ink } = scene;
  const { triangles, positions, windowDown } = figure;
  const gaze = new Float64Array(3);
  const albedo = new Float64Array(3);
  /** Where the line of sight enters the eyeball: unit normal there in head space. */
  const normal = new Float64Array(3);

  /** Follows the line of sight, nearly parallel to the camera's axis, from a point in the opening to the eyeball. */
  function meet(x: number, y: number, z: number): void {
    const m = pose.rotation;
    const along = x * m[6] + y * m[7] + z * m[8];
    const inside = Math.max(0, eyeball.radius ** 2 - (x * x + y * y + z * z - along * along));
    const shift = Math.sqrt(inside) - along;
    normal[0] = (x + shift * m[6]) / eyeball.radius;
    normal[1] = (y + shift * m[7]) / eyeball.radius;
    normal[2] = (z + shift * m[8]) / eyeball.radius;
  }

  /** Highlight of the lamp; the cornea bulges, so its normal leans further out than the eyeball's. */
  function shineAt(onIris: boolean): number {
    const bulge = onIris ? 0.9 : 0;
    const x = normal[0] + bulge * (normal[0] - gaze[0]);
    const y = normal[1] + bulge * (normal[1] - gaze[1]);
    const z = normal[2] + bulge * (normal[2] - gaze[2]);
    const half =
      turnedDot(pose.rotation, x, y, z, scene.illumination.halfway) / Math.sqrt(x * x + y * y + z * z);
    return 0.75 * scene.illumination.lampShare * smoothStep(0.985, 0.995, half) + 0.01;
  }

  function shadePoint(triangle: number, x: number, y: number, target: number): void {
    const a = triangles[3 * triangle];
    const b = triangles[3 * triangle + 1];
    const c = triangles[3 * triangle + 2];
    const plane = 6 * triangle;
    const wb = planes[plane] * x + planes[plane + 1] * y + planes[plane + 2];
    const wc = planes[plane + 3] * x + planes[plane + 4] * y + planes[plane + 5];
    const wa = 1 - wb - wc;
    const px = wa * positions[3 * a] + wb * positions[3 * b] + wc * positions[3 * c];
    const py = wa * positions[3 * a + 1] + wb * positions[3 * b + 1] + wc * positions[3 * c + 1];
    const pz = wa * positions[3 * a + 2] + wb * positions[3 * b + 2] + wc * positions[3 * c + 2];
    const across = px - (px > 0 ? eyeball.x : -eyeball.x);
    meet(across, py - eyeball.y, pz - eyeball.z);
    setGaze(pose, gaze);
    const toGaze = normal[0] * gaze[0] + normal[1] * gaze[1] + normal[2] * gaze[2];
    const radius = toGaze <= 0 ? 2 : eyeball.radius * Math.sqrt(Math.max(0, 1 - toGaze * toGaze));
    const angle = Math.atan2(normal[1] - toGaze * gaze[1], normal[0] - toGaze * gaze[0]);
    paint(scene, albedo, radius, angle, across);
    const down = wa * windowDown[a] + wb * windowDown[b] + wc * windowDown[c];
    const lid = mix(0.3, 1, smoothStep(0, 0.42, down)) * mix(0.8, 1, smoothStep(1, 0.85, down));
    const { colour, direction, lampShare, ambientShare } = scene.illumination;
    const facing = turnedDot(pose.rotation, normal[0], normal[1], normal[2], direction);
    const lamp = lampShare * lighting.shadow[a] * Math.max(0, (facing + 0.3) / 1.3);
    const level = lid * (lamp + 0.8 * ambientShare);
    const shine = shineAt(radius < irisRadiusCm * 1.1) * mix(0.3, 1, lid);
    for (let i = 0; i < 3; i++) ink[target + i] = lightSteps * colour[i] * (albedo[i] * level + shine);
  }

  return (triangle, x, y, count) => {
    for (let k = 0; k < count; k++) shadePoint(triangle, x + k, y, 3 * k);
  };
}

/** Turns a head-space vector into camera axes and multiplies it with a direction there. */
function turnedDot(m: Float32Array, x: number, y: number, z: number, direction: readonly number[]): number {
  return (
    (x * m[0] + y * m[1] + z * m[2]) * direction[0] +
    (x * m[3] + y * m[4] + z * m[5]) * direction[1] +
    (x * m[6] + y * m[7] + z * m[8]) * direction[2]
  );
}

/** Albedo at a distance (centimetres) and angle from the centre of the iris; `across` runs from corner to corner. */
function paint(
  { complexion }: Scene,
  albedo: Float64Array,
  radius: number,
  angle: number,
  across: number,
): void {
  const white = smoothStep(irisRadiusCm - 0.035, irisRadiusCm + 0.035, radius);
  const pupil = smoothStep(PUPIL_CM + 0.025, PUPIL_CM - 0.025, radius);
  const fibres =
    0.75 + 0.35 * smoothNoise(angle * 9, radius * 3, 31) + 0.15 * smoothNoise(angle * 23, radius * 5, 32);
  const ring = 1 - 0.72 * bell(radius - irisRadiusCm, 0.07);
  const glow = 1 + 0.7 * bell(radius - 0.3, 0.1);
  const corner = smoothStep(0.7, 1.4, Math.abs(across));
  for (let i = 0; i < 3; i++) {
    const iris = complexion.iris[i] * fibres * ring * glow * (1 - pupil) + 0.004;
    const sclera = mix(i === 0 ? 0.72 : 0.68, i === 0 ? 0.6 : 0.46, corner);
    albedo[i] = mix(iris, sclera, white);
  }
}
