/**
 * Places the figure before the camera: turns the head about the neck and projects every vertex to pixels.
 */
import type { Figure } from './figure.ts';
import type { ScreenMesh } from './screen-mesh.ts';
import type { ShopperState } from './state.ts';

/** Her face from hairline to chin, and the point between them, in centimetres. */
const FACE_HEIGHT_CM = 17.34;
const CENTRE_Y = -0.35;
const CENTRE_Z = 4;

/** The neck's joint, about which the head turns. */
const PIVOT_Y = -6;
const PIVOT_Z = -4.5;

/** How far away the camera is; sets the strength of the perspective. */
const CAMERA_CM = 70;

export interface Pose extends ScreenMesh {
  /** Every vertex in camera axes, centimetres, y up. */
  camera: { x: Float32Array; y: Float32Array; z: Float32Array };
  /** Unit normals in camera axes, x right, y up, z to the camera. */
  normals: Float32Array;
  /** Turns head space into camera axes, row by row. */
  rotation: Float32Array;
  pixelsPerCm: number;
  centreX: number;
  centreY: number;
  run(figure: Figure, state: ShopperState): void;
  /** Where head space's origin stands in the picture (pixels) and its scale there. */
  place(state: ShopperState): { originX: number; originY: number; pixelsPerCm: number };
  /** Projects a head-space point that turns with the head to x, y and depth in pixels (depth towards the camera). */
  project(x: number, y: number, z: number, target: Float32Array, at: number): void;
}

/** Allocates the arrays that `run` fills. `run` costs about 0.1 ms. */
export function buildPose(figure: Figure, widthPx: number, heightPx: number): Pose {
  const rotation = new Float32Array(9);
  const pose: Pose = {
    x: new Float32Array(figure.vertexCount),
    y: new Float32Array(figure.vertexCount),
    depth: new Float32Array(figure.vertexCount),
    camera: {
      x: new Float32Array(figure.vertexCount),
      y: new Float32Array(figure.vertexCount),
      z: new Float32Array(figure.vertexCount),
    },
    triangles: figure.triangles,
    materials: figure.materials,
    twoSidedFrom: figure.hairTriangle,
    normals: new Float32Array(3 * figure.vertexCount),
    rotation,
    pixelsPerCm: 1,
    centreX: 0,
    centreY: 0,
    run({ positions, normals, headness, vertexCount }, state) {
      setRotation(rotation, state);
      pose.pixelsPerCm = (state.scale * heightPx) / FACE_HEIGHT_CM;
      pose.centreX = state.centreX * widthPx;
      pose.centreY = state.centreY * heightPx;
      const [r0, r1, r2, r3, r4, r5, r6, r7, r8] = rotation;
      for (let i = 0; i < vertexCount; i++) {
        const follow = headness[i];
        const x = positions[3 * i];
        const y = positions[3 * i + 1] - PIVOT_Y;
        const z = positions[3 * i + 2] - PIVOT_Z;
        const turnedX = x + follow * (r0 * x + r1 * y + r2 * z - x);
        const turnedY = y + follow * (r3 * x + r4 * y + r5 * z - y) + PIVOT_Y;
        const turnedZ = z + follow * (r6 * x + r7 * y + r8 * z - z) + PIVOT_Z;
        const scale = (pose.pixelsPerCm * CAMERA_CM) / (CAMERA_CM + CENTRE_Z - turnedZ);
        pose.camera.x[i] = turnedX;
        pose.camera.y[i] = turnedY;
        pose.camera.z[i] = turnedZ;
        pose.x[i] = pose.centreX + scale * turnedX;
        pose.y[i] = pose.centreY - scale * (turnedY - CENTRE_Y);
        pose.depth[i] = pose.pixelsPerCm * turnedZ;
        const nx = normals[3 * i];
        const ny = normals[3 * i + 1];
        const nz = normals[3 * i + 2];
        pose.normals[3 * i] = nx + follow * (r0 * nx + r1 * ny + r2 * nz - nx);
        pose.normals[3 * i + 1] = ny + follow * (r3 * nx + r4 * ny + r5 * nz - ny);
        pose.normals[3 * i + 2] = nz + follow * (r6 * nx + r7 * ny + r8 * nz - nz);
      }
    },
    place(state) {
      const pixelsPerCm = (state.scale * heightPx) / FACE_HEIGHT_CM;
      return {
        originX: state.centreX * widthPx,
        originY: state.centreY * heightPx + CENTRE_Y * pixelsPerCm,
        pixelsPerCm: pixelsPerCm * (CAMERA_CM / (CAMERA_CM + CENTRE_Z + 3)),
      };
    },
    project(x, y, z, target, at) {
      const dy = y - PIVOT_Y;
      const dz = z - PIVOT_Z;
      const turnedX = rotation[0] * x + rotation[1] * dy + rotation[2] * dz;
      const turnedY = rotation[3] * x + rotation[4] * dy + rotation[5] * dz + PIVOT_Y;
      const turnedZ = rotation[6] * x + rotation[7] * dy + rotation[8] * dz + PIVOT_Z;
      const scale = (pose.pixelsPerCm * CAMERA_CM) / (CAMERA_CM + CENTRE_Z - turnedZ);
      target[at] = pose.centreX + scale * turnedX;
      target[at + 1] = pose.centreY - scale * (turnedY - CENTRE_Y);
      target[at + 2] = pose.pixelsPerCm * turnedZ;
    },
  };
  return pose;
}

/** Roll · yaw · pitch: she lifts her chin, then turns, then tilts. */
function setRotation(m: Float32Array, state: ShopperState): void {
  const yaw = (state.yawDeg * Math.PI) / 180;
  const pitch = (-state.pitchDeg * Math.PI) / 180;
  const roll = (-state.rollDeg * Math.PI) / 180;
  const [cy, sy] = [Math.cos(yaw), Math.sin(yaw)];
  const [cp, sp] = [Math.cos(pitch), Math.sin(pitch)];
  const [cr, sr] = [Math.cos(roll), Math.sin(roll)];
  m[0] = cr * cy;
  m[1] = cr * sy * sp - sr * cp;
  m[2] = cr * sy * cp + sr * sp;
  m[3] = sr * cy;
  m[4] = sr * sy * sp + cr * cp;
  m[5] = sr * sy * cp - cr * sp;
  m[6] = -sy;
  m[7] = cy * sp;
  m[8] = cy * cp;
}
