import { beforeEach, describe, expect, it } from 'vitest';
import type { Planes } from '../../../../../renderer/tryon/frames/planes.ts';
import { buildContours, traceContours } from '../../../../../renderer/tryon/lips/contour.ts';
import { buildCoverage } from '../../../../../renderer/tryon/lips/coverage.ts';
import { buildOcclusion, type OcclusionStage } from '../../../../../renderer/tryon/lips/occlusion.ts';
import { fillEllipse, lipLandmarks, plainFrame, type Rgb } from '../../../../fakes/lips.ts';

const WIDTH_PX = 320;
const HEIGHT_PX = 240;
const FRAME_MS = 33;
const MOUTH = { x: 160, y: 150, radiusX: 70, radiusY: 28 };
const SKIN: Rgb = [206, 164, 140];
const LIPS: Rgb = [178, 104, 98];
/** Forehead, nose and cheeks, where the colour of her skin is read. */
const SKIN_PLACES = [151, 9, 197, 50, 280, 101, 330, 117, 346];

const points = lipLandmarks(MOUTH);
for (const [i, place] of SKIN_PLACES.entries()) {
  points[3 * place] = 40 + 28 * i;
  points[3 * place + 1] = 30;
}

type Draw = (planes: Planes) => void;
const nothing: Draw = () => undefined;

const blob =
  (x: number, y: number, radiusX: number, radiusY: number, colour: Rgb): Draw =>
  (planes) =>
    fillEllipse(planes, x, y, radiusX, radiusY, colour);

const together =
  (...parts: Draw[]): Draw =>
  (planes) =>
    parts.forEach((draw) => void draw(planes));

/** Multiplies the light right of the middle, chroma with luma, as a shadow does. */
const shade =
  (share: number): Draw =>
  ({ data, yOffset, yStride, uOffset, vOffset, chromaStride, widthPx, heightPx }) => {
    for (let y = 0; y < heightPx; y++) {
      for (let x = widthPx / 2; x < widthPx; x++) {
        const at = yOffset + y * yStride + x;
        data[at] = 16 + ((data[at] as number) - 16) * share;
        if (y % 2 === 1 || x % 2 === 1) continue;
        for (const plane of [uOffset, vOffset]) {
          const chroma = plane + (y >> 1) * chromaStride + (x >> 1);
          data[chroma] = 128 + ((data[chroma] as number) - 128) * share;
        }
      }
    }
  };

/** Noise of a webcam: the same for the same frame. */
function addNoise(planes: Planes, frame: number): void {
  let seed = 1 + frame;
  for (let at = 0; at < planes.data.length; at++) {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    planes.data[at] = (planes.data[at] as number) + ((seed >>> 28) % 5) - 2;
  }
}

/** A finger from below, darker to its sides. */
const finger = (colour: Rgb): Draw => {
  const [r, g, b] = colour;
  return together(
    blob(166, 180, 19, 60, [r * 0.75, g * 0.72, b * 0.7]),
    blob(164, 180, 14, 58, [r * 0.95, g * 0.95, b * 0.95]),
  );
};
const cup = (colour: Rgb): Draw => blob(160, 210, 90, 80, colour);
const mask = (colour: Rgb): Draw => blob(160, 165, 150, 90, colour);

let stage: OcclusionStage;
let frame: number;
beforeEach(() => {
  stage = buildOcclusion();
  frame = 0;
});

interface Kept {
  /** Share of the coverage that is left under what was drawn over the lips, and elsewhere. */
  under: number;
  beside: number;
}

/** Her face without anything over it; drawn once for each lip colour. */
const faces = new Map<Rgb, Planes>();
function faceWith(lips: Rgb): Planes {
  let face = faces.get(lips);
  if (face === undefined) {
    face = plainFrame(WIDTH_PX, HEIGHT_PX, SKIN);
    fillEllipse(face, MOUTH.x, MOUTH.y, MOUTH.radiusX, MOUTH.radiusY, lips);
    faces.set(lips, face);
  }
  return face;
}

/** Shows one frame and tells what is left of the coverage. */
function show(over: Draw, lips: Rgb = LIPS, visitor = 1): Kept {
  const bare = faceWith(lips).data;
  const planes: Planes = { ...faceWith(lips), data: bare.slice() };
  over(planes);
  const covered = planes.data.slice();
  addNoise(planes, frame);
  const contours = buildContours();
  const coverage = buildCoverage();
  traceContours(points, contours);
  coverage.run(contours, WIDTH_PX, HEIGHT_PX);
  const { alpha, widthPx, heightPx, xPx, yPx } = coverage.mask;
  const before = alpha.slice();
  stage.run(planes, points, contours, coverage.mask, visitor, FRAME_MS * frame++);
  const sums = { under: 0, underBefore: 0, beside: 0, besideBefore: 0 };
  for (let at = 0; at < widthPx * heightPx; at++) {
    const pixel = (yPx + Math.floor(at / widthPx)) * WIDTH_PX + xPx + (at % widthPx);
    const part = bare[pixel] === covered[pixel] ? 'beside' : 'under';
    sums[part] += alpha[at] as number;
    sums[`${part}Before`] += before[at] as number;
  }
  return {
    under: sums.under / Math.max(1, sums.underBefore),
    beside: sums.beside / Math.max(1, sums.besideBefore),
  };
}

