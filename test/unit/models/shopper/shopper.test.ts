import { beforeAll, describe, expect, it } from 'vitest';
import { buildShopper, type Shopper, type ShopperState } from '../../../../models/shopper/shopper.ts';
import { faceOval } from '../../../../models/topology/face.ts';
import { innerLip, outerLip } from '../../../../models/topology/lips.ts';
import { area, HEIGHT, meanLuminance, mesh, near, openStudio, plain, WIDTH } from './studio.ts';

let shopper: Shopper;
beforeAll(() => {
  shopper = openStudio();
});

function render(changes: Partial<ShopperState>): Shopper {
  shopper.render({ ...plain, ...changes });
  return shopper;
}

function landmark(index: number): [number, number] {
  return [shopper.truth.landmarks[3 * index], shopper.truth.landmarks[3 * index + 1]];
}

/** Coverage at a picture position, 0 outside the frame. */
function coverage(mask: Uint8Array, x: number, y: number): number {
  const inside = x >= 0 && y >= 0 && x < WIDTH && y < HEIGHT;
  return inside ? mask[Math.floor(y) * WIDTH + Math.floor(x)] / 255 : 0;
}

const poses: [string, Partial<ShopperState>][] = [
  ['front', {}],
  ['turned left', { yawDeg: -40 }],
  ['turned right', { yawDeg: 25, pitchDeg: 8 }],
  ['chin down', { pitchDeg: -12 }],
  ['tilted', { rollDeg: 20 }],
  ['mouth open', { mouthOpen: 0.7 }],
  ['smiling', { smile: 1 }],
  ['pursed', { smile: -1 }],
  ['small and aside', { scale: 0.3, centreX: 0.25, centreY: 0.35 }],
];

describe('truth', () => {
  it.each(poses)('shows lips of a plausible size inside the face: %s', (_, pose) => {
    const { truth } = render(pose);
    const face = polygonArea(faceOval);
    expect(area(truth.lips) / face).toBeGreaterThan(0.015);
    expect(area(truth.lips) / face).toBeLessThan(0.08);
  });

  it.each(poses)('puts the landmarks of the lips on the border of the mask: %s', (_, pose) => {
    const { truth } = render(pose);
    const [left, right] = [landmark(61), landmark(291)];
    const width = Math.hypot(right[0] - left[0], right[1] - left[1]);
    for (let k = 3; k <= 7; k++) {
      for (const element of [k, 20 - k]) {
        const [x, y] = landmark(outerLip[element]);
        const [inX, inY] = towards(innerLip[element], x, y);
        const step = 0.035 * width;
        const far = Math.max(1.5, step);
        expect(
          coverage(truth.lips, x + far * inX, y + far * inY),
          `inside ${outerLip[element]}`,
        ).toBeGreaterThan(0.5);
        expect(
          coverage(truth.lips, x - far * inX, y - far * inY),
          `outside ${outerLip[element]}`,
        ).toBeLessThan(0.5);
      }
    }
  });

  it('never counts a pixel twice', () => {
    for (const [, pose] of poses) {
      const { lips, innerMouth } = render(pose).truth;
      expect(lips.findIndex((value, i) => value + innerMouth[i] > 256)).toBe(-1);
    }
  });

  it('shows the inside of the mouth when it opens, and the more the wider', () => {
    const closed = area(render({}).truth.innerMouth);
    const parted = area(render({ mouthOpen: 0.15 }).truth.innerMouth);
    const open = area(render({ mouthOpen: 0.8 }).truth.innerMouth);
    expect(closed).toBeLessThan(0.03 * area(render({}).truth.lips));
    expect(parted).toBeGreaterThan(closed + 20);
    expect(open).toBeGreaterThan(2 * parted);
  });

  it('moves the lips with the head', () => {
    render({});
    const [frontX] = landmark(13);
    render({ yawDeg: 20 });
    expect(landmark(13)[0]).toBeGreaterThan(frontX + 10);
    render({ pitchDeg: 12 });
    const lifted = landmark(4)[1];
    render({ pitchDeg: -12 });
    expect(landmark(4)[1]).toBeGreaterThan(lifted + 10);
    render({ rollDeg: 15 });
    expect(landmark(291)[1]).toBeGreaterThan(landmark(61)[1] + 5);
  });

  it('puts the face where it was asked for, as high as it was asked for', () => {
    render({ scale: 0.5, centreX: 0.4, centreY: 0.6 });
    const [top, chin] = [landmark(10), landmark(152)];
    expect(Math.abs(chin[1] - top[1] - 0.5 * HEIGHT)).toBeLessThan(2);
    expect(Math.abs((chin[1] + top[1]) / 2 - 0.6 * HEIGHT)).toBeLessThan(2);
    expect(Math.abs((chin[0] + top[0]) / 2 - 0.4 * WIDTH)).toBeLessThan(2);
  });

  it('knows the irises: between the lids, level with the rim points', () => {
    render({ yawDeg: 10 });
    for (const [iris, upper, lower] of [
      [468, 159, 145],
      [473, 386, 374],
    ]) {
      expect(landmark(iris)[1]).toBeGreaterThan(landmark(upper)[1]);
      expect(landmark(iris)[1]).toBeLessThan(landmark(lower)[1]);
    }
  });

  it('tells the light', () => {
    const { light } = render({
      light: { ...plain.light, azimuthDeg: 0, elevationDeg: 0, temperatureK: 6500, strength: 1 },
    }).truth;
    expect([...light.direction]).toEqual([0, 0, 1]);
    for (const channel of light.colour) expect(channel).toBeCloseTo(0.8, 5);
    const warm = render({ light: { ...plain.light, temperatureK: 2800 } }).truth.light.colour;
    expect(warm[0] / warm[2]).toBeGreaterThan(1.5);
  });
});

