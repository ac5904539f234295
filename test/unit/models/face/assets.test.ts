/**
 * What happens at start: files checked, rebuilt when they are missing or damaged, and refused with a sentence
 * otherwise.
 */
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensureFaceAssets } from '../../../../models/face/assets.ts';
import { FaceAssetsError, type FaceAssetsErrorCode } from '../../../../models/face/errors.ts';
import { assertExpected } from '../../../../models/face/files.ts';
import { assetNames, builtSha256, packageSha256 } from '../../../../models/face/pins.ts';
import { sha256Hex } from '../../../../models/face/sha256.ts';
import { writeStoredZip } from '../../../../models/face/zip.ts';

let folder: string;
let outputDir: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vermilion-face-'));
  outputDir = join(folder, 'made', 'face');
});

afterEach(() => rmSync(folder, { recursive: true }));

function shaOf(path: string): string {
  return sha256Hex(readFileSync(path));
}

async function refusal(work: Promise<unknown>, code: FaceAssetsErrorCode): Promise<string> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FaceAssetsError);
  expect((error as FaceAssetsError).code).toBe(code);
  return (error as FaceAssetsError).message;
}

describe('the face assets', () => {
  it('are built into an empty folder and nothing else is left there', async () => {
    const made = await ensureFaceAssets({ outputDir });
    expect(made).toMatchObject({ rebuilt: true, sha256: builtSha256['face_landmarker.task'] });
    expect(shaOf(made.taskPath)).toBe(builtSha256['face_landmarker.task']);
    expect(shaOf(made.detectorPath)).toBe(builtSha256['face_detector.tflite']);
    expect(shaOf(made.meshPath)).toBe(builtSha256['canonical-mesh.json']);
    expect(readdirSync(outputDir).sort()).toEqual([...assetNames].sort());
  });

  it('are only read when they are right', async () => {
    const { taskPath } = await ensureFaceAssets({ outputDir });
    const before = statSync(taskPath).mtimeMs;
    const noPackage = join(folder, 'absent');
    expect(await ensureFaceAssets({ outputDir, packageDir: noPackage })).toMatchObject({ rebuilt: false });
    expect(statSync(taskPath).mtimeMs).toBe(before);
  });

  it('may be asked for twice at once', async () => {
    await Promise.all([ensureFaceAssets({ outputDir }), ensureFaceAssets({ outputDir })]);
    expect(readdirSync(outputDir).sort()).toEqual([...assetNames].sort());
  });

  it('are rebuilt after one damaged byte, the others left alone', async () => {
    const { taskPath, meshPath } = await ensureFaceAssets({ outputDir });
    const bytes = readFileSync(taskPath);
    bytes.writeUInt8(bytes.readUInt8(1_000_000) ^ 1, 1_000_000);
    writeFileSync(taskPath, bytes);
    const untouched = statSync(meshPath).mtimeMs;
    expect(await ensureFaceAssets({ outputDir })).toMatchObject({ rebuilt: true });
    expect(shaOf(taskPath)).toBe(builtSha256['face_landmarker.task']);
    expect(statSync(meshPath).mtimeMs).toBe(untouched);
  });

  it('are rebuilt after a truncated detector and a lost mesh', async () => {
    const { detectorPath, meshPath } = await ensureFaceAssets({ outputDir });
    truncateSync(detectorPath, 100);
    rmSync(meshPath);
    expect(await ensureFaceAssets({ outputDir })).toMatchObject({ rebuilt: true });
    expect(shaOf(detectorPath)).toBe(builtSha256['face_detector.tflite']);
    expect(shaOf(meshPath)).toBe(builtSha256['canonical-mesh.json']);
  });
});

describe('the face assets are refused with a sentence', () => {
  it('when the package is not installed', async () => {
    const message = await refusal(ensureFaceAssets({ outputDir, packageDir: folder }), 'packages-missing');
    expect(message).toContain('run "npm ci"');
  });

  it('when the package holds other models', async () => {
    for (const name of Object.keys(packageSha256)) writeFileSync(join(folder, name), 'other');
    const message = await refusal(ensureFaceAssets({ outputDir, packageDir: folder }), 'packages-unknown');
    expect(message).toContain('run "npm ci"');
  });

  it('when the folder cannot be made', async () => {
    writeFileSync(join(folder, 'made'), '');
    const message = await refusal(ensureFaceAssets({ outputDir }), 'output-unwritable');
    expect(message).toContain('make the folder writable');
  });

  it('when a built file is not the pinned one', async () => {
    const built = {
      'face_landmarker.task': Buffer.of(1),
      'face_detector.tflite': Buffer.of(2),
      'canonical-mesh.json': Buffer.of(3),
    };
    const message = await refusal((async () => assertExpected(built, builtSha256))(), 'bundle-mismatch');
    expect(message).toContain('face_landmarker.task has SHA-256 4bf5122f');
    expect(message).toContain('models/face/pins.ts');
  });
});

describe('a configured bundle', () => {
  const detector = Buffer.from('a detector');
  const task = writeStoredZip([
    { name: 'face_detector.tflite', bytes: detector },
    { name: 'face_blendshapes.tflite', bytes: Buffer.from('more') },
  ]);

  function configure(bytes: Uint8Array, sha256 = sha256Hex(bytes)) {
    const path = join(folder, 'official.task');
    writeFileSync(path, bytes);
    return { outputDir, configured: { path, sha256 } };
  }

  it('takes the place of the built one, with its own detector', async () => {
    const options = configure(task, sha256Hex(task).toUpperCase());
    const assets = await ensureFaceAssets(options);
    expect(assets).toMatchObject({ rebuilt: true, sha256: sha256Hex(task) });
    expect(readFileSync(assets.taskPath)).toEqual(task);
    expect(readFileSync(assets.detectorPath)).toEqual(detector);
    expect(shaOf(assets.meshPath)).toBe(builtSha256['canonical-mesh.json']);
    expect(await ensureFaceAssets(options)).toMatchObject({ rebuilt: false });
  });

  it('gives way to the built one when it is no longer configured', async () => {
    await ensureFaceAssets(configure(task));
    const assets = await ensureFaceAssets({ outputDir });
    expect(shaOf(assets.detectorPath)).toBe(builtSha256['face_detector.tflite']);
  });

  it('is refused when its SHA-256 is another, and nothing is written', async () => {
    const message = await refusal(ensureFaceAssets(configure(task, 'f'.repeat(64))), 'configured-mismatch');
    expect(message).toContain(sha256Hex(task));
    expect(readdirSync(folder)).toEqual(['official.task']);
  });

  it('is refused when the file is not there', async () => {
    const configured = { path: join(folder, 'absent.task'), sha256: sha256Hex(task) };
    const message = await refusal(ensureFaceAssets({ outputDir, configured }), 'configured-missing');
    expect(message).toContain('absent.task cannot be read');
  });

  it('is refused when it is not a landmarker bundle', async () => {
    const other = writeStoredZip([{ name: 'hand_detector.tflite', bytes: detector }]);
    expect(await refusal(ensureFaceAssets(configure(other)), 'configured-unreadable')).toContain(
      'it has no face_detector.tflite',
    );
    expect(await refusal(ensureFaceAssets(configure(detector)), 'configured-unreadable')).toContain(
      'it is not a zip file',
    );
  });
});
