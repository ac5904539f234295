import { expect, it } from 'vitest';
import { emptyPlanes, layOutPlanes, planesBytes } from '../../../../../renderer/tryon/frames/planes.ts';
import { addPlanesChange, rgbaToPlanes } from '../../../../../renderer/tryon/frames/rgba.ts';
import { colourAt } from '../../../../fakes/lips.ts';

const WIDTH = 7;
const HEIGHT = 5;
const picture = (): Uint8Array => Uint8Array.from({ length: WIDTH * HEIGHT * 4 }, (_, i) => (i * 37) % 251);

it('planes of a plain picture give its colour back, at odd sizes too', () => {
  const planes = emptyPlanes();
  const rgba = new Uint8Array(WIDTH * HEIGHT * 4);
  for (let i = 0; i < rgba.length; i += 4) rgba.set([180, 90, 40, 255], i);
  rgbaToPlanes(rgba, WIDTH, HEIGHT, planes);
  const colour = colourAt(planes, WIDTH - 1, HEIGHT - 1);
  for (const [c, wanted] of [180, 90, 40].entries())
    expect(Math.abs((colour[c] as number) - wanted)).toBeLessThan(1.5);
});

it('a change of the planes reaches covered pixels only, and no change changes nothing', () => {
  const planes = emptyPlanes();
  const rgba = picture();
  rgbaToPlanes(rgba, WIDTH, HEIGHT, planes);
  const before = planes.data.slice();
  const coverage = new Uint8Array(WIDTH * HEIGHT);
  coverage[8] = 255;
  coverage[9] = 1;
  addPlanesChange(rgba, before, planes, coverage);
  expect(rgba).toEqual(picture());
  planes.data.fill(90);
  addPlanesChange(rgba, before, planes, coverage);
  const expected = picture();
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const same = [0, 1, 2, 3].every((c) => rgba[4 * i + c] === expected[4 * i + c]);
    expect(same, `pixel ${i}`).toBe(coverage[i] === 0);
    expect(rgba[4 * i + 3]).toBe(expected[4 * i + 3]);
  }
});

it('a frame’s buffer is kept from frame to frame and changed only with its size', () => {
  const planes = emptyPlanes();
  layOutPlanes(planes, 'I420', 641, 361);
  const { data } = planes;
  expect(data.length).toBe(planesBytes(641, 361));
  expect(planes.vOffset - planes.uOffset).toBe(321 * 181);
  layOutPlanes(planes, 'NV12', 641, 361);
  expect(planes.data).toBe(data);
  expect([planes.chromaStep, planes.chromaStride]).toEqual([2, 642]);
});
