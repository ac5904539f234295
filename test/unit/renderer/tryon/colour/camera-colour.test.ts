/** What the camera shows of a lipstick, foretold from its calibration. */
import { expect, test } from 'vitest';
import { calibrate } from '../../../../../main/calibrate/calibrate.ts';
import { ciede2000 } from '../../../../../main/calibrate/ciede2000.ts';
import { decodeSrgb, labOfLinear, linearOfHex, type Triple } from '../../../../../main/calibrate/colour.ts';
import { findHomography, type Homography } from '../../../../../main/calibrate/homography.ts';
import { fitIllumination } from '../../../../../main/calibrate/illumination.ts';
import { measureCard } from '../../../../../main/calibrate/measure.ts';
import { readCard } from '../../../../../main/calibrate/readings.ts';
import type { Calibration } from '../../../../../main/contract/calibration.ts';
import { cameraSwatch } from '../../../../../renderer/tryon/colour/camera-colour.ts';
import type { Scene } from '../../../../fakes/card/card-camera.ts';
import { chartScene, pictureOfScene } from '../../../../fakes/card/scenes.ts';
import { glowing } from '../../../../fakes/card/spectra.ts';

const neutral: Calibration = {
  matrix: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  levels: { black: [0, 0, 0], white: [0.8, 0.8, 0.8] },
  meanDeltaE: 0,
  at: '2025-03-01T10:00:00.000Z',
};

test('a camera that shows colours as they are shows the swatch', () => {
  const [red, green, blue] = cameraSwatch(neutral, [179, 32, 44]);
  expect(red).toBeCloseTo(decodeSrgb(179 / 255), 5);
  expect(green).toBeCloseTo(decodeSrgb(32 / 255), 5);
  expect(blue).toBeCloseTo(decodeSrgb(44 / 255), 5);
});

test('a white is white through any camera, and a black is its black', () => {
  const calibration: Calibration = {
    ...neutral,
    matrix: [
      [1.4, -0.3, -0.1],
      [-0.2, 1.3, -0.1],
      [0, -0.4, 1.4],
    ],
    levels: { black: [0.02, 0.02, 0.02], white: [0.8, 0.6, 0.4] },
    tone: 1.2,
  };
  for (const channel of cameraSwatch(calibration, [255, 255, 255])) expect(channel).toBeCloseTo(1, 5);
  const black = cameraSwatch(calibration, [0, 0, 0]);
  expect(black[0]).toBeCloseTo(0.025, 3);
  expect(black[2]).toBeCloseTo(0.05, 3);
});

test('a colour that the camera cannot show stays between its black and its white', () => {
  const wild: Calibration = {
    ...neutral,
    matrix: [
      [0.5, 0.5, 0],
      [0.1, 0.9, 0],
      [0, 0.3, 0.7],
    ],
  };
  for (const channel of cameraSwatch(wild, [255, 0, 0])) {
    expect(channel).toBeGreaterThan(0);
    expect(channel).toBeLessThanOrEqual(1);
  }
});

/** Shades that are on no card. */
const SHADES = ['#a8324a', '#7d2b35', '#c9686a', '#d83a3f', '#98505a'];
/** Ground and marks come before the patches. */
const FIRST_PATCH = 13;

/** Linear camera values of the shades in the scene's light, in the middle of the card. */
function shown(scene: Scene): Triple[] {
  const painted = scene.painted.map((part, i) =>
    i < FIRST_PATCH
      ? part
      : { ...part, colour: linearOfHex(SHADES[(i - FIRST_PATCH) % SHADES.length] as string) },
  );
  const lies = findHomography(scene.card.corners, scene.corners) as Homography;
  const { patches, paper } = readCard(pictureOfScene({ ...scene, painted }), scene.card, lies);
  const light = fitIllumination(scene.card, paper);
  return patches.slice(0, SHADES.length).map(({ colour, centre }) => {
    return colour.map((value) => value / light.at(centre)) as Triple;
  });
}

test('shades that are on no card are foretold nearly as a camera in warm light really shows them', () => {
  const scene = chartScene({ light: glowing(2700) });
  const { calibration } = calibrate(measureCard([pictureOfScene(scene)], scene.card), new Date());
  const seen = shown(scene);
  const differences = SHADES.map((shade, i) => {
    const code = Number.parseInt(shade.slice(1), 16);
    const inLight = (share: Triple) =>
      labOfLinear(share.map((value, c) => value * (calibration.levels.white[c] as number)) as Triple);
    const real = labOfLinear(seen[i] as Triple);
    const swatch = cameraSwatch(calibration, [code >> 16, (code >> 8) & 255, code & 255]);
    return {
      foretold: ciede2000(inLight(swatch), real),
      plain: ciede2000(inLight(linearOfHex(shade)), real),
    };
  });
  const mean = (key: 'foretold' | 'plain') =>
    differences.reduce((sum, each) => sum + each[key], 0) / differences.length;
  console.log(`Shades through the camera: ${mean('plain').toFixed(2)} → ${mean('foretold').toFixed(2)}`);
  expect(mean('foretold')).toBeLessThan(2);
  expect(mean('foretold')).toBeLessThan(0.7 * mean('plain'));
});
