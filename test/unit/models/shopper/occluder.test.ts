import { beforeAll, describe, expect, it } from 'vitest';
import type { OccluderKind, Shopper, ShopperState } from '../../../../models/shopper/shopper.ts';
import { area, HEIGHT, openStudio, plain, WIDTH } from './studio.ts';

const kinds: readonly OccluderKind[] = [
  'finger',
  'hand',
  'cup',
  'straw',
  'microphone',
  'hair',
  'mask',
  'food',
];
const covered = (kind: OccluderKind, changes = {}) => ({
  occluder: { kind, x: 0, y: -0.1, angleDeg: 0, scale: 1, ...changes },
});

let shopper: Shopper;
beforeAll(() => {
  shopper = openStudio();
});

interface Seen {
  frame: Uint8Array;
  lips: Uint8Array;
  innerMouth: Uint8Array;
  occluder: Uint8Array;
  hiddenLips: Uint8Array;
}

function see(changes: Partial<ShopperState>): Seen {
  shopper.render({ ...plain, mouthOpen: 0.3, ...changes });
  const { lips, innerMouth, occluder, hiddenLips } = shopper.truth;
  return {
    frame: shopper.frame.data.slice(),
    lips: lips.slice(),
    innerMouth: innerMouth.slice(),
    occluder: occluder.slice(),
    hiddenLips: hiddenLips.slice(),
  };
}

describe('a thing before her mouth', () => {
  it.each(kinds)('hides lips, and they and the visible ones are the lips without it: %s', (kind) => {
    const bare = see({});
    const hidden = see(covered(kind));
    expect(area(hidden.hiddenLips)).toBeGreaterThan(0.02 * area(bare.lips));
    const wrong = bare.lips.findIndex(
      (lip, i) =>
        Math.abs(hidden.lips[i] + hidden.hiddenLips[i] - lip) > 1 ||
        hidden.lips[i] + hidden.occluder[i] > 256,
    );
    expect(wrong).toBe(-1);
  });

  it('hides the inside of the mouth, too', () => {
    expect(area(see(covered('mask')).innerMouth)).toBe(0);
    expect(area(see(covered('mask')).lips)).toBe(0);
  });

  it('is seen where it covers, and throws no shadow far from itself', () => {
    const bare = see({});
    const hidden = see(covered('finger', { angleDeg: 90 }));
    let unseen = 0;
    for (let i = 0; i < WIDTH * HEIGHT; i++) {
      if (hidden.occluder[i] === 255 && hidden.frame[i] === bare.frame[i]) unseen++;
    }
    expect(unseen).toBeLessThan(0.1 * area(hidden.occluder));
    const above = (0.4 * HEIGHT) | 0;
    expect(
      Buffer.compare(hidden.frame.subarray(0, above * WIDTH), bare.frame.subarray(0, above * WIDTH)),
    ).toBe(0);
  });

  it('reaches past her figure to the edge of the frame', () => {
    const { occluder } = see(covered('hand', { scale: 1.4 }));
    const edge = Array.from({ length: HEIGHT }, (_, row) => occluder[(row + 1) * WIDTH - 1]);
    expect(Math.max(...edge)).toBe(255);
  });

  it('wears no lipstick', () => {
    const flat = (value: number) => new Float32Array(256).fill(value);
    const lipstick = { reflectance: [flat(0.5), flat(0.02), flat(0.05)] as const, specularKept: 1 };
    const bare = see(covered('microphone'));
    const painted = see({ ...covered('microphone'), lipstick });
    const stray = bare.frame
      .subarray(0, WIDTH * HEIGHT)
      .findIndex((luma, i) => luma !== painted.frame[i] && bare.lips[i] === 0);
    expect(stray).toBe(-1);
  });

  it('has the skin of whom it is said to belong to', () => {
    const own = see({ ...covered('finger'), tone: 2 }).frame;
    expect(Buffer.compare(own, see({ ...covered('finger', { tone: 2 }), tone: 2 }).frame)).toBe(0);
    expect(Buffer.compare(own, see({ ...covered('finger', { tone: 9 }), tone: 2 }).frame)).not.toBe(0);
  });

  it('leaves no trace in the frame after it', () => {
    const first = see({ noise: 2 });
    see({ ...covered('hand', { scale: 2 }), noise: 2 });
    const last = see({ noise: 2 });
    expect(Buffer.compare(last.frame, first.frame)).toBe(0);
    expect(Buffer.compare(last.lips, first.lips)).toBe(0);
    expect(area(last.occluder)).toBe(0);
    expect(area(last.hiddenLips)).toBe(0);
  });
});
