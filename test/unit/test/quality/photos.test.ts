import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeEach, describe, expect, it } from 'vitest';
import { tempFolder } from '../../../fakes/temp-folder.ts';
import { maskOf, readMask, readMouthPoints } from '../../../quality/mouth-points.ts';
import { filesIn, summarisePhotos } from '../../../quality/photos.ts';

const PICTURES = new Set(['.jpg', '.png']);
const ring = (points: number) => Array.from({ length: points }, (_, i) => [i, 2 * i]);

let folder: string;
beforeEach(() => {
  folder = tempFolder();
});

const code = (code: string) => expect.objectContaining({ code });

describe('a folder of photos', () => {
  it('that is missing or holds none is refused with a sentence', () => {
    expect(() => filesIn(join(folder, 'nowhere'), PICTURES, 'photos')).toThrow(code('folder-missing'));
    writeFileSync(join(folder, 'note.txt'), '');
    writeFileSync(join(folder, 'a.mask.png'), '');
    expect(() => filesIn(folder, PICTURES, 'photos')).toThrow(code('folder-empty'));
  });

  it('is named when it lies one further down', () => {
    mkdirSync(join(folder, 'photos'));
    expect(() => filesIn(folder, PICTURES, 'photos')).toThrow(join(folder, 'photos'));
  });
});

describe('mouth points', () => {
  const write = (content: string, file = 'photos.json') => writeFileSync(join(folder, file), content);

  it('are read from the folder or the one above, as places within pixels', () => {
    write(JSON.stringify({ 'a.jpg': { faces: [{ outer: ring(12), inner: ring(8), box: [1] }], note: 'x' } }));
    mkdirSync(join(folder, 'photos'));
    for (const place of [folder, join(folder, 'photos')]) {
      const [mouth] = readMouthPoints(place).get('a.jpg') ?? [];
      expect(mouth?.loops.map((loop) => loop.length)).toEqual([24, 16]);
      expect(mouth?.loops[0].slice(0, 4)).toEqual([0.5, 0.5, 1.5, 2.5]);
    }
  });

  it('may be missing: of the opening, of a photo, of all', () => {
    expect(readMouthPoints(folder).size).toBe(0);
    write(JSON.stringify({ 'a.jpg': { faces: [{ outer: ring(12) }] }, 'b.jpg': { faces: null } }));
    expect(readMouthPoints(folder).get('a.jpg')?.[0].loops).toHaveLength(1);
    expect(readMouthPoints(folder).get('b.jpg')).toEqual([]);
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['too few points', JSON.stringify({ 'a.jpg': { faces: [{ outer: ring(11), inner: ring(8) }] } })],
  ])('are refused whole with a sentence: %s', (_, content) => {
    write(content);
    expect(() => readMouthPoints(folder)).toThrow(code('points-unreadable'));
  });
});

describe('a mask', () => {
  const size = { widthPx: 8, heightPx: 6 };
  const png = (width: number, height: number) =>
    sharp({ create: { width, height, channels: 3, background: '#fff' } })
      .png()
      .toBuffer();

  it.each(['a.mask.png', 'a_mask.png', 'a.jpg.mask.png'])('is found beside its photo: %s', async (name) => {
    writeFileSync(join(folder, name), await png(8, 6));
    const path = maskOf(join(folder, 'a.jpg'));
    expect(path).toBe(join(folder, name));
    expect([...(await readMask(path as string, size))]).toEqual(new Array(48).fill(255));
  });

  it('of another size or of no picture is refused with a sentence', async () => {
    const path = join(folder, 'a.mask.png');
    writeFileSync(path, await png(8, 7));
    await expect(readMask(path, size)).rejects.toThrow('8×7');
    writeFileSync(path, 'text');
    await expect(readMask(path, size)).rejects.toThrow(code('photo-unreadable'));
  });
});

it('means are taken over painted mouths, and those worse by more than 0.02 are counted', () => {
  const mouth = (ours: number, plain: number, painted = true) => ({
    by: 'points' as const,
    mouthWidthPx: 40,
    found: true,
    painted,
    ours,
    plain,
    isWorse: painted && plain - ours > 0.02,
  });
  const row = {
    photo: 'a.jpg',
    faces: 3,
    paintedFaces: 2,
    mouths: [mouth(0.8, 0.7), mouth(0.7, 0.73), mouth(0, 0.6, false)],
  };
  const figures = summarisePhotos([row]);
  expect(figures).toMatchObject({ judged: 2, marked: 3, worse: 1 });
  expect(
    [figures.meanOurs, figures.meanPlain, figures.worstDifference].map((value) => +value.toFixed(4)),
  ).toEqual([0.75, 0.715, -0.03]);
});
