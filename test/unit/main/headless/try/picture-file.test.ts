/** Pictures come in upright and in their own numbers, and go out as they came: depth, alpha and profile included. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import {
  encodeMask,
  encodePicture,
  readPicture,
  toBytes,
} from '../../../../../main/headless/try/picture-file.ts';
import { lookInProfile } from '../../../../../main/headless/try/swatch.ts';
import { tempFolder } from '../../../../fakes/temp-folder.ts';

const RGB = Uint8Array.from([200, 20, 40, 10, 200, 30, 128, 128, 128, 0, 0, 255, 255, 255, 255, 7, 8, 9]);
const raw = { width: 3, height: 2, channels: 3 } as const;

async function saved(picture: Sharp, name: string): Promise<string> {
  const path = join(tempFolder(), name);
  await picture.toFile(path);
  return path;
}

/** Reads and writes a file, and reads what was written. */
async function thereAndBack(path: string) {
  const before = await readPicture(path);
  const written = join(tempFolder(), 'written.png');
  writeFileSync(written, await encodePicture(before));
  return { before, after: await readPicture(written), metadata: await sharp(written).metadata() };
}

const colours = (pixels: ArrayLike<number>) => Array.from(pixels).filter((_, i) => i % 4 !== 3);

describe('what nobody paints comes out as it went in', () => {
  test('8-bit RGB', async () => {
    const { before, after, metadata } = await thereAndBack(await saved(sharp(RGB, { raw }), 'a.png'));
    expect(colours(before.pixels)).toEqual([...RGB]);
    expect(after).toEqual(before);
    expect(metadata).toMatchObject({ channels: 3, depth: 'uchar', hasProfile: false });
  });

  test('alpha, and the colours under transparent pixels', async () => {
    const rgba = Uint8Array.from([200, 20, 40, 0, 10, 200, 30, 128]);
    const picture = sharp(rgba, { raw: { width: 2, height: 1, channels: 4 } });
    const { before, after } = await thereAndBack(await saved(picture, 'a.png'));
    expect([...before.pixels]).toEqual([...rgba]);
    expect(after).toEqual(before);
  });

  test('16 bits', async () => {
    const deep = Uint16Array.from([1, 258, 65_535, 40_000, 12_345, 777]);
    const picture = sharp(deep, { raw: { width: 2, height: 1, channels: 3 } }).toColourspace('rgb16');
    const { before, after, metadata } = await thereAndBack(await saved(picture, 'a.png'));
    expect(colours(before.pixels)).toEqual([...deep]);
    expect(after).toEqual(before);
    expect(metadata.depth).toBe('ushort');
    expect(colours(toBytes(before))).toEqual([0, 1, 255, 156, 48, 3]);
  });

  test('numbers of another profile, which goes along', async () => {
    const path = await saved(sharp(RGB, { raw }).withIccProfile('p3'), 'a.png');
    const own = await sharp(path, { ignoreIcc: true }).raw().toBuffer();
    const { before, after, metadata } = await thereAndBack(path);
    expect([...own]).not.toEqual([...RGB]);
    expect(colours(before.pixels)).toEqual([...own]);
    expect(after).toEqual(before);
    expect(metadata.icc).toEqual((await sharp(path).metadata()).icc);
    // Another reader, which converts, sees the colours that the file was made of, within rounding.
    const seen = await sharp(await encodePicture(before))
      .raw()
      .toBuffer();
    expect(Math.max(...RGB.map((value, i) => Math.abs(value - (seen[i] as number))))).toBeLessThanOrEqual(5);
  });

  test('grey, as three equal numbers', async () => {
    const grey = sharp(Uint8Array.from([0, 100, 255]), { raw: { width: 3, height: 1, channels: 1 } });
    const { before, after } = await thereAndBack(await saved(grey.toColourspace('b-w'), 'a.png'));
    expect(colours(before.pixels)).toEqual([0, 0, 0, 100, 100, 100, 255, 255, 255]);
    expect(after).toEqual(before);
  });

  test('CMYK becomes sRGB without a profile', async () => {
    const picture = sharp({ create: { width: 8, height: 8, channels: 3, background: '#b0121f' } });
    const path = await saved(picture.toColourspace('cmyk').jpeg({ quality: 100 }), 'a.jpg');
    const { before, metadata } = await thereAndBack(path);
    expect(metadata).toMatchObject({ space: 'srgb', channels: 3, hasProfile: false });
    const [red, green, blue] = before.pixels as Uint8Array;
    expect(red).toBeGreaterThan(140);
    expect(Math.max(green as number, blue as number)).toBeLessThan(80);
  });
});