function showFor(frames: number, over: Draw, lips: Rgb = LIPS, visitor = 1): Kept {
  for (let i = 1; i < frames; i++) show(over, lips, visitor);
  return show(over, lips, visitor);
}

describe('bare lips', () => {
  const many: [string, Rgb][] = [
    ['pale', [200, 140, 124]],
    ['rosy', LIPS],
    ['deep', [110, 66, 60]],
    ['painted red', [170, 20, 40]],
    ['painted black', [40, 24, 28]],
  ];

  it.each(many)('that are %s keep all of their coverage from the first frame on', (_, lips) => {
    for (let i = 0; i < 20; i++) expect(show(nothing, lips).beside).toBe(1);
  });

  it('keep it when a shadow falls over half of them', () => {
    showFor(20, nothing);
    for (let i = 0; i < 20; i++) expect(show(shade(0.6)).under).toBe(1);
  });

  it('keep it when a glint appears', () => {
    showFor(20, nothing);
    for (let i = 0; i < 20; i++) expect(show(blob(175, 162, 10, 4, [246, 226, 222])).under).toBe(1);
  });

  it('are painted at once on the next visitor, whatever the last one’s were like', () => {
    showFor(20, nothing, [110, 66, 60], 1);
    expect(show(nothing, [200, 140, 124], 2).beside).toBe(1);
  });

  it('are learnt anew when she has put a lipstick on', () => {
    showFor(30, nothing);
    expect(showFor(190, nothing, [150, 16, 44]).beside).toBe(1);
  });
});

describe('what lies over the lips', () => {
  const occluders: [string, Draw][] = [
    ['a finger of her own skin', finger(SKIN)],
    ['a darker finger', finger([120, 80, 62])],
    ['a white cup', cup([228, 226, 220])],
    ['a red cup', cup([178, 28, 34])],
    ['a black microphone', blob(174, 176, 50, 46, [46, 46, 48])],
    ['a lock of hair', blob(130, 150, 12, 90, [40, 30, 24])],
    ['a macaron', blob(165, 162, 46, 26, [236, 160, 176])],
  ];

  it.each(occluders)('is not painted 100 ms later: %s', (_, over) => {
    showFor(30, nothing);
    showFor(3, over);
    for (let i = 0; i < 60; i++) expect(show(over).under).toBeLessThan(0.03);
  });

  it.each(occluders)('leaves lips that are painted again soon after: %s', (_, over) => {
    showFor(30, nothing);
    showFor(40, over);
    expect(showFor(8, nothing).beside).toBe(1);
  });

  it('leaves the lips beside a finger painted', () => {
    showFor(30, nothing);
    expect(showFor(10, finger(SKIN)).beside).toBeGreaterThan(0.93);
  });

  it('fades the whole lipstick over a tenth of a second when it hides most of the mouth', () => {
    const hand = blob(150, 155, 66, 80, [190, 148, 124]);
    showFor(30, nothing);
    const first = show(hand).beside;
    expect(first).toBeGreaterThan(0.3);
    expect(showFor(4, hand).beside).toBe(0);
    expect(stage.hidden).toBeGreaterThan(0.6);
  });

  it('is not taken for the lips by a visitor who comes with her hand before the mouth', () => {
    const hand = blob(160, 155, 110, 80, [190, 148, 124]);
    showFor(10, hand);
    expect(showFor(90, nothing).beside).toBe(1);
  });
});

describe('a strand of hair', () => {
  it('that crosses the lips is hidden from its first frame on', () => {
    showFor(30, nothing);
    const kept = show(blob(150, 150, 1.5, 90, [40, 30, 24]));
    expect(kept.under).toBeLessThan(0.2);
    expect(kept.beside).toBeGreaterThan(0.95);
  });

  it('is not seen in a furrow that ends with the lips', () => {
    showFor(30, nothing);
    expect(show(blob(150, 162, 1.5, 12, [90, 50, 46])).under).toBe(1);
  });
});

describe('a mask', () => {
  const masks: [string, Rgb][] = [
    ['blue', [150, 190, 214]],
    ['white', [226, 226, 224]],
    ['black', [36, 36, 38]],
    ['pink', [226, 176, 178]],
  ];

  it.each(masks)('that is %s is not painted, not even on the first frame', (_, colour) => {
    for (let i = 0; i < 30; i++) expect(show(mask(colour)).under).toBe(0);
  });

  it.each(masks)('that was %s and is taken off gives way to painted lips', (_, colour) => {
    showFor(20, mask(colour));
    expect(showFor(6, nothing).beside).toBe(1);
  });
});
