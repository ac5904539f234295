/** Which face files the window of the Electron app gets. */
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { provideFaceFiles } from '../../../../main/electron/face-files.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

const builtDir = join(import.meta.dirname, '../../../../dist/face');

function officialBundle() {
  const path = join(builtDir, 'face_landmarker.task');
  return { path, sha256: createHash('sha256').update(readFileSync(path)).digest('hex') };
}

/** For files that give no reason to say anything. */
const log = (line: string): never => {
  throw new Error(line);
};

test('the built ones, as they lie in the package', async () => {
  const ownDir = join(tempFolder(), 'face');
  expect(await provideFaceFiles({ builtDir, ownDir, configured: undefined, log })).toMatchObject({
    taskPath: join(builtDir, 'face_landmarker.task'),
    detectorPath: join(builtDir, 'face_detector.tflite'),
    meshPath: join(builtDir, 'canonical-mesh.json'),
  });
});

test("an official bundle is unpacked into the app's own folder, the package stays as it is", async () => {
  const ownDir = join(tempFolder(), 'face');
  const configured = officialBundle();
  const bundle = readFileSync(configured.path);
  const files = await provideFaceFiles({ builtDir, ownDir, configured, log });
  expect(readFileSync(files.taskPath).equals(bundle)).toBe(true);
  expect(files.taskPath).toBe(join(ownDir, 'face_landmarker.task'));
  expect(readFileSync(files.detectorPath).equals(readFileSync(join(builtDir, 'face_detector.tflite')))).toBe(
    true,
  );
  expect(files.meshPath).toBe(join(builtDir, 'canonical-mesh.json'));
});

test('what is unpacked already is not written again', async () => {
  const ownDir = join(tempFolder(), 'face');
  const configured = officialBundle();
  const { taskPath } = await provideFaceFiles({ builtDir, ownDir, configured, log });
  const { ino, ctimeMs } = statSync(taskPath);
  await provideFaceFiles({ builtDir, ownDir, configured, log });
  expect(statSync(taskPath)).toMatchObject({ ino, ctimeMs });
  writeFileSync(taskPath, 'spoilt');
  await provideFaceFiles({ builtDir, ownDir, configured, log });
  expect(readFileSync(taskPath).equals(readFileSync(configured.path))).toBe(true);
});

test.each([
  ['is not the one that was meant', 'face', { sha256: '0'.repeat(64) }, /instead of the configured 0000/],
  ['is not there', 'face', { path: '/nowhere/face.task' }, /cannot be read; put the file there/],
  ['cannot be unpacked', 'a file/face', {}, /cannot be unpacked into .*ENOTDIR/],
])(
  'an official bundle that %s is told, and the built files are used',
  async (_what, own, wrong, sentence) => {
    const ownDir = join(tempFolder({ 'a file': '' }), own);
    const said: string[] = [];
    const files = await provideFaceFiles({
      builtDir,
      ownDir,
      configured: { ...officialBundle(), ...wrong },
      log: (line) => said.push(line),
    });
    expect(files.taskPath).toBe(join(builtDir, 'face_landmarker.task'));
    expect(said).toEqual([expect.stringMatching(sentence)]);
    expect(said[0]).toContain('Until then the built one is used.');
  },
);
