import { describe, expect, it } from 'vitest';
import type { PlaneFormat } from '../../../../../renderer/tryon/frames/planes.ts';
import { buildLipPainting } from '../../../../../renderer/tryon/lip-painting.ts';
import type { Look } from '../../../../../renderer/tryon/look.ts';
import { colourAt, fillEllipse, type LipShape, lipLandmarks, plainFrame } from '../../../../fakes/lips.ts';

const SKIN = [224, 182, 160] as const;
const LIP = [178, 104, 100] as const;
const shape: LipShape = { x: 160, y: 90, radiusX: 50, radiusY: 20, openingPx: 6 };
const red: Look = { sku: 'T', swatch: [150, 10, 30], coverage: 0.95, finish: 'matte', intensity: 1 };

function paint(
  look: Look | null,
  { format = 'I420' as PlaneFormat, widthPx = 320, heightPx = 180, lips = shape, noise = false } = {},
) {
  const planes = plainFrame(widthPx, heightPx, SKIN, format);
  fillEllipse(planes, lips.x, lips.y, lips.radiusX + 3, lips.radiusY + 3, LIP);
  // Camera noise: what is decoded and encoded again without need would not come back as it was.
  for (let i = 0; i < planes.data.length; i++)
    planes.data[i] = (planes.data[i] as number) + (noise ? (i * 7919) % 23 : 0);
  const before = planes.data.slice();
  const painting = buildLipPainting();
  const points = lipLandmarks(lips);
  painting.wear(look);
  painting.outline(planes, points, 1, 0);
  painting.cover(planes, points);
  painting.uncover(planes, points, 1, 0);
  painting.measure(planes, points, 1, 0);
  const painted = painting.paint(planes);
  return { planes, before, painting, painted };
}

/** Coverage of a frame pixel. */
function coverOf({ painting }: ReturnType<typeof paint>, column: number, row: number): number {
  const { alpha, xPx, yPx, widthPx, heightPx } = painting.mask;
  const inBox = column >= xPx && row >= yPx && column < xPx + widthPx && row < yPx + heightPx;
  return inBox ? (alpha[(row - yPx) * widthPx + column - xPx] as number) : 0;
}

describe.each(['I420', 'NV12'] as const)('painting %s planes', (format) => {
  it('touches no luma without coverage and no chroma block that no covered pixel is in', () => {
    const result = paint(red, { format, widthPx: 321, heightPx: 181, noise: true });
    const { planes, before } = result;
    let changed = 0;
    for (let row = 0; row < planes.heightPx; row++) {
      for (let column = 0; column < planes.widthPx; column++) {
        const at = row * planes.yStride + column;
        if (coverOf(result, column, row) === 0) expect(planes.data[at]).toBe(before[at]);
        else if (planes.data[at] !== before[at]) changed++;
        if (row % 2 === 1 || column % 2 === 1) continue;
        const block = [0, 1].flatMap((dy) => [0, 1].map((dx) => coverOf(result, column + dx, row + dy)));
        if (block.some((cover) => cover > 0)) continue;
        const chroma = (row >> 1) * planes.chromaStride + (column >> 1) * planes.chromaStep;
        expect(planes.data[planes.uOffset + chroma]).toBe(before[planes.uOffset + chroma]);
        expect(planes.data[planes.vOffset + chroma]).toBe(before[planes.vOffset + chroma]);
      }
    }
    expect(changed).toBeGreaterThan(1000);
  });

  it('brings an opaque shade to its own hue', () => {
    const { planes } = paint(red, { format });
    const [r, g, b] = colourAt(planes, 160, 104);
    expect(r).toBeGreaterThan(3 * g);
    expect(b).toBeGreaterThan(g);
    expect(g).toBeLessThan(40);
  });
});

describe('a look', () => {
  it('of intensity 0 is worn without changing a pixel; no look is not worn at all', () => {
    for (const look of [null, { ...red, intensity: 0 }]) {
      const { planes, before, painted } = paint(look);
      expect(painted).toBe(look !== null);
      expect(planes.data).toEqual(before);
    }
  });

  it('hides more of the lip the more intense it is', () => {
    const greens = [0.2, 0.5, 1].map(
      (intensity) => colourAt(paint({ ...red, intensity }).planes, 160, 104)[1],
    );
    expect(greens[0]).toBeLessThan(LIP[1]);
    expect(greens).toEqual([...greens].sort((a, b) => b - a));
  });

  it('leaves the inside of an open mouth alone', () => {
    const { planes } = paint(red);
    const [r, g, b] = colourAt(planes, 160, 90);
    expect(Math.hypot(r - LIP[0], g - LIP[1], b - LIP[2])).toBeLessThan(4);
  });

  it('changes neither colour nor coverage with the size of the picture', () => {
    const small = colourAt(paint(red).planes, 160, 104);
    const scaled = { x: 640, y: 360, radiusX: 200, radiusY: 80, openingPx: 24 };
    const large = colourAt(paint(red, { widthPx: 1280, heightPx: 720, lips: scaled }).planes, 640, 416);
    for (const c of [0, 1, 2] as const) expect(Math.abs(small[c] - large[c])).toBeLessThan(3);
  });
});

it('a mouth beside the frame paints nothing and does not fail', () => {
  const { planes, before } = paint(red, { lips: { ...shape, x: -300 } });
  expect(planes.data).toEqual(before);
});
