/** `npm run try` as its users see it: files in, painted files out, exit codes and words, in a real Chromium. Clips: try-clips.test.ts. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  asSharp,
  type Entry,
  IN_PLACE,
  intersectionOverUnion,
  maskOf,
  type Portrait,
  portray,
  type Run,
  readReport,
  rgbaOf,
  runTry,
  SHADE,
} from './try-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'vermilion-try-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...path: string[]) => join(folder, ...path);

let shopper: Portrait;

beforeAll(async () => {
  shopper = portray(640, 480);
  const smiling = portray(400, 520, { tone: 8, mouthOpen: 0.5 });
  mkdirSync(at('in'));
  await asSharp(shopper).png().toFile(at('in/plain.png'));
  await asSharp(shopper).rotate(270).withMetadata({ orientation: 6 }).png().toFile(at('in/turned.png'));
  await asSharp(smiling).webp({ quality: 95 }).toFile(at('in/smiling.webp'));
  await asSharp(shopper).ensureAlpha(0.5).withIccProfile('p3').png().toFile(at('in/glassy.png'));
  await asSharp(shopper).toColourspace('rgb16').png().toFile(at('in/deep.png'));
  const whole = await asSharp(shopper).jpeg({ quality: 95 }).toBuffer();
  writeFileSync(at('in/whole.jpg'), whole);
  writeFileSync(at('in/cut.jpg'), whole.subarray(0, whole.length / 2));
  writeFileSync(at('in/garbage.jpg'), 'this is no picture');
  writeFileSync(at('in/empty.png'), '');
  writeFileSync(at('in/notes.txt'), 'not for painting');
  await sharp({ create: { width: 320, height: 240, channels: 3, background: '#c0a090' } })
    .jpeg()
    .toFile(at('in/wall.jpg'));
});

describe('a folder', () => {
  const painted = ['deep', 'glassy', 'plain', 'smiling', 'turned', 'whole'];
  let run: Run;
  let report: Entry[];
  const entryOf = (file: string) => report.find((entry) => entry.file === file) as Entry;

  beforeAll(async () => {
    run = await runTry(folder, ['in', ...SHADE, '--out', 'out', '--mask', 'masks', '--json', 'report.json']);
    report = readReport(at('report.json'));
  });

  test('is painted although some of its files cannot be, which are named with the reason', () => {
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toContain('6 painted, 1 without a face, 3 unreadable, 1 other files left alone');
    expect(run.stderr).toMatch(/^cut\.jpg: cannot be read: it is cut short.*$/m);
    expect(run.stderr).toMatch(/^garbage\.jpg: cannot be read: it is no picture.*$/m);
    expect(run.stderr).toMatch(/^empty\.png: cannot be read: it is empty.*$/m);
    expect(run.stderr).toMatch(/^wall\.jpg: no face was found\.$/m);
  });

  test('gives one result and one mask per painted file, and nothing else', () => {
    const files = painted.map((stem) => `${stem}.png`);
    expect(readdirSync(at('out'))).toEqual(files);
    expect(readdirSync(at('masks'))).toEqual(files);
  });

  test('reports every input with its own exit code', () => {
    const exits = Object.fromEntries(report.map(({ file, exit }) => [file, exit]));
    expect(exits).toEqual({
      'cut.jpg': 3,
      'deep.png': 0,
      'empty.png': 3,
      'garbage.jpg': 3,
      'glassy.png': 0,
      'plain.png': 0,
      'smiling.webp': 0,
      'turned.png': 0,
      'wall.jpg': 2,
      'whole.jpg': 0,
    });
    expect(entryOf('wall.jpg')).toMatchObject({ widthPx: 320, heightPx: 240, faces: [] });
    expect(entryOf('cut.jpg')).toMatchObject({ widthPx: null, faces: [] });
  });

  test('reports faces where they are', () => {
    const { widthPx, heightPx, faces, timings } = entryOf('plain.png');
    expect([widthPx, heightPx, faces.length]).toEqual([640, 480, 1]);
    const [{ box, landmarks, painted }] = faces as [Entry['faces'][number]];
    expect(painted).toBe(true);
    expect(landmarks).toHaveLength(478);
    for (const point of landmarks) expect(point).toHaveLength(3);
    const [x, y] = landmarks[13] as [number, number];
    expect(x).toBeGreaterThan(box.x);
    expect(x).toBeLessThan(box.x + box.width);
    expect(y).toBeGreaterThan(box.y + box.height / 2);
    expect(y).toBeLessThan(box.y + box.height);
    expect(Object.keys(timings)).toEqual([
      'decodeMs',
      'landmarksMs',
      'lipsMs',
      'lightMs',
      'paintMs',
      'encodeMs',
      'totalMs',
    ]);
  });

  test.each(painted)('changes %s.png where there is coverage, and nowhere else', async (stem) => {
    const { file } = report.find((entry) => entry.file.startsWith(`${stem}.`)) as Entry;
    const [before, after] = [await rgbaOf(at('in', file)), await rgbaOf(at('out', `${stem}.png`))];
    const { cover } = await maskOf(at('masks', `${stem}.png`));
    expect(after.length).toBe(before.length);
    expect(cover.length * 4).toBe(before.length);
    let changed = 0;
    let strays = 0;
    for (let i = 0; i < cover.length; i++) {
      const isSame = before.compare(after, 4 * i, 4 * i + 4, 4 * i, 4 * i + 4) === 0;
      if (!isSame && cover[i] === 0) strays++;
      if (!isSame && (cover[i] as number) >= 128) changed++;
    }
    expect(strays).toBe(0);
    expect(changed).toBeGreaterThan(0.9 * cover.filter((value) => value >= 128).length);
  });

  test('keeps bit depth, alpha and colour profile', async () => {
    expect(await sharp(at('out/deep.png')).metadata()).toMatchObject({ depth: 'ushort', channels: 3 });
    const glassy = await sharp(at('out/glassy.png')).metadata();
    expect(glassy.channels).toBe(4);
    expect(glassy.icc).toEqual((await sharp(at('in/glassy.png')).metadata()).icc);
  });

  test.each(['plain', 'turned', 'whole'])('lays the mask of %s.png over her lips, upright', async (stem) => {
    const { widthPx, heightPx, cover } = await maskOf(at('masks', `${stem}.png`));
    expect([widthPx, heightPx]).toEqual([640, 480]);
    expect(intersectionOverUnion(cover, shopper.lips)).toBeGreaterThan(IN_PLACE);
  });

  test('makes lips red', async () => {
    const [before, after] = [await rgbaOf(at('in/plain.png')), await rgbaOf(at('out/plain.png'))];
    const { cover } = await maskOf(at('masks/plain.png'));
    const redness = (rgba: Buffer) => {
      let sum = 0;
      for (let i = 0; i < cover.length; i++) {
        const [r, g, b] = rgba.subarray(4 * i, 4 * i + 3) as unknown as [number, number, number];
        if (cover[i] === 255) sum += r / (r + g + b);
      }
      return sum / cover.filter((value) => value === 255).length;
    };
    expect(redness(after)).toBeGreaterThan(redness(before) + 0.2);
  });
});

describe('a single photo', () => {
  test('takes finish and intensity, and is written to the file that was named', async () => {
    const args = ['in/plain.png', '--shade', 'va-g04', '--finish', 'matte', '--intensity', '0.5'];
    const run = await runTry(folder, [
      ...args,
      '--out',
      'new/one.png',
      '--mask',
      'new/mask.png',
      '--json',
      'new/one.json',
    ]);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain(at('new/one.png'));
    expect(readdirSync(at('new'))).toEqual(['mask.png', 'one.json', 'one.png']);
    expect(readReport(at('new/one.json'))).toMatchObject([{ file: 'plain.png', exit: 0 }]);
  });

  test('wears nothing at intensity 0, but shows where her lips are', async () => {
    const args = [
      'in/plain.png',
      ...SHADE,
      '--intensity',
      '0',
      '--out',
      'none.png',
      '--mask',
      'none-mask.png',
    ];
    expect((await runTry(folder, args)).code).toBe(0);
    expect(await rgbaOf(at('none.png'))).toEqual(await rgbaOf(at('in/plain.png')));
    expect(intersectionOverUnion((await maskOf(at('none-mask.png'))).cover, shopper.lips)).toBeGreaterThan(
      IN_PLACE,
    );
  });

  test('without a face ends with 2 and writes no picture', async () => {
    const run = await runTry(folder, ['in/wall.jpg', ...SHADE, '--out', 'wall.png', '--json', 'wall.json']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('no face was found');
    expect(existsSync(at('wall.png'))).toBe(false);
    expect(readReport(at('wall.json'))).toMatchObject([{ exit: 2, faces: [] }]);
  });

  test.each([
    ['missing.jpg', 'there is no such file'],
    ['in/empty.png', 'it is empty'],
    ['in/garbage.jpg', 'it is no picture'],
    ['in/cut.jpg', 'it is cut short'],
  ])('%s ends with 3: %s', async (input, words) => {
    const run = await runTry(folder, [input, ...SHADE, '--out', 'unread.png']);
    expect(run.code).toBe(3);
    expect(run.stderr).toContain(words);
    expect(existsSync(at('unread.png'))).toBe(false);
  });

  test('ends with 1 and a sentence when the result cannot be written', async () => {
    const run = await runTry(folder, ['in/plain.png', ...SHADE, '--out', 'in/notes.txt/one.png']);
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/cannot be written: a file is where a folder should be/);
  });
});

describe('the command line', () => {
  test('--list prints the shades', async () => {
    const { code, stdout } = await runTry(folder, ['--list']);
    expect(code).toBe(0);
    expect(stdout.trim().split('\n').length).toBeGreaterThanOrEqual(12);
    expect(stdout).toMatch(/^VA-M04\s+#b0121f\s+matte\s+Opera Red\s+剧院红$/m);
  });

  test('--help explains everything', async () => {
    const { code, stdout } = await runTry(folder, ['--help']);
    expect(code).toBe(0);
    for (const flag of ['--shade', '--out', '--mask', '--json', '--list']) expect(stdout).toContain(flag);
  });

  test.each([
    ['nothing at all', [], 'Name a photo'],
    ['an unknown shade', ['in/plain.png', '--shade', 'VA-M0', '--out', 'x.png'], 'VA-M01 (Bare Linen)'],
    ['an unknown flag', ['in/plain.png', ...SHADE, '--out', 'x.png', '--shiny'], '--shiny'],
    ['the input as result', ['in/plain.png', ...SHADE, '--out', 'in/plain.png'], 'is an input'],
  ])('%s ends with 64', async (_what, args, words) => {
    const before = readFileSync(at('in/plain.png'));
    const run = await runTry(folder, args);
    expect(run.code).toBe(64);
    expect(run.stderr).toContain(words);
    expect(readFileSync(at('in/plain.png'))).toEqual(before);
    expect(existsSync(at('x.png'))).toBe(false);
  });
});