describe('frame', () => {
  it('is the same for the same state, whatever was rendered before', () => {
    const state = { yawDeg: 7, mouthOpen: 0.2, noise: 2, noiseSeed: 5, tone: 6 };
    const first = render(state).frame.data.slice();
    render({ yawDeg: -30, tone: 2, scale: 0.9, mouthOpen: 1, noise: 2, noiseSeed: 6 });
    expect(Buffer.compare(render(state).frame.data, first)).toBe(0);
    expect(Buffer.compare(render({ ...state, wantTruth: false }).frame.data, first)).toBe(0);
    expect(Buffer.compare(render({ ...state, noiseSeed: 6 }).frame.data, first)).not.toBe(0);
  });

  it('doubles its light with the strength', () => {
    const cheek = (strength: number) => {
      render({ light: { ...plain.light, strength } });
      return meanLuminance(shopper, near(shopper, 50, 8));
    };
    expect(cheek(0.8) / cheek(0.4)).toBeCloseTo(2, 1);
  });

  it('carries noise of the strength that was asked for', () => {
    const clean = render({ noise: 0 }).frame.data.slice(0, WIDTH * HEIGHT);
    const noisy = render({ noise: 3 }).frame.data;
    const squares = clean.reduce((sum, luma, i) => sum + (noisy[i] - luma) ** 2, 0);
    expect(Math.sqrt(squares / clean.length)).toBeCloseTo(3, 0);
  });

  it('lights the side that the lamp is on', () => {
    const sides = (azimuthDeg: number) => {
      render({ light: { ...plain.light, azimuthDeg } });
      return meanLuminance(shopper, near(shopper, 280, 8)) / meanLuminance(shopper, near(shopper, 50, 8));
    };
    expect(sides(50)).toBeGreaterThan(1.2);
    expect(sides(-50)).toBeLessThan(1 / 1.2);
  });

  it('closes her eyes', () => {
    const iris = (eyesOpen: number) => {
      render({ eyesOpen });
      return meanLuminance(shopper, near(shopper, 468, 3));
    };
    expect(iris(0)).toBeGreaterThan(1.5 * iris(1));
  });

  it('refuses a frame that 4:2:0 cannot hold', () => {
    expect(() => buildShopper({ mesh, widthPx: 641, heightPx: 360 })).toThrow(RangeError);
  });
});

function towards(index: number, x: number, y: number): [number, number] {
  const [toX, toY] = landmark(index);
  const length = Math.hypot(toX - x, toY - y);
  return [(toX - x) / length, (toY - y) / length];
}

function polygonArea(loop: readonly number[]): number {
  let twice = 0;
  loop.forEach((index, i) => {
    const [x, y] = landmark(index);
    const [nextX, nextY] = landmark(loop[(i + 1) % loop.length]);
    twice += x * nextY - nextX * y;
  });
  return Math.abs(twice) / 2;
}
