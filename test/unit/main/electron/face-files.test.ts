/** Which face files the window of the Electron app gets. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { provideFaceFiles } from '../../../../main/electron/face-files.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

const builtDir = join(import.meta.dirname, '../../../../dist/face');

test('the built ones, as they lie in the package', async () => {
  const ownDir = join(tempFolder(), 'face');
  expect(await provideFaceFiles({ builtDir, ownDir, configured: undefined })).toMatchObject({
    taskPath: join(builtDir, 'face_landmarker.task'),
    detectorPath: join(builtDir, 'face_detector.tflite'),
    meshPath: join(builtDir, 'canonical-mesh.json'),
  });
});

test("an official bundle is unpacked into the app's own folder, the package stays as it is", async () => {
  const ownDir = join(tempFolder(), 'face');
  const path = join(builtDir, 'face_landmarker.task');
  const bundle = readFileSync(path);
  const sha256 = createHash('sha256').update(bundle).digest('hex');
  const files = await provideFaceFiles({ builtDir, ownDir, configured: { path, sha256 } });
  expect(readFileSync(files.taskPath).equals(bundle)).toBe(true);
  expect(files.taskPath).toBe(join(ownDir, 'face_landmarker.task'));
  expect(readFileSync(files.detectorPath).equals(readFileSync(join(builtDir, 'face_detector.tflite')))).toBe(
    true,
  );
  expect(files.meshPath).toBe(join(builtDir, 'canonical-mesh.json'));
});

test('an official bundle that is not the one that was meant is refused', async () => {
  const configured = { path: join(builtDir, 'face_landmarker.task'), sha256: '0'.repeat(64) };
  const ownDir = join(tempFolder(), 'face');
  await expect(provideFaceFiles({ builtDir, ownDir, configured })).rejects.toMatchObject({
    code: 'configured-mismatch',
  });
});
