/**
 * The part of the public TFLite schemas that the face models use, as field ids: the model itself (`TFL3`) and
 * the metadata that the tasks runtime looks for inside it (`M001`). Tensors, buffers and operator codes refer
 * to each other by index.
 */
import type { Row, Shape } from './flatbuffer.ts';

export const modelIdentifier = 'TFL3';
export const metadataIdentifier = 'M001';

/** Values of TensorType. */
export const tensorType = { float32: 0, int32: 2 } as const;

/** Values of BuiltinOperator. */
export const builtinOperator = { concatenation: 2, gather: 36 } as const;

/** Values of the BuiltinOptions union. */
export const builtinOptions = { concatenation: 10, gather: 23 } as const;

const optionShapes = {
  // Conv2D
  1: {
    padding: [0, 'int8'],
    strideWidth: [1, 'int32'],
    strideHeight: [2, 'int32'],
    activation: [3, 'int8'],
    dilationWidth: [4, 'int32'],
    dilationHeight: [5, 'int32'],
  },
  // DepthwiseConv2D
  2: {
    padding: [0, 'int8'],
    strideWidth: [1, 'int32'],
    strideHeight: [2, 'int32'],
    depthMultiplier: [3, 'int32'],
    activation: [4, 'int8'],
    dilationWidth: [5, 'int32'],
    dilationHeight: [6, 'int32'],
  },
  // Pool2D
  5: {
    padding: [0, 'int8'],
    strideWidth: [1, 'int32'],
    strideHeight: [2, 'int32'],
    filterWidth: [3, 'int32'],
    filterHeight: [4, 'int32'],
    activation: [5, 'int8'],
  },
  [builtinOptions.concatenation]: { axis: [0, 'int32'], activation: [1, 'int8'] },
  // Add
  11: { activation: [0, 'int8'] },
  // Reshape
  17: { newShape: [0, 'int32s'] },
  // Mul
  21: { activation: [0, 'int8'] },
  [builtinOptions.gather]: { axis: [0, 'int32'], batchDimensions: [1, 'int32'] },
  // StridedSlice
  32: {
    beginMask: [0, 'int32'],
    endMask: [1, 'int32'],
    ellipsisMask: [2, 'int32'],
    newAxisMask: [3, 'int32'],
    shrinkAxisMask: [4, 'int32'],
  },
} as const satisfies Readonly<Record<number, Shape>>;

const operatorCode = {
  deprecatedBuiltinCode: [0, 'int8'],
  customCode: [1, 'string'],
  version: [2, 'int32'],
  builtinCode: [3, 'int32'],
} as const satisfies Shape;

const tensor = {
  shape: [0, 'int32s'],
  type: [1, 'int8'],
  buffer: [2, 'int32'],
  name: [3, 'string'],
} as const satisfies Shape;

const operator = {
  opcodeIndex: [0, 'int32'],
  inputs: [1, 'int32s'],
  outputs: [2, 'int32s'],
  optionsType: [3, 'int8'],
  options: [4, { union: optionShapes, typeField: 'optionsType' }],
  customOptions: [5, 'bytes'],
} as const satisfies Shape;

const subgraph = {
  tensors: [0, { tables: tensor }],
  inputs: [1, 'int32s'],
  outputs: [2, 'int32s'],
  operators: [3, { tables: operator }],
  name: [4, 'string'],
} as const satisfies Shape;

export const modelShape = {
  version: [0, 'int32'],
  operatorCodes: [1, { tables: operatorCode }],
  subgraphs: [2, { tables: subgraph }],
  description: [3, 'string'],
  buffers: [4, { tables: { data: [0, 'alignedBytes'] } }],
  metadataBuffers: [5, 'int32s'],
  metadata: [6, { tables: { name: [0, 'string'], buffer: [1, 'int32'] } }],
} as const satisfies Shape;

export type Model = Row<typeof modelShape>;
export type Subgraph = Row<typeof subgraph>;

/** Values of ContentProperties, ColorSpaceType and ProcessUnitOptions that an RGB image input needs. */
export const metadataValue = { imageContent: 2, rgb: 1, normalization: 1 } as const;

const imageProperties = { colorSpace: [0, 'int8'] } as const satisfies Shape;

const content = {
  propertiesType: [0, 'int8'],
  properties: [1, { union: { [metadataValue.imageContent]: imageProperties }, typeField: 'propertiesType' }],
} as const satisfies Shape;

const normalization = { mean: [0, 'float32s'], std: [1, 'float32s'] } as const satisfies Shape;

const processUnit = {
  optionsType: [0, 'int8'],
  options: [1, { union: { [metadataValue.normalization]: normalization }, typeField: 'optionsType' }],
} as const satisfies Shape;

const tensorMetadata = {
  name: [0, 'string'],
  content: [3, { table: content }],
  processUnits: [4, { tables: processUnit }],
} as const satisfies Shape;

export const metadataShape = {
  name: [0, 'string'],
  subgraphs: [3, { tables: { inputs: [2, { tables: tensorMetadata }] } }],
  author: [4, 'string'],
  license: [5, 'string'],
  minParserVersion: [7, 'string'],
} as const satisfies Shape;
