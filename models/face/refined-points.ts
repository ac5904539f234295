/**
 * Says where each coordinate of the 478 refined points comes from in the attention model's concatenated
 * outputs: the mesh's x, y, z, overwritten in x and y where the lips, eyes and irises were refined.
 */
import {
  facePointCount,
  leftEyeRefinement,
  leftIris,
  lipsRefinement,
  meshPointCount,
  rightEyeRefinement,
  rightIris,
} from '../topology/face.ts';

/** The attention model's outputs that hold points, in concatenation order: x, y, z in the mesh, else x, y. */
export const pointOutputs: readonly { name: string; values: number; replaces: readonly number[] }[] = [
  { name: 'output_mesh_identity', values: 3 * meshPointCount, replaces: [] },
  { name: 'output_lips', values: 2 * lipsRefinement.length, replaces: lipsRefinement },
  { name: 'output_left_eye', values: 2 * leftEyeRefinement.length, replaces: leftEyeRefinement },
  { name: 'output_right_eye', values: 2 * rightEyeRefinement.length, replaces: rightEyeRefinement },
  { name: 'output_left_iris', values: 2 * leftIris.length, replaces: leftIris },
  { name: 'output_right_iris', values: 2 * rightIris.length, replaces: rightIris },
];

/** Values of all point outputs end to end: 1868. */
export const concatenatedValues = pointOutputs.reduce((sum, output) => sum + output.values, 0);

/** Lower-lid points whose depth on the canonical face is within 0.1 mm of the mean of their eye's contour. */
const LEFT_IRIS_DEPTH_POINT = 144;
const RIGHT_IRIS_DEPTH_POINT = 373;

/** For each of the 478 × 3 coordinates (x, y, z by point) its index among the concatenated values. */
export function buildGatherIndices(): Int32Array {
  const indices = new Int32Array(3 * facePointCount);
  for (let value = 0; value < 3 * meshPointCount; value++) indices[value] = value;
  for (const point of leftIris) indices[3 * point + 2] = 3 * LEFT_IRIS_DEPTH_POINT + 2;
  for (const point of rightIris) indices[3 * point + 2] = 3 * RIGHT_IRIS_DEPTH_POINT + 2;
  let first = 0;
  for (const output of pointOutputs) {
    output.replaces.forEach((point, position) => {
      indices[3 * point] = first + 2 * position;
      indices[3 * point + 1] = first + 2 * position + 1;
    });
    first += output.values;
  }
  return indices;
}
