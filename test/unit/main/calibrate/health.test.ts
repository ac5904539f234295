/** How far the stored calibration may be trusted, as health and metrics tell it. */
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Calibration } from '../../../../main/contract/calibration.ts';
import { judgeCalibration } from '../../../../main/health/calibration-health.ts';
import { startService } from '../../../../main/service.ts';
import { tempFolder } from '../../../fakes/temp-folder.ts';

const AT = '2025-03-01T10:00:00.000Z';
const DAY_MS = 86_400_000;
const calibration = (meanDeltaE: number): Calibration => ({
  matrix: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  levels: { black: [0, 0, 0], white: [0.8, 0.8, 0.8] },
  meanDeltaE,
  at: AT,
});

test.each([
  ['good', 1.5, 1],
  ['good', 3, 90],
  ['old', 1.5, 91],
  ['poor', 3.1, 1],
  ['poor', 3.1, 91],
])('a calibration is %s with a mean of %d, %d days after', (state, meanDeltaE, days) => {
  const judged = judgeCalibration(calibration(meanDeltaE), Date.parse(AT) + days * DAY_MS);
  expect(judged).toEqual({ at: AT, meanDeltaE, state });
});

test('a mirror that was never calibrated has none', () => {
  expect(judgeCalibration(undefined, Date.now())).toBeNull();
});

async function metricsWith(settings: object): Promise<string[]> {
  const folder = tempFolder({ 'vermilion.json': JSON.stringify(settings) });
  const service = startService({ args: ['--data', join(folder, 'data')], environment: {}, folder });
  onTestFinished(() => service.stop());
  return (await service.metrics()).split('\n').filter((line) => line.startsWith('vermilion_calibration'));
}

test('the metrics tell it', async () => {
  expect(await metricsWith({ camera: { calibration: calibration(4) } })).toEqual([
    'vermilion_calibration{state="good"} 0',
    'vermilion_calibration{state="poor"} 1',
    'vermilion_calibration{state="old"} 0',
    'vermilion_calibration{state="none"} 0',
    'vermilion_calibration_delta_e 4',
  ]);
  expect(await metricsWith({})).toEqual(
    expect.arrayContaining(['vermilion_calibration{state="none"} 1', 'vermilion_calibration_delta_e -1']),
  );
});
