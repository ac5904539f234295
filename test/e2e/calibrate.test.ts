/** `npm run calibrate` as its users see it: a rendered card before Chromium's fake camera, settings, words and exit codes. */
import { execFile } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test, vi } from 'vitest';
import { readSettings } from '../../main/config/settings.ts';
import { needChromium } from '../../scripts/find-chromium.mjs';
import { photograph, type Scene } from '../fakes/card/card-camera.ts';
import { chartScene, classicScene, pictureOfScene } from '../fakes/card/scenes.ts';
import { daylight6500, glowing } from '../fakes/card/spectra.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { startTestService } from './mirror-page.ts';

const CLI = join(import.meta.dirname, '../../main/headless/calibrate/cli.ts');
/** What the fake camera plays over and over. */
const FRAMES = 6;

interface Run {
  code: number;
  stdout: string;
  stderr: string;
}

/** @param chromium the program to use instead of the one that is found */
function runCalibrate(folder: string, args: string[], chromium?: string): Promise<Run> {
  const env = { ...process.env, ...(chromium === undefined ? {} : { VERMILION_CHROMIUM: chromium }) };
  return new Promise((resolve) => {
    execFile(process.execPath, [CLI, ...args], { cwd: folder, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

/** A Chromium whose camera looks at `scene`; without one it has no camera. */
async function chromiumBefore(scene?: Scene): Promise<string> {
  const folder = tempFolder();
  const program = join(folder, 'chromium');
  const flags: string[] = [];
  if (scene !== undefined) {
    const clip = join(folder, 'card.y4m');
    const frames = Array.from({ length: FRAMES }, (_, seed) => photograph({ ...scene, seed: seed + 1 }));
    const header = `YUV4MPEG2 W${scene.widthPx} H${scene.heightPx} F30:1 Ip A1:1 C420\n`;
    const parts = frames.flatMap((frame) => [Buffer.from('FRAME\n'), frame]);
    writeFileSync(clip, Buffer.concat([Buffer.from(header), ...parts]));
    flags.push('--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream');
    flags.push(`--use-file-for-fake-video-capture=${clip}`);
  }
  writeFileSync(program, `#!/bin/sh\nexec "${(await needChromium()).path}" ${flags.join(' ')} "$@"\n`);
  chmodSync(program, 0o755);
  return program;
}

async function photo(scene: Scene): Promise<string> {
  const { widthPx, heightPx, codes } = pictureOfScene(scene);
  const file = join(tempFolder(), 'photo.png');
  const raw = { width: widthPx, height: heightPx, channels: 3 } as const;
  await sharp(Uint8ClampedArray.from(codes), { raw }).png().toFile(file);
  return file;
}

function bareWall(): Scene {
  const scene = chartScene();
  const [ground] = scene.painted as [Scene['painted'][number]];
  return { ...scene, painted: [{ ...ground, colour: [0.35, 0.32, 0.3] }] };
}

test('the camera is calibrated, a running mirror follows, and a check tells when the light is another', async () => {
  const folder = tempFolder({ 'vermilion.json': '{\n  "locale": "en"\n}\n' });
  const file = join(folder, 'vermilion.json');
  const service = startTestService(['--settings', file]);
  const warm = await chromiumBefore(chartScene({ light: glowing(4000) }));

  const run = await runCalibrate(folder, [], warm);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toMatch(/^Seen through .*card\.y4m/);
  expect(run.stdout).toContain(`stored in ${file}`);
  const { locale, camera } = readSettings(['--settings', file], {}, folder);
  expect(locale).toBe('en');
  expect(camera.calibration?.meanDeltaE).toBeLessThanOrEqual(2);
  await vi.waitFor(
    async () => expect(await service.metrics()).toContain('vermilion_calibration{state="good"} 1'),
    { timeout: 10_000 },
  );

  const stored = readFileSync(file, 'utf8');
  expect(await runCalibrate(folder, ['--check'], warm)).toMatchObject({ code: 0 });
  const cold = await chromiumBefore(chartScene({ light: daylight6500 }));
  const check = await runCalibrate(folder, ['--check'], cold);
  expect(check.code).toBe(4);
  expect(check.stdout).toContain('no longer holds: run "npm run calibrate" again.');
  expect(readFileSync(file, 'utf8')).toBe(stored);
});

test('a camera that is not there is named, and what to do', async () => {
  const folder = tempFolder();
  const run = await runCalibrate(folder, [], await chromiumBefore());
  expect(run.code).toBe(1);
  expect(run.stderr).toMatch(/^There is no camera, .*: plug it in/);
  expect(existsSync(join(folder, 'vermilion.json'))).toBe(false);
});

test('a photo of a factory-made card calibrates as well, and a dry run stores nothing', async () => {
  const folder = tempFolder();
  const args = ['--card', 'classic24', '--picture', await photo(classicScene({ light: glowing(2700) }))];
  const dry = await runCalibrate(folder, [...args, '--dry-run']);
  expect(dry).toMatchObject({ code: 0, stderr: '' });
  expect(dry.stdout).toMatch(/^mean +\d+\.\d +[01]\.\d$/m);
  expect(existsSync(join(folder, 'vermilion.json'))).toBe(false);
  expect(await runCalibrate(folder, [...args, '--settings', 'store.json'])).toMatchObject({ code: 0 });
  expect(JSON.parse(readFileSync(join(folder, 'store.json'), 'utf8'))).toHaveProperty(
    'camera.calibration.matrix',
  );
});

test.each<[string, number, RegExp, () => Promise<string[]>]>([
  ['without a card in it', 2, /^No sign of /, async () => ['--picture', await photo(bareWall())]],
  [
    'that is none',
    3,
    /^.*photo\.png cannot be read: .*\.$/m,
    async () => {
      return ['--picture', join(tempFolder({ 'photo.png': 'no picture' }), 'photo.png')];
    },
  ],
  [
    'that is not there',
    3,
    /cannot be read: there is no such file\./,
    async () => ['--picture', 'nothing.png'],
  ],
])('a picture %s ends with %d and changes nothing', async (_what, code, words, args) => {
  const text = '{ "locale": "en" }';
  const folder = tempFolder({ 'vermilion.json': text });
  const run = await runCalibrate(folder, await args());
  expect(run.stderr).toMatch(words);
  expect(run.code).toBe(code);
  expect(readFileSync(join(folder, 'vermilion.json'), 'utf8')).toBe(text);
});

test('a settings file with a mistake is refused before the camera is opened', async () => {
  const folder = tempFolder({ 'vermilion.json': '{ "camera": { "nmae": "C920" } }' });
  const run = await runCalibrate(folder, []);
  expect(run.code).toBe(1);
  expect(run.stderr).toContain('camera.nmae');
});

test('a check without a calibration, and a command line that asks for what cannot be, say so', async () => {
  const folder = tempFolder();
  const check = await runCalibrate(folder, ['--check', '--picture', await photo(chartScene())]);
  expect(check).toMatchObject({ code: 1 });
  expect(check.stderr).toContain('was never calibrated');
  expect(await runCalibrate(folder, ['--card', 'none'])).toMatchObject({ code: 64 });
  expect((await runCalibrate(folder, ['--help'])).stdout).toContain('--chart <file>');
});
