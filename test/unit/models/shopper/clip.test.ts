import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readArguments, UsageError } from '../../../../models/shopper/arguments.ts';
import { writeClip } from '../../../../models/shopper/clip.ts';
import { idleMotion } from '../../../../models/shopper/idle-motion.ts';
import { neutralState } from '../../../../models/shopper/state.ts';
import { mesh } from './studio.ts';

describe('a clip of the shopper', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vermilion-shopper-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const write = async (name: string) => {
    const file = join(folder, name);
    const size = { widthPx: 160, heightPx: 90, fps: 10, seconds: 0.3 };
    await writeClip({ mesh, file, ...size, stateAt: (time) => ({ ...idleMotion(time), noise: 0 }) });
    return readFileSync(file);
  };

  it('as .y4m is a header and raw frames', async () => {
    const bytes = await write('clip.y4m');
    const header = bytes.subarray(0, bytes.indexOf(10) + 1).toString();
    expect(header).toMatch(/^YUV4MPEG2 W160 H90 F10:1 Ip A1:1 C420jpeg/);
    expect(bytes.length).toBe(header.length + 3 * ('FRAME\n'.length + (160 * 90 * 3) / 2));
  });

  it('as .mjpeg is JPEGs in a row, each a frame', async () => {
    const bytes = await write('clip.mjpeg');
    const starts = [...bytes.keys()].filter(
      (i) => bytes[i] === 0xff && bytes[i + 1] === 0xd8 && bytes[i + 2] === 0xff,
    );
    expect(starts).toHaveLength(3);
    const { width, height } = await sharp(bytes.subarray(starts[1], starts[2])).metadata();
    expect([width, height]).toEqual([160, 90]);
  });

  it('as .png is one picture', async () => {
    const { width, height, channels } = await sharp(await write('clip.png')).metadata();
    expect([width, height, channels]).toEqual([160, 90, 3]);
  });

  it('is refused in another format', async () => {
    await expect(write('clip.gif')).rejects.toThrow(RangeError);
  });
});

describe('the command line', () => {
  it('reads numbers and keeps what is not given', () => {
    const wanted = readArguments([
      '--out',
      'a.png',
      '--tone',
      '7',
      '--yaw',
      '-12.5',
      '--temperature',
      '3000',
    ]);
    if (wanted === 'help') throw new Error('not asked for help');
    expect(wanted.look.tone).toBe(7);
    expect(wanted.look.yawDeg).toBe(-12.5);
    expect(wanted.look.light).toEqual({ ...neutralState.light, temperatureK: 3000 });
    expect('mouthOpen' in wanted.look).toBe(false);
    expect([wanted.widthPx, wanted.heightPx, wanted.fps, wanted.seconds]).toEqual([1280, 720, 30, 10]);
  });

  it.each([
    [[]],
    [['--out', 'a.png', '--tone', '11']],
    [['--out', 'a.png', '--tone', '2.5']],
    [['--out', 'a.png', '--yaw', 'left']],
    [['--out', 'a.png', '--width', '641']],
    [['--out', 'a.png', '--colour', 'red']],
    [['--out', 'a.png', 'b.png']],
  ])('says what is wrong with %j', (args) => {
    expect(() => readArguments(args)).toThrow(UsageError);
  });
});
