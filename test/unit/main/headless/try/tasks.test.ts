/** Which files are painted and where the results go; nothing may land on an input. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Arguments } from '../../../../../main/headless/try/args.ts';
import { planTasks } from '../../../../../main/headless/try/tasks.ts';
import { tempFolder } from '../../../../fakes/temp-folder.ts';

const FILES = ['b.jpg', 'a.PNG', 'c.mp4', 'notes.txt', '.hidden.jpg', 'sub/d.jpg'];
const folderOf = (names: readonly string[]) =>
  tempFolder(Object.fromEntries(names.map((name) => [name, 'x'])));

function plan(folder: string, wanted: Partial<Arguments>) {
  const all = { input: 'in', sku: 'S', out: 'out', finish: undefined, intensity: 1, mask: undefined };
  return planTasks({ ...all, json: undefined, ...wanted }, folder);
}

test('a folder’s photos and clips are taken in order, other files are counted, subfolders and hidden files are not', () => {
  const folder = folderOf(FILES.map((name) => `in/${name}`));
  const { tasks, skipped, isFolder } = plan(folder, { mask: 'masks' });
  expect({ skipped, isFolder }).toEqual({ skipped: 1, isFolder: true });
  expect(tasks.map(({ name, kind }) => [name, kind])).toEqual([
    ['a.PNG', 'picture'],
    ['b.jpg', 'picture'],
    ['c.mp4', 'clip'],
  ]);
  expect(tasks.map(({ out }) => out)).toEqual(
    ['a.png', 'b.png', 'c.mp4'].map((name) => join(folder, 'out', name)),
  );
  expect(tasks.map(({ mask }) => mask)).toEqual(
    ['a.png', 'b.png', 'c'].map((name) => join(folder, 'masks', name)),
  );
});

test('files that share a stem keep their endings, so that no result replaces another', () => {
  const folder = folderOf(['in/a.jpg', 'in/A.png', 'in/a.mov', 'in/b.jpg']);
  const { tasks } = plan(folder, {});
  const outs = tasks.map(({ out }) => out.slice(join(folder, 'out/').length));
  expect(outs).toEqual(['A.png.png', 'a.jpg.png', 'a.mp4', 'b.png']);
});

test.each([
  ['p.jpg', { out: 'x.png', mask: 'm.png' }, 'x.png', 'm.png'],
  ['p.jpg', { out: 'x', mask: 'm' }, 'x/p.png', 'm/p.png'],
  ['p.jpg', { out: 'x.png/', mask: 'v1.2' }, 'x.png/p.png', 'v1.2/p.png'],
  ['p.mov', { out: 'x.mp4', mask: 'm' }, 'x.mp4', 'm'],
  ['p.mov', { out: 'x', mask: 'm' }, 'x/p.mp4', 'm'],
])('%s with %o goes to %s and %s', (input, wanted, out, mask) => {
  const folder = folderOf([input]);
  const [task] = plan(folder, { input, ...wanted }).tasks;
  expect(task).toMatchObject({ out: join(folder, out), mask: join(folder, mask) });
});

test('a folder that is there is a folder, whatever it is called', () => {
  const folder = folderOf(['p.jpg', 'x.png/old.txt']);
  expect(plan(folder, { input: 'p.jpg', out: 'x.png' }).tasks[0]?.out).toBe(join(folder, 'x.png/p.png'));
});

test.each([
  ['a photo as a clip', { input: 'p.jpg', out: 'x.mp4' }, /end --out in \.png/],
  ['a photo as JPEG', { input: 'p.jpg', out: 'x.jpg' }, /end --out in \.png/],
  ['a clip as a picture', { input: 'p.mp4', out: 'x.png' }, /end --out in \.mp4/],
  ['a mask as JPEG', { input: 'p.jpg', mask: 'm.jpg' }, /mask is a \.png/],
  ['one mask for a clip', { input: 'p.mp4', mask: 'm.png' }, /mask of a clip is a folder/],
  ['one file for a folder', { out: 'x.png' }, /--out must be one too/],
  ['one mask for a folder', { mask: 'm.png' }, /--mask must be one too/],
  ['the input itself', { input: 'p.png', out: 'p.png' }, /is an input/],
  ['the input through a link', { input: 'p.png', out: 'link/p.png' }, /is an input/],
  ['the folder of a photo, under its own name', { input: 'p.png', out: '.' }, /is an input/],
  ['the mask over the input', { input: 'p.png', out: 'x.png', mask: 'p.png' }, /is an input/],
  ['the report over the input', { input: 'p.png', out: 'x.png', json: 'p.png' }, /is an input/],
  ['mask and result in one file', { input: 'p.png', out: 'x.png', mask: 'x.png' }, /Two results/],
  ['mask and result in one folder', { mask: 'out' }, /Two results/],
  ['the input folder', { out: 'in' }, /is the input folder/],
  ['masks into the input folder', { mask: 'in/' }, /is the input folder/],
])('%s is refused', (_what, wanted, words) => {
  const folder = folderOf(['p.jpg', 'p.png', 'p.mp4', 'in/a.jpg', 'in/c.mp4']);
  symlinkSync(folder, join(folder, 'link'));
  expect(() => plan(folder, wanted)).toThrow(words);
});

test('a folder with nothing to paint is unreadable input, not a wrong command', () => {
  expect(() => plan(folderOf(['in/notes.txt']), {})).toThrow(expect.objectContaining({ code: 'unreadable' }));
});