test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i is turned upright', async (orientation) => {
  // Stored so that a viewer which follows the tag shows 16 red columns left of 8 blue ones, over a white last row.
  const upright = sharp({ create: { width: 24, height: 16, channels: 3, background: '#ff0000' } }).composite([
    { input: { create: { width: 8, height: 16, channels: 3, background: '#0000ff' } }, left: 16, top: 0 },
    { input: { create: { width: 24, height: 4, channels: 3, background: '#ffffff' } }, left: 0, top: 12 },
  ]);
  const path = await saved(sharp(await stored(upright, orientation)).withMetadata({ orientation }), 'a.png');
  const { widthPx, heightPx, pixels } = await readPicture(path);
  const at = (x: number, y: number) => [...pixels.subarray(4 * (y * widthPx + x), 4 * (y * widthPx + x) + 3)];
  expect([widthPx, heightPx]).toEqual([24, 16]);
  expect([at(0, 0), at(20, 0), at(0, 15)]).toEqual([
    [255, 0, 0],
    [0, 0, 255],
    [255, 255, 255],
  ]);
});

/** Undoes what a viewer does for an orientation, which mirrors first and turns then (EXIF 2.32, 4.6.4 A). */
async function stored(upright: Sharp, orientation: number): Promise<Buffer> {
  const turn = [0, 0, 180, 180, 90, 270, 270, 90][orientation - 1] as number;
  const isMirrored = [2, 4, 5, 7].includes(orientation);
  const turned = await sharp(await upright.png().toBuffer())
    .rotate(turn)
    .png()
    .toBuffer();
  return isMirrored ? sharp(turned).flop().png().toBuffer() : turned;
}

describe('what cannot be read says why', () => {
  const folder = () => tempFolder({ 'empty.png': '', 'garbage.jpg': 'garbage' });

  test.each([
    ['missing.jpg', /no such file/],
    ['empty.png', /it is empty/],
    ['garbage.jpg', /no picture/],
  ])('%s', async (name, words) => {
    const reading = readPicture(join(folder(), name));
    await expect(reading).rejects.toMatchObject({
      code: 'unreadable',
      message: expect.stringMatching(words),
    });
  });

  test.each(['jpeg', 'png', 'webp'] as const)('a truncated %s', async (format) => {
    const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
    const create = { width: 200, height: 200, channels: 3, background: '#000', noise } as const;
    const whole = await sharp({ create }).toFormat(format).toBuffer();
    const path = join(folder(), 'cut');
    writeFileSync(path, whole.subarray(0, whole.length * 0.9));
    await expect(readPicture(path)).rejects.toThrow(/cut short/);
    writeFileSync(path, whole);
    expect((await readPicture(path)).widthPx).toBe(200);
  });

  test('more megapixels than the browser can hold', async () => {
    const path = await saved(
      sharp({ create: { width: 20_000, height: 5001, channels: 3, background: '#000' } }),
      'a.png',
    );
    await expect(readPicture(path)).rejects.toThrow(/100 megapixels; 100 is the most/);
  });
});

test('a mask is one 8-bit channel', async () => {
  const png = await encodeMask(Uint8Array.from([0, 127, 128, 255]), 2, 2);
  expect(await sharp(png).metadata()).toMatchObject({ format: 'png', channels: 1, depth: 'uchar', width: 2 });
  expect([...(await sharp(png).toColourspace('b-w').raw().toBuffer())]).toEqual([0, 127, 128, 255]);
});

test('the swatch is converted to the picture’s profile, and kept where that cannot be used', async () => {
  const look = { sku: 'S', swatch: [200, 20, 40], coverage: 1, finish: 'matte', intensity: 1 } as const;
  const p3 = (await sharp(await sharp(RGB, { raw }).withIccProfile('p3').png().toBuffer()).metadata())
    .icc as Buffer;
  const { swatch } = await lookInProfile(look, p3);
  // Display P3 is wider, so the same red is less extreme in it.
  expect(swatch[0]).toBeLessThan(190);
  expect(swatch[1]).toBeGreaterThan(40);
  expect(await lookInProfile(look, Buffer.from('no profile'))).toEqual(look);
});
