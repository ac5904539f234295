import { describe, expect, it } from 'vitest';
import type { Planes } from '../../../../../renderer/tryon/frames/planes.ts';
import { Histogram } from '../../../../../renderer/tryon/light/histogram.ts';
import { buildLipLight } from '../../../../../renderer/tryon/light/lip-light.ts';
import { buildSceneLight } from '../../../../../renderer/tryon/light/scene-light.ts';
import { buildContours, traceContours } from '../../../../../renderer/tryon/lips/contour.ts';
import { buildCoverage } from '../../../../../renderer/tryon/lips/coverage.ts';
import { fillEllipse, lipLandmarks, plainFrame, type Rgb } from '../../../../fakes/lips.ts';

const NEUTRAL = new Float32Array([1, 1, 1]);
const lips = { x: 160, y: 90, radiusX: 50, radiusY: 20 };

function read(colour: Rgb, shine: Rgb = colour, skin: Rgb = [224, 182, 160]) {
  const planes = plainFrame(320, 180, skin);
  fillEllipse(planes, lips.x, lips.y, 56, 26, colour);
  fillEllipse(planes, lips.x, lips.y + 10, 12, 4, shine);
  return lightOn(planes).light;
}

function lightOn(planes: Planes) {
  const contours = buildContours();
  const coverage = buildCoverage();
  const stage = buildLipLight();
  traceContours(lipLandmarks(lips), contours);
  coverage.run(contours, 320, 180);
  stage.run(planes, coverage.mask, NEUTRAL);
  return stage;
}

describe('the light on the lips', () => {
  it('has the colour of the lips, whatever the skin around them', () => {
    const light = read([178, 104, 100]);
    expect(light.samples).toBeGreaterThan(200);
    expect(light.base[0]).toBeGreaterThan(2 * (light.base[1] as number));
    expect(light.shade).toBeCloseTo(0.2126 * 0.445 + 0.7152 * 0.138 + 0.0722 * 0.127, 1);
    const other = read([178, 104, 100], [178, 104, 100], [60, 40, 30]);
    expect(other.base[0]).toBeCloseTo(light.base[0] as number, 1);
  });

  it('keeps a highlight out of the colour and calls it gloss', () => {
    const plain = read([150, 70, 70]);
    const shiny = read([150, 70, 70], [240, 225, 225]);
    expect(shiny.base[0]).toBeCloseTo(plain.base[0] as number, 1);
    const gloss = (light: typeof shiny, [r, g, b]: Rgb): number =>
      (light.gloss[0] as number) * r + (light.gloss[1] as number) * g + (light.gloss[2] as number) * b;
    expect(gloss(shiny, [0.87, 0.75, 0.75])).toBeGreaterThan(gloss(shiny, [0.3, 0.06, 0.06]) + 0.4);
  });

  it('counts no blown highlight as colour, however large, while some of the lip is not blown', () => {
    const plain = read([150, 70, 70]);
    const planes = plainFrame(320, 180, [150, 70, 70]);
    fillEllipse(planes, lips.x, lips.y, 40, 14, [255, 255, 255]);
    const { light } = lightOn(planes);
    expect(light.shade).toBeCloseTo(plain.shade, 2);
    expect(light.base[0]).toBeCloseTo(plain.base[0] as number, 1);
  });

  it('reads lips that are blown all over as well as it can', () => {
    expect(lightOn(plainFrame(320, 180, [255, 250, 250])).light.samples).toBeGreaterThan(200);
  });

  it('says so when it saw no lips', () => {
    const stage = buildLipLight();
    const nothing = { alpha: new Uint8Array(0), xPx: 0, yPx: 0, widthPx: 0, heightPx: 0 };
    stage.run(plainFrame(32, 32, [0, 0, 0]), nothing, NEUTRAL);
    expect(stage.light.samples).toBe(0);
  });
});

describe('the light in the scene', () => {
  it('rises with what the lips send back, but far less than they differ between complexions', () => {
    const planes = plainFrame(320, 180, [120, 120, 120]);
    const levelFor = (shade: number): number => {
      const scene = buildSceneLight();
      scene.look(planes, lipLandmarks(lips));
      scene.weigh(shade);
      return scene.level;
    };
    expect(levelFor(0.16)).toBeGreaterThan(levelFor(0.02));
    expect(levelFor(0.16) / levelFor(0.02)).toBeLessThan(1.6);
  });
});

describe('the colour of the light', () => {
  /** Eyes wide open around (80, 60) and (240, 60), irises in their middle; all else at the lips' centre. */
  function eyePoints(): Float32Array {
    const points = lipLandmarks(lips);
    const put = (landmark: number, x: number, y: number) => points.set([x, y], 3 * landmark);
    for (const [middle, corners, upper, lower, iris] of [
      [80, [33, 133], [161, 160, 159, 158, 157], [163, 144, 145, 153, 154], 468],
      [240, [263, 362], [388, 387, 386, 385, 384], [390, 373, 374, 380, 381], 473],
    ] as const) {
      put(corners[0], middle - 25, 60);
      put(corners[1], middle + 25, 60);
      for (const [i, landmark] of upper.entries()) put(landmark, middle - 16 + 8 * i, 52);
      for (const [i, landmark] of lower.entries()) put(landmark, middle - 16 + 8 * i, 68);
      put(iris, middle, 60);
      put(iris + 1, middle + 7, 60);
    }
    return points;
  }

  it('is that of the white of the eye, drawn towards neutral', () => {
    const scene = buildSceneLight();
    scene.look(plainFrame(320, 180, [180, 180, 180]), eyePoints());
    for (const c of [0, 1, 2]) expect(scene.illuminant[c]).toBeCloseTo(1, 1);
    scene.look(plainFrame(320, 180, [210, 170, 110]), eyePoints());
    const [r, g, b] = scene.illuminant as unknown as Rgb;
    expect(r).toBeGreaterThan(1.05);
    expect(b).toBeLessThan(0.8);
    expect(b).toBeGreaterThan(0.4);
    expect(0.2126 * r + 0.7152 * g + 0.0722 * b).toBeCloseTo(1, 3);
  });

  it('is neutral when no eye can be read', () => {
    const scene = buildSceneLight();
    scene.look(plainFrame(320, 180, [210, 170, 110]), lipLandmarks(lips));
    expect([...scene.illuminant]).toEqual([1, 1, 1]);
  });
});

it('a histogram finds its percentiles within a bin', () => {
  const histogram = new Histogram();
  for (let i = 0; i < 1000; i++) histogram.add(i / 1000);
  expect(histogram.percentile(0.5)).toBeCloseTo(0.5, 1);
  expect(histogram.percentile(0.05)).toBeCloseTo(0.05, 1);
  histogram.clear();
  expect(histogram.percentile(0.5)).toBe(0);
});
