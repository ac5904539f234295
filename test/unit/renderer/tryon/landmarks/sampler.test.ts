import { describe, expect, it } from 'vitest';
import { ROTATIONS } from '../../../../../main/contract/camera.ts';
import { buildSampler } from '../../../../../renderer/tryon/landmarks/sampler.ts';
import { colourAt, fillEllipse, plainFrame, type Rgb } from '../../../../fakes/lips.ts';
import { turnedPlanes } from '../../../../fakes/turned-planes.ts';

const LEFT = [200, 60, 40] as const;
const RIGHT = [40, 90, 180] as const;

/** Left half one colour, right half another. */
function halves(format: 'I420' | 'NV12') {
  const planes = plainFrame(640, 360, RIGHT, format);
  for (let x = 0; x < 320; x += 2) fillEllipse(planes, x + 1, 180, 1.1, 400, LEFT);
  return planes;
}

const pixel = (picture: Uint8ClampedArray, widthPx: number, x: number, y: number): Rgb =>
  [0, 1, 2].map((c) => picture[4 * (y * widthPx + x) + c]) as unknown as Rgb;

const apart = (one: Rgb, other: Rgb): number =>
  Math.max(...one.map((value, c) => Math.abs(value - (other[c] as number))));

describe.each(['I420', 'NV12'] as const)('sampling %s', (format) => {
  it.each([64, 256, 1000])('shows a region of %i px in the frame’s own colours and place', (sidePx) => {
    const planes = halves(format);
    const sampler = buildSampler({ widthPx: 64, heightPx: 64 });
    sampler.run(planes, { xPx: 320 - sidePx / 2, yPx: 180 - sidePx / 2, widthPx: sidePx, heightPx: sidePx });
    expect(apart(pixel(sampler.picture, 64, 20, 32), colourAt(planes, 100, 180))).toBeLessThanOrEqual(2);
    expect(apart(pixel(sampler.picture, 64, 44, 32), colourAt(planes, 500, 180))).toBeLessThanOrEqual(2);
    expect(sampler.picture[3]).toBe(255);
  });
});

it('repeats the frame’s edge where the region reaches beyond it', () => {
  const planes = halves('I420');
  const sampler = buildSampler({ widthPx: 32, heightPx: 32 });
  sampler.run(planes, { xPx: -400, yPx: -50, widthPx: 300, heightPx: 300 });
  expect(apart(pixel(sampler.picture, 32, 5, 5), colourAt(planes, 0, 0))).toBeLessThanOrEqual(2);
});

it('averages fine stripes instead of picking some of them', () => {
  const planes = plainFrame(640, 360, [0, 0, 0]);
  for (let i = 0; i < 640 * 360; i++) planes.data[i] = (i >> 1) % 2 === 0 ? 235 : 16;
  const sampler = buildSampler({ widthPx: 64, heightPx: 64 });
  sampler.run(planes, { xPx: 0, yPx: 0, widthPx: 256, heightPx: 256 });
  const [grey] = pixel(sampler.picture, 64, 30, 30);
  expect(grey).toBeGreaterThan(100);
  expect(grey).toBeLessThan(155);
});

/** Noise in every plane: a picture that is like no other way up. */
function noisy(widthPx: number, heightPx: number) {
  const planes = plainFrame(widthPx, heightPx, LEFT, 'NV12');
  let seed = 7;
  for (let i = 0; i < planes.data.length; i++) {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    planes.data[i] = 60 + ((seed >> 16) % 120);
  }
  return planes;
}

describe.each([
  { widthPx: 48, heightPx: 80 },
  { widthPx: 96, heightPx: 160 },
  { widthPx: 192, heightPx: 320 },
])('a whole frame of 96 × 160 as a picture of $widthPx × $heightPx', (size) => {
  it.each(ROTATIONS)('is the same upright picture when the camera is turned by %i°', (rotation) => {
    const upright = noisy(96, 160);
    const turned = turnedPlanes(upright, rotation);
    const [straight, sampler] = [buildSampler(size), buildSampler(size)];
    straight.run(upright, { xPx: 0, yPx: 0, widthPx: 96, heightPx: 160 });
    sampler.run(turned, { xPx: 0, yPx: 0, widthPx: turned.widthPx, heightPx: turned.heightPx });
    expect(Buffer.from(sampler.picture).equals(Buffer.from(straight.picture))).toBe(true);
  });
});
