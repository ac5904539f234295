/** A configured face bundle that cannot be used is told, and the mirror starts with the built one. */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { usableFaceFiles } from '../../../../main/headless/face-files.ts';

const outputDir = join(import.meta.dirname, '../../../../dist/face');

test('a configured bundle that is not there is told, and the built files are used', async () => {
  const said: string[] = [];
  const configured = { path: '/nowhere/face.task', sha256: 'a'.repeat(64) };
  const files = await usableFaceFiles({ outputDir, configured }, (sentence) => said.push(sentence));
  expect(files.taskPath).toBe(join(outputDir, 'face_landmarker.task'));
  expect(said.join()).toContain('/nowhere/face.task cannot be read; put the file there');
});
