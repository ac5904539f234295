/**
 * The built files themselves: repeatable, packed as the runtime wants, and true to the models they come from.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { buildFaceFiles } from '../../../../models/face/build.ts';
import { readRoot, writeRoot } from '../../../../models/face/flatbuffer.ts';
import { type PackedAssets, readPackedAssets } from '../../../../models/face/packages.ts';
import { type AssetName, assetNames, builtSha256 } from '../../../../models/face/pins.ts';
import { sha256Hex } from '../../../../models/face/sha256.ts';
import {
  metadataIdentifier,
  metadataShape,
  modelIdentifier,
  modelShape,
} from '../../../../models/face/tflite-schema.ts';
import { readStoredZip, type ZipEntry } from '../../../../models/face/zip.ts';

let assets: PackedAssets;
let files: Record<AssetName, Uint8Array>;
let entries: ZipEntry[];

beforeAll(() => {
  assets = readPackedAssets();
  files = buildFaceFiles(assets);
  entries = readStoredZip(files['face_landmarker.task']);
});

function readModel(bytes: Uint8Array | undefined) {
  return readRoot(bytes ?? new Uint8Array(), modelIdentifier, modelShape);
}

function normalizationOf(bytes: Uint8Array | undefined) {
  const model = readModel(bytes);
  const entry = model.metadata?.find(({ name }) => name === 'TFLITE_METADATA');
  const data = model.buffers?.[entry?.buffer ?? 0]?.data ?? new Uint8Array();
  const metadata = readRoot(data, metadataIdentifier, metadataShape);
  return metadata.subgraphs?.[0]?.inputs?.[0]?.processUnits?.[0]?.options;
}

describe('the built face files', () => {
  it('are the same bytes each time, and the pinned ones', () => {
    const again = buildFaceFiles(readPackedAssets());
    for (const name of assetNames) {
      expect(sha256Hex(files[name])).toBe(builtSha256[name]);
      expect(sha256Hex(again[name])).toBe(builtSha256[name]);
    }
  });

  it('pack three stored entries under the names the runtime looks for', () => {
    expect(entries.map(({ name }) => name)).toEqual([
      'face_detector.tflite',
      'face_landmarks_detector.tflite',
      'geometry_pipeline_metadata_landmarks.binarypb',
    ]);
    expect(sha256Hex(entries[0]?.bytes ?? new Uint8Array())).toBe(builtSha256['face_detector.tflite']);
    expect(entries[2]?.bytes).toEqual(assets.geometryMetadata);
  });

  it('tell the runtime how to normalize each input', () => {
    expect(normalizationOf(entries[0]?.bytes)).toEqual({ mean: [127.5], std: [127.5] });
    expect(normalizationOf(entries[1]?.bytes)).toEqual({ mean: [0], std: [255] });
  });

  it('give 478 points of x, y, z first and the face flag second', () => {
    const graph = readModel(entries[1]?.bytes).subgraphs?.[0];
    const outputs = graph?.outputs?.map((index) => graph.tensors?.[index]);
    expect(outputs?.map((tensor) => tensor?.shape)).toEqual([
      [1, 1, 1, 3 * 478],
      [1, 1, 1, 1],
    ]);
    expect(outputs?.[1]?.name).toBe('conv_faceflag');
  });

  it('keep every weight, operator and tensor of the attention model', () => {
    const before = readModel(assets.attentionModel);
    const after = readModel(entries[1]?.bytes);
    const count = before.buffers?.length ?? 0;
    expect(
      after.buffers?.slice(0, count).every((buffer, index) => {
        const original = before.buffers?.[index]?.data ?? new Uint8Array();
        return Buffer.compare(buffer.data ?? new Uint8Array(), original) === 0;
      }),
    ).toBe(true);
    const [graphBefore, graphAfter] = [before.subgraphs?.[0], after.subgraphs?.[0]];
    expect(graphAfter?.operators?.slice(0, -2)).toEqual(graphBefore?.operators);
    expect(graphAfter?.tensors?.slice(0, -3)).toEqual(graphBefore?.tensors);
  });
});

describe('copying a FlatBuffer', () => {
  it('gives the same table again', () => {
    const model = readModel(new Uint8Array(assets.detectorModel));
    const copy = writeRoot(model, modelIdentifier, modelShape);
    expect(readModel(copy)).toEqual(model);
  });

  it('starts every weight at a multiple of sixteen bytes', () => {
    const copy = writeRoot(readModel(assets.detectorModel), modelIdentifier, modelShape);
    const starts = readModel(copy).buffers?.flatMap(({ data }) =>
      data ? [data.byteOffset - copy.byteOffset] : [],
    );
    expect(starts?.filter((start) => start % 16 !== 0)).toEqual([]);
  });

  it('refuses a field that is not described rather than dropping it', () => {
    const { description: _, ...withoutDescription } = modelShape;
    expect(() => readRoot(assets.detectorModel, modelIdentifier, withoutDescription)).toThrow(/more fields/);
  });

  it('refuses a buffer of another kind', () => {
    expect(() => readRoot(assets.geometryMetadata, modelIdentifier, modelShape)).toThrow(/not a TFL3/);
  });
});
