/** Results appear whole or not at all, and a refused write says why. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFrameFolder, writeWhole, writing } from '../../../../../main/headless/try/disk.ts';
import { tempFolder } from '../../../../fakes/temp-folder.ts';

const bytes = (text: string) => Buffer.from(text);

test('a file is written into folders that were not there, and nothing else is left', async () => {
  const folder = tempFolder();
  await writeWhole(join(folder, 'a/b/c.png'), bytes('picture'));
  expect(readFileSync(join(folder, 'a/b/c.png'), 'utf8')).toBe('picture');
  expect(readdirSync(join(folder, 'a/b'))).toEqual(['c.png']);
});

test('frames are not to be seen before they are placed; older, longer runs leave nothing behind', async () => {
  const folder = join(tempFolder({ 'out/000003.png': 'old', 'out/keep.txt': 'mine' }), 'out');
  const frames = await openFrameFolder(folder);
  await frames.add(bytes('1'));
  await frames.add(bytes('2'));
  expect(existsSync(join(folder, '000001.png'))).toBe(false);
  await frames.place();
  await frames.discard();
  expect(readdirSync(folder)).toEqual(['000001.png', '000002.png', 'keep.txt']);
  expect(readFileSync(join(folder, '000002.png'), 'utf8')).toBe('2');
  expect(readdirSync(join(folder, '..'))).toEqual(['out']);
});

test('discarded frames leave the folder as it was', async () => {
  const folder = join(tempFolder({ 'out/000001.png': 'old' }), 'out');
  const frames = await openFrameFolder(folder);
  await frames.add(bytes('new'));
  await frames.discard();
  expect(readFileSync(join(folder, '000001.png'), 'utf8')).toBe('old');
  expect(readdirSync(join(folder, '..'))).toEqual(['out']);
});

test('a file where a folder should be is answered with a sentence', async () => {
  const folder = tempFolder({ taken: 'a file' });
  await expect(writeWhole(join(folder, 'taken/x.png'), bytes(''))).rejects.toThrow(
    /a file is where a folder should be/,
  );
});

test.each([
  ['ENOSPC', /the disk is full: free some space/],
  ['EROFS', /read-only/],
  ['EACCES', /this user may not write there/],
])('%s becomes a sentence', async (code, words) => {
  const refuse = () => Promise.reject(Object.assign(new Error('write failed'), { code }));
  await expect(writing('/a/b.png', refuse)).rejects.toThrow(words);
});
