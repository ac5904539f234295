/** `npm run try` on clips: frames, times and masks, with ffmpeg and without. Skipped where ffmpeg is not there to make the clips. */
import { execFileSync } from 'node:child_process';
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
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasFfmpeg } from '../../main/headless/try/ffmpeg.ts';
import { writeClip } from '../../models/shopper/clip.ts';
import { neutralState } from '../../models/shopper/shopper.ts';
import { needChromium } from '../../scripts/find-chromium.mjs';
import {
  type Entry,
  IN_PLACE,
  intersectionOverUnion,
  maskOf,
  mesh,
  portray,
  readReport,
  runTry,
  SHADE,
} from './try-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'vermilion-try-clips-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...path: string[]) => join(folder, ...path);

describe.skipIf(!(await hasFfmpeg()))('a clip', () => {
  const FRAMES = 12;
  const probe = (path: string) => {
    const entries = 'stream=codec_name,pix_fmt,width,height,color_space,avg_frame_rate:frame=pts_time';
    const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', entries, '-of', 'json', path];
    const { streams, frames } = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' }));
    return { stream: streams[0], times: frames.map((frame: { pts_time: string }) => frame.pts_time) };
  };

  beforeAll(async () => {
    const stateAt = (seconds: number) => ({ ...neutralState, yawDeg: 20 * seconds });
    const size = { mesh, widthPx: 640, heightPx: 480 };
    await writeClip({ ...size, file: at('she.mp4'), fps: 25, seconds: FRAMES / 25, stateAt });
    // Uneven times, stored lying, so that a player turns it upright.
    const lie =
      '-vf transpose=2,setpts=PTS+mod(N\\,3)*0.007/TB -fps_mode vfr -enc_time_base 1:1000 -c:v libx264';
    execFileSync('ffmpeg', ['-v', 'error', '-i', at('she.mp4'), ...lie.split(' '), at('lying.mp4')]);
    turn(at('lying.mp4'), at('uneven.mp4'));
  });

  test('becomes an MP4 with the same frames at the same times, one mask and one entry for each', async () => {
    const run = await runTry(folder, [
      'she.mp4',
      ...SHADE,
      '--out',
      'clips/',
      '--mask',
      'clips/m',
      '--json',
      'clip.json',
    ]);
    expect(run).toMatchObject({ code: 0 });
    const [before, after] = [probe(at('she.mp4')), probe(at('clips/she.mp4'))];
    expect(after.stream).toMatchObject({ codec_name: 'h264', pix_fmt: 'yuv420p', width: 640, height: 480 });
    expect(after.stream).toMatchObject({ color_space: before.stream.color_space, avg_frame_rate: '25/1' });
    expect(after.times).toEqual(before.times);
    expect(readdirSync(at('clips'))).toEqual(['m', 'she.mp4']);
    expect(readdirSync(at('clips/m'))).toHaveLength(FRAMES);
    const [entry] = readReport(at('clip.json')) as [Entry];
    expect(entry).toMatchObject({ file: 'she.mp4', widthPx: 640, heightPx: 480, exit: 0 });
    expect(entry.frames?.map(({ timeMs }) => timeMs)).toEqual(
      Array.from({ length: FRAMES }, (_, i) => 40 * i),
    );
    expect(entry.frames?.every(({ faces }) => faces[0]?.painted && faces[0].landmarks.length === 478)).toBe(
      true,
    );
    const last = portray(640, 480, { yawDeg: (20 * (FRAMES - 1)) / 25 });
    const { cover } = await maskOf(at('clips/m/000012.png'));
    expect(intersectionOverUnion(cover, last.lips)).toBeGreaterThan(IN_PLACE);
  });

  test('with uneven times that is stored lying is painted upright, its times kept', async () => {
    const run = await runTry(folder, [
      'uneven.mp4',
      ...SHADE,
      '--out',
      'uneven-out.mp4',
      '--mask',
      'uneven-mask',
    ]);
    expect(run).toMatchObject({ code: 0 });
    const [before, after] = [probe(at('uneven.mp4')), probe(at('uneven-out.mp4'))];
    expect([before.stream.width, after.stream.width]).toEqual([480, 640]);
    expect(after.times).toEqual(before.times);
    const { cover } = await maskOf(at('uneven-mask/000012.png'));
    const last = portray(640, 480, { yawDeg: (20 * (FRAMES - 1)) / 25 });
    expect(intersectionOverUnion(cover, last.lips)).toBeGreaterThan(IN_PLACE);
  });

  test.each(['with ffmpeg', 'without ffmpeg'])('that is damaged ends with 3 %s', async (tools) => {
    const whole = readFileSync(at('she.mp4'));
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-i',
      at('she.mp4'),
      '-c',
      'copy',
      '-movflags',
      '+faststart',
      at('fast.mp4'),
    ]);
    writeFileSync(at('damaged.mp4'), readFileSync(at('fast.mp4')).subarray(0, whole.length * 0.6));
    const environment = tools === 'with ffmpeg' ? {} : await withoutFfmpeg();
    const run = await runTry(folder, ['damaged.mp4', ...SHADE, '--out', 'damaged-out'], environment);
    expect(run.code).toBe(3);
    expect(run.stderr).toMatch(/damaged\.mp4: cannot be read: .*damaged/);
    expect(existsSync(at('damaged-out/damaged.mp4'))).toBe(false);
    expect(existsSync(at('damaged-out/damaged'))).toBe(false);
  });

  test('becomes a folder of frames without ffmpeg', async () => {
    const args = [
      'she.mp4',
      ...SHADE,
      '--out',
      'bare/she.mp4',
      '--mask',
      'bare/masks',
      '--json',
      'bare.json',
    ];
    const run = await runTry(folder, args, await withoutFfmpeg());
    expect(run).toMatchObject({ code: 0 });
    expect(run.stderr).toContain('There is no ffmpeg');
    expect(run.stdout).toContain(at('bare/she'));
    const names = Array.from({ length: FRAMES }, (_, i) => `${String(i + 1).padStart(6, '0')}.png`);
    expect(readdirSync(at('bare/she'))).toEqual(names);
    expect(readdirSync(at('bare/masks'))).toEqual(names);
    const [entry] = readReport(at('bare.json')) as [Entry];
    expect(entry.frames?.map(({ timeMs }) => Math.round(timeMs))).toEqual(names.map((_, i) => 40 * i));
    const last = portray(640, 480, { yawDeg: (20 * (FRAMES - 1)) / 25 });
    expect(
      intersectionOverUnion((await maskOf(at('bare/masks/000012.png'))).cover, last.lips),
    ).toBeGreaterThan(IN_PLACE);
  });

  test.each([
    ['without a face', 'testsrc2=s=320x240:d=0.2', 2, 'no face was found'],
    ['without a picture', 'sine=d=0.2', 3, 'it holds no video'],
  ])('%s is not painted', async (_what, source, code, words) => {
    execFileSync('ffmpeg', [
      '-v',
      'error',
      '-y',
      '-f',
      'lavfi',
      '-i',
      source,
      '-pix_fmt',
      'yuv420p',
      at('other.mp4'),
    ]);
    const run = await runTry(folder, ['other.mp4', ...SHADE, '--out', 'other-out']);
    expect(run.code).toBe(code);
    expect(run.stderr).toContain(words);
    expect(existsSync(at('other-out/other.mp4'))).toBe(false);
  });
});

/** A PATH without programs; Chromium is then found by its setting. */
async function withoutFfmpeg(): Promise<NodeJS.ProcessEnv> {
  mkdirSync(at('no-programs'), { recursive: true });
  return { PATH: at('no-programs'), VERMILION_CHROMIUM: (await needChromium()).path };
}

/** Copies a clip with the mark that players turn it by; ffmpeg 6 changed how that is said. */
function turn(from: string, to: string): void {
  const quiet = ['-v', 'error', '-y'];
  try {
    execFileSync('ffmpeg', [...quiet, '-display_rotation', '270', '-i', from, '-c', 'copy', to], {
      stdio: 'pipe',
    });
  } catch {
    execFileSync('ffmpeg', [...quiet, '-i', from, '-c', 'copy', '-metadata:s:v:0', 'rotate=270', to]);
  }
}
