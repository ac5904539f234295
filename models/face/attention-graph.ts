/**
 * Gives the attention model the two outputs that the landmarker task expects, 478×3 points and the face flag,
 * by appending a CONCATENATION and a GATHER to its graph. Both only move 1868 floats; they cost nothing
 * beside the model.
 */
import { buildGatherIndices, concatenatedValues, pointOutputs } from './refined-points.ts';
import { builtinOperator, builtinOptions, type Model, type Subgraph, tensorType } from './tflite-schema.ts';

const FACE_FLAG = 'conv_faceflag';
/** All outputs are shaped [1, 1, 1, n]; the values lie along the last axis. */
const VALUES_AXIS = 3;

/**
 * Replaces the outputs of `model`'s graph in place. Coordinates stay in pixels of the model's 192×192 input.
 * @throws Error when the model has no output of an expected name and size.
 */
export function appendRefinedPoints(model: Model): void {
  const graph = model.subgraphs?.[0];
  if (!graph?.tensors || !graph.operators || !model.operatorCodes || !model.buffers) {
    throw new Error('The attention model has no graph.');
  }
  const sources = pointOutputs.map(({ name, values }) => findOutput(graph, name, values));
  const faceFlag = findOutput(graph, FACE_FLAG, 1);
  const indices = buildGatherIndices();

  model.buffers.push({ data: new Uint8Array(indices.buffer) });
  const indicesTensor =
    graph.tensors.push({
      shape: [indices.length],
      type: tensorType.int32,
      buffer: model.buffers.length - 1,
      name: 'refined_point_indices',
    }) - 1;
  const everything = addValues(graph, 'all_points', concatenatedValues);
  const points = addValues(graph, 'refined_points', indices.length);

  graph.operators.push(
    {
      opcodeIndex: addOperatorCode(model, builtinOperator.concatenation),
      inputs: sources,
      outputs: [everything],
      optionsType: builtinOptions.concatenation,
      options: { axis: VALUES_AXIS },
    },
    {
      opcodeIndex: addOperatorCode(model, builtinOperator.gather),
      inputs: [everything, indicesTensor],
      outputs: [points],
      optionsType: builtinOptions.gather,
      options: { axis: VALUES_AXIS },
    },
  );
  graph.outputs = [points, faceFlag];
}

function findOutput(graph: Subgraph, name: string, values: number): number {
  const index = graph.outputs?.find((output) => graph.tensors?.[output]?.name === name);
  if (index === undefined || graph.tensors?.[index]?.shape?.[VALUES_AXIS] !== values) {
    throw new Error(`The attention model has no output ${name} of ${values} values.`);
  }
  return index;
}

/**
 * Adds a float tensor [1, 1, 1, count] that the runtime fills and gives its index. Buffer 0 is the empty one.
 */
function addValues(graph: Subgraph, name: string, count: number): number {
  graph.tensors?.push({ shape: [1, 1, 1, count], type: tensorType.float32, buffer: 0, name });
  return (graph.tensors?.length ?? 0) - 1;
}

/** Readers take the greater of the two code fields; old ones know only the first. */
function addOperatorCode(model: Model, code: number): number {
  model.operatorCodes?.push({ deprecatedBuiltinCode: code, version: 1, builtinCode: code });
  return (model.operatorCodes?.length ?? 0) - 1;
}
