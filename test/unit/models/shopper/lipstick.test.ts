import { beforeAll, describe, expect, it } from 'vitest';
import { decodeSrgb } from '../../../../models/shopper/colour.ts';
import { frameToRgb } from '../../../../models/shopper/frame-rgb.ts';
import type { Lipstick, Shopper, ShopperState } from '../../../../models/shopper/shopper.ts';
import { HEIGHT, openStudio, plain, WIDTH } from './studio.ts';

function flat(red: number, green: number, blue: number, specularKept = 1): Lipstick {
  const table = (value: number) => new Float32Array(256).fill(value);
  return { reflectance: [table(red), table(green), table(blue)], specularKept };
}

const nothing: Lipstick = {
  reflectance: [0, 1, 2].map(() =>
    Float32Array.from({ length: 256 }, (_, i) => i / 255),
  ) as unknown as Lipstick['reflectance'],
  specularKept: 1,
};

describe('lipstick', () => {
  let shopper: Shopper;
  beforeAll(() => {
    shopper = openStudio();
  });
  function render(changes: Partial<ShopperState>): Uint8Array {
    shopper.render({ ...plain, noise: 1.5, ...changes });
    return shopper.frame.data.slice();
  }

  it.each([
    ['front', {}],
    ['talking, turned', { yawDeg: 18, mouthOpen: 0.4 }],
    ['smiling, deep skin', { smile: 1, tone: 9 }],
  ] as [string, Partial<ShopperState>][])(
    'changes lip pixels and their chroma blocks, and no other: %s',
    (_, pose) => {
      const bare = render(pose);
      const painted = render({ ...pose, lipstick: flat(0.4, 0.02, 0.05) });
      const { lips } = shopper.truth;
      let changed = 0;
      let stray = 0;
      for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
        if (painted[pixel] === bare[pixel]) continue;
        if (lips[pixel] > 0) changed++;
        else stray++;
      }
      const half = WIDTH / 2;
      for (let block = 0; block < half * (HEIGHT / 2); block++) {
        const pixel = 2 * Math.floor(block / half) * WIDTH + 2 * (block % half);
        if (lips[pixel] + lips[pixel + 1] + lips[pixel + WIDTH] + lips[pixel + WIDTH + 1] > 0) continue;
        for (const plane of [WIDTH * HEIGHT, (WIDTH * HEIGHT * 5) / 4]) {
          if (painted[plane + block] !== bare[plane + block]) stray++;
        }
      }
      expect(changed).toBeGreaterThan(200);
      expect(stray).toBe(0);
    },
  );

  it('that reflects like the bare lip is not seen', () => {
    expect(Buffer.compare(render({ lipstick: nothing }), render({}))).toBe(0);
  });

  it('scales the light of the lip with its reflectance and leaves the highlight', () => {
    const light = { ...plain.light, strength: 0.9 };
    const mean = (lipstick: Lipstick) => {
      render({ lipstick, light, noise: 0 });
      const rgb = frameToRgb(shopper.frame);
      let sum = 0;
      let count = 0;
      shopper.truth.lips.forEach((cover, pixel) => {
        if (cover < 255) return;
        sum += decodeSrgb(rgb[3 * pixel + 1]);
        count++;
      });
      return sum / count;
    };
    const dark = mean(flat(0.1, 0.1, 0.1, 0));
    const bright = mean(flat(0.4, 0.4, 0.4, 0));
    expect(bright / dark).toBeCloseTo(4, 0);
    expect(mean(flat(0.1, 0.1, 0.1, 1))).toBeGreaterThan(dark * 1.05);
  });

  it('does not alter the truth about the bare lip', () => {
    render({});
    const albedo = [...shopper.truth.lipAlbedo];
    render({ lipstick: flat(0.4, 0.02, 0.05) });
    expect([...shopper.truth.lipAlbedo]).toEqual(albedo);
  });
});
