/** The settings file after a calibration: the calibration is in it, everything else is as it was. */
import { chmodSync, existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from '../../../../main/config/settings.ts';
import type { Calibration } from '../../../../main/contract/calibration.ts';
import { storeCalibration } from '../../../../main/headless/calibrate/settings-file.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

const CALIBRATION: Calibration = {
  matrix: [
    [1.1, -0.1, 0],
    [0, 1, 0],
    [0, 0.1, 0.9],
  ],
  levels: { black: [0.01, 0.01, 0.01], white: [0.8, 0.7, 0.5] },
  tone: 1.05,
  meanDeltaE: 1.2,
  at: '2025-03-01T10:00:00.000Z',
};

const cameraIn = (file: string) => readSettings(['--settings', file], {}, '/').camera;

test('a file that is not there is made', async () => {
  const file = join(tempFolder(), 'new/vermilion.json');
  await storeCalibration(file, CALIBRATION);
  expect(cameraIn(file).calibration).toEqual(CALIBRATION);
});

test('other keys stay as they are, character by character, and an older calibration goes', async () => {
  const text = '{\n\t"port":   4470,\n\t"camera": { "name": "C920" },\n\t"locale": "en"\n}\n';
  const file = join(tempFolder({ 'vermilion.json': text }), 'vermilion.json');
  await storeCalibration(file, { ...CALIBRATION, meanDeltaE: 2 });
  await storeCalibration(file, CALIBRATION);
  expect(cameraIn(file)).toMatchObject({ name: 'C920', calibration: CALIBRATION });
  const stored = readFileSync(file, 'utf8');
  expect(stored.startsWith('{\n\t"port":   4470,\n\t"camera": {')).toBe(true);
  expect(stored.endsWith('\t"locale": "en"\n}\n')).toBe(true);
});

test('the file keeps its permissions, and a link stays a link', async () => {
  const folder = tempFolder({ 'real.json': '{}' });
  const [real, link] = [join(folder, 'real.json'), join(folder, 'vermilion.json')];
  chmodSync(real, 0o640);
  symlinkSync(real, link);
  await storeCalibration(link, CALIBRATION);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(statSync(real).mode & 0o777).toBe(0o640);
  expect(cameraIn(real).calibration).toEqual(CALIBRATION);
});

test.each([
  ['comments', '{ // mine\n}', 'file-not-json'],
  ['a mistake', '{ "prot": 1 }', 'file-invalid'],
  [
    'a calibration that cannot be undone',
    `{"camera":{"calibration":${JSON.stringify({
      ...CALIBRATION,
      matrix: Array(3).fill([1, 0, 0]),
    })}}}`,
    'file-invalid',
  ],
  [
    'a calibration that would tint white',
    `{"camera":{"calibration":${JSON.stringify({
      ...CALIBRATION,
      matrix: [
        [1.2, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ],
    })}}}`,
    'file-invalid',
  ],
])('a file with %s is refused and left as it is', async (_what, text, code) => {
  const file = join(tempFolder({ 'vermilion.json': text }), 'vermilion.json');
  await expect(storeCalibration(file, CALIBRATION)).rejects.toMatchObject({ code });
  expect(readFileSync(file, 'utf8')).toBe(text);
});

test('a place that cannot be written is named, and nothing is left there', async () => {
  const folder = tempFolder({ notes: 'a file' });
  const file = join(folder, 'notes/vermilion.json');
  await expect(storeCalibration(file, CALIBRATION)).rejects.toThrow();
  expect(readdirSync(folder)).toEqual(['notes']);
});

test.skipIf(process.getuid?.() === 0)(
  'a folder that may only be read is named, and the file left as it is',
  async () => {
    const folder = tempFolder({ 'vermilion.json': '{}' });
    chmodSync(folder, 0o500);
    const file = join(folder, 'vermilion.json');
    await expect(storeCalibration(file, CALIBRATION)).rejects.toMatchObject({ code: 'output-unwritable' });
    chmodSync(folder, 0o700);
    expect(readFileSync(file, 'utf8')).toBe('{}');
    expect(existsSync(`${file}.new`)).toBe(false);
  },
);
