/**
 * What is true of the frame just rendered: where the lips and the inside of the mouth are, the landmarks, the lips' albedo
 * and the light. Owned by the shopper, overwritten by every frame that asks for it.
 */
import { facePointCount, leftIris, meshPointCount, rightIris } from '../topology/face.ts';
import { material } from './control-mesh.ts';
import { type Edges, edgeSamples } from './edges.ts';
import { eyeball, irisRadiusCm, setGaze } from './eye-shader.ts';
import type { Illumination } from './light.ts';
import type { LipShader } from './lip-shader.ts';
import type { Pose } from './pose.ts';
import { materialOf, type Raster, triangleOf } from './raster.ts';

export interface Truth {
  /** Share of each pixel covered by visible lip, and by what shows between the lips, 0–255. */
  lips: Uint8Array;
  innerMouth: Uint8Array;
  /** Share of each pixel covered by what stands before her mouth, and by lip that is hidden behind it, 0–255. */
  occluder: Uint8Array;
  hiddenLips: Uint8Array;
  /**
   * The 478 face points as the landmarker numbers them: x, y in pixels; z in pixels about the mesh's mean, smaller
   * towards the camera.
   */
  landmarks: Float32Array;
  /** Mean linear albedo of the visible lips without lipstick. */
  lipAlbedo: Float32Array;
  /** Linear colour of a white diffuser facing the lamp, unit direction to it, and the lamp's share of the light. */
  light: { colour: Float32Array; direction: Float32Array; lampShare: number };
}

export interface TruthKeeper {
  truth: Truth;
  /** @param occluder coverage of the whole frame, if anything stands before her */
  run(
    raster: Raster,
    edges: Edges,
    pose: Pose,
    illumination: Illumination,
    lip: LipShader,
    occluder: Uint8Array | undefined,
  ): void;
}

export function buildTruth(options: { widthPx: number; heightPx: number }): TruthKeeper {
  const { widthPx, heightPx } = options;
  const gaze = new Float64Array(3);
  let lips = 0;
  let mouth = 0;
  let lipTriangle = 0;
  const truth: Truth = {
    lips: new Uint8Array(widthPx * heightPx),
    innerMouth: new Uint8Array(widthPx * heightPx),
    occluder: new Uint8Array(widthPx * heightPx),
    hiddenLips: new Uint8Array(widthPx * heightPx),
    landmarks: new Float32Array(3 * facePointCount),
    lipAlbedo: new Float32Array(3),
    light: { colour: new Float32Array(3), direction: new Float32Array(3), lampShare: 1 },
  };

  function fillMasks({ seen, box }: Raster, { places, samples }: Edges, lip: LipShader): void {
    let weight = 0;
    truth.lips.fill(0);
    truth.innerMouth.fill(0);
    truth.hiddenLips.fill(0);
    truth.lipAlbedo.fill(0);
    for (let row = box.top; row < box.bottom; row++) {
      for (let column = box.left; column < box.right; column++) {
        const pixel = row * widthPx + column;
        const place = places[pixel];
        if (place === 0) count(seen[pixel], edgeSamples);
        else for (let s = 0; s < edgeSamples; s++) count(samples[(place - 1) * edgeSamples + s], 1);
        if (lips + mouth === 0) continue;
        const open = 1 - truth.occluder[pixel] / 255;
        truth.hiddenLips[pixel] = Math.round((255 * lips * (1 - open)) / edgeSamples);
        lips *= open;
        truth.lips[pixel] = Math.round((255 * lips) / edgeSamples);
        truth.innerMouth[pixel] = Math.round((255 * mouth * open) / edgeSamples);
        if (lips > 0) {
          lip.shade(lipTriangle, column + 0.5, row + 0.5, 1);
          for (let i = 0; i < 3; i++) truth.lipAlbedo[i] += lips * lip.albedo[i];
          weight += lips;
        }
        lips = 0;
        mouth = 0;
      }
    }
    for (let i = 0; i < 3; i++) truth.lipAlbedo[i] /= weight || 1;
  }

  /** Adds samples that see one thing to the pixel being counted. */
  function count(sight: number, weight: number): void {
    const kind = materialOf(sight);
    if (kind === material.lowerLip || kind === material.upperLip) {
      lips += weight;
      lipTriangle = triangleOf(sight);
    } else if (kind === material.mouth) mouth += weight;
  }

  function fillLandmarks(pose: Pose): void {
    const { landmarks } = truth;
    let middle = 0;
    for (let i = 0; i < meshPointCount; i++) {
      landmarks[3 * i] = pose.x[i];
      landmarks[3 * i + 1] = pose.y[i];
      landmarks[3 * i + 2] = -pose.depth[i];
      middle -= pose.depth[i] / meshPointCount;
    }
    setGaze(pose, gaze);
    fillIris(pose, leftIris, -1);
    fillIris(pose, rightIris, 1);
    for (let i = 0; i < facePointCount; i++) landmarks[3 * i + 2] -= middle;
  }

  /** The iris's centre and its four rim points: picture right, up, left, down. */
  function fillIris(pose: Pose, points: readonly number[], side: number): void {
    const { landmarks } = truth;
    const centre = 3 * points[0];
    const { x, y, z, radius } = eyeball;
    pose.project(side * x + radius * gaze[0], y + radius * gaze[1], z + radius * gaze[2], landmarks, centre);
    landmarks[centre + 2] *= -1;
    const rim = irisRadiusCm * pose.pixelsPerCm;
    for (let k = 1; k < points.length; k++) {
      const at = 3 * points[k];
      landmarks[at] = landmarks[centre] + (k === 1 ? rim : k === 3 ? -rim : 0);
      landmarks[at + 1] = landmarks[centre + 1] + (k === 2 ? -rim : k === 4 ? rim : 0);
      landmarks[at + 2] = landmarks[centre + 2];
    }
  }

  return {
    truth,
    run(raster, edges, pose, illumination, lip, occluder) {
      if (occluder) truth.occluder.set(occluder);
      else truth.occluder.fill(0);
      fillMasks(raster, edges, lip);
      fillLandmarks(pose);
      truth.light.colour.set(illumination.colour);
      truth.light.direction.set(illumination.direction);
      truth.light.lampShare = illumination.lampShare;
    },
  };
}
