/** What a calibration is worth: rendered cards with tilt, uneven light, noise and a camera of its own mind, under lamps of all kinds. */
import { describe, expect, test } from 'vitest';
import { calibrate, checkCalibration } from '../../../../main/calibrate/calibrate.ts';
import { measureCard } from '../../../../main/calibrate/measure.ts';
import { correct } from '../../../../main/calibrate/solve.ts';
import { calibrationSchema } from '../../../../main/contract/calibration.ts';
import type { Scene } from '../../../fakes/card/card-camera.ts';
import { chartScene, classicScene, pictureOfScene } from '../../../fakes/card/scenes.ts';
import { daylight6500, glowing, whiteLed } from '../../../fakes/card/spectra.ts';

const NOW = new Date('2025-03-01T10:00:00.000Z');
const measure = (scene: Scene) => measureCard([pictureOfScene(scene)], scene.card);

const LAMPS = {
  'a halogen lamp of 2700 K': glowing(2700),
  'a lamp of 4000 K': glowing(4000),
  'daylight of 6500 K': daylight6500,
  'a white LED': whiteLed(0.8, 585),
};

describe.each([
  ['the printed chart', chartScene],
  ['the 24-patch card', classicScene],
])('%s', (_name, sceneOf) => {
  test.each(Object.entries(LAMPS))('is shown with a mean CIEDE2000 of 2 at most under %s', (lamp, light) => {
    const { calibration, table } = calibrate(measure(sceneOf({ light })), NOW);
    console.log(
      `${lamp}: ${table.meanBefore.toFixed(2)} → ${table.mean.toFixed(2)}, worst ${table.max.toFixed(1)}`,
    );
    expect(table.mean).toBeLessThanOrEqual(2);
    expect(table.mean).toBeLessThan(0.6 * table.meanBefore);
    expect(calibration.meanDeltaE).toBeCloseTo(table.mean, 1);
    expect(calibrationSchema.parse(JSON.parse(JSON.stringify(calibration)))).toEqual(calibration);
  });
});

test('a white stays a white', () => {
  const { calibration } = calibrate(measure(chartScene({ light: glowing(2700) })), NOW);
  const white = correct({ tone: 1, ...calibration }, calibration.levels.white);
  for (const channel of white) expect(channel).toBeCloseTo(1, 3);
});

test('a camera with a strong tone curve and little white balance is still shown within 3', () => {
  const scene = chartScene({ light: glowing(4000), contrast: 0.5, whiteBalance: 0.3, noise: 5 });
  expect(calibrate(measure(scene), NOW).table.mean).toBeLessThan(3);
});

describe('a calibration that is looked at again', () => {
  const before = chartScene({ light: glowing(4000) });
  const { calibration } = calibrate(measure(before), NOW);

  test('holds while camera and light are what they were', () => {
    const { table, brightnessRatio } = checkCalibration(measure({ ...before, seed: 7 }), calibration);
    expect(table.mean).toBeLessThan(2);
    expect(brightnessRatio).toBeCloseTo(1, 1);
  });

  test('holds when the light is only dimmer, and says by how much', () => {
    const { table, brightnessRatio } = checkCalibration(measure({ ...before, exposure: 0.5 }), calibration);
    expect(table.mean).toBeLessThan(3);
    expect(brightnessRatio).toBeLessThan(0.75);
  });

  test('no longer holds in light of another colour', () => {
    const { table } = checkCalibration(measure({ ...before, light: glowing(2700) }), calibration);
    expect(table.mean).toBeGreaterThan(3);
  });
});
