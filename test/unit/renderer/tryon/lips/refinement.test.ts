import { describe, expect, it } from 'vitest';
import type { Planes } from '../../../../../renderer/tryon/frames/planes.ts';
import {
  buildContours,
  CONTOUR_POINTS,
  type LipContours,
  traceContours,
} from '../../../../../renderer/tryon/lips/contour.ts';
import { buildRefinement, type RefinementStage } from '../../../../../renderer/tryon/lips/refinement.ts';
import { fillEllipse, type LipShape, lipLandmarks, plainFrame, type Rgb } from '../../../../fakes/lips.ts';

const WIDTH_PX = 640;
const HEIGHT_PX = 360;
const seen: LipShape = { x: 320, y: 180, radiusX: 80, radiusY: 36 };

/** Skin and lips as sRGB of a camera in daylight; the last two hardly differ in brightness, the third hardly in colour. */
const complexions: [string, skin: Rgb, lip: Rgb][] = [
  ['light', [224, 182, 160], [190, 110, 108]],
  ['deep', [74, 52, 42], [84, 48, 46]],
  ['pale-lipped', [214, 170, 150], [206, 150, 138]],
  ['in warm light', [232, 160, 96], [214, 112, 70]],
];

interface Mouth {
  skin: Rgb;
  lip: Rgb;
  /** Half height and colour of the opening. */
  opening?: { radiusY: number; colour: Rgb };
}

function frameOf({ skin, lip, opening }: Mouth): Planes {
  const planes = plainFrame(WIDTH_PX, HEIGHT_PX, skin, 'I420');
  fillEllipse(planes, seen.x, seen.y, seen.radiusX, seen.radiusY, lip);
  if (opening) fillEllipse(planes, seen.x, seen.y, 0.8 * seen.radiusX, opening.radiusY, opening.colour);
  return planes;
}

interface Trial {
  stage?: RefinementStage;
  visitor?: number;
  nowMs?: number;
}

function refine(
  planes: Planes,
  lips: LipShape,
  { stage = buildRefinement(), visitor = 1, nowMs = 0 }: Trial = {},
) {
  const contours = buildContours();
  traceContours(lipLandmarks(lips), contours);
  stage.run(planes, contours, visitor, nowMs);
  return contours;
}

const LOWER_MIDDLE = CONTOUR_POINTS / 4;
const UPPER_MIDDLE = (3 * CONTOUR_POINTS) / 4;
const y = (contour: LipContours['outer'], point: number): number => contour[2 * point + 1] as number;

describe('the refined outline', () => {
  const thin: LipShape = { ...seen, radiusY: seen.radiusY - 5 };

  for (const [name, skin, lip] of complexions) {
    it(`reaches the edge of the lips where the landmarks fall short of it: ${name}`, () => {
      const { outer } = refine(frameOf({ skin, lip }), thin);
      expect(y(outer, LOWER_MIDDLE)).toBeGreaterThan(seen.y + seen.radiusY - 1.6);
      expect(y(outer, LOWER_MIDDLE)).toBeLessThan(seen.y + seen.radiusY + 1.6);
      expect(y(outer, UPPER_MIDDLE)).toBeLessThan(seen.y - seen.radiusY + 1.6);
    });
  }

  it('draws back where the landmarks lie on skin', () => {
    const [, skin, lip] = complexions[0] as (typeof complexions)[number];
    const { outer } = refine(frameOf({ skin, lip }), { ...seen, radiusY: seen.radiusY + 6 });
    expect(y(outer, LOWER_MIDDLE)).toBeLessThan(seen.y + seen.radiusY + 2);
  });

  it('stays with the landmarks where lips do not differ from skin, and in black and white', () => {
    for (const [skin, lip] of [
      [
        [200, 150, 130],
        [200, 150, 130],
      ],
      [
        [180, 180, 180],
        [150, 150, 150],
      ],
    ] as [Rgb, Rgb][]) {
      const { outer } = refine(frameOf({ skin, lip }), thin);
      expect(Math.abs(y(outer, LOWER_MIDDLE) - (seen.y + thin.radiusY))).toBeLessThan(2.5);
    }
  });

  it('is not pulled by a moustache', () => {
    const [, skin, lip] = complexions[0] as (typeof complexions)[number];
    const planes = frameOf({ skin, lip });
    fillEllipse(planes, seen.x, seen.y - seen.radiusY - 9, 60, 8, [60, 44, 38]);
    const { outer } = refine(planes, seen);
    expect(Math.abs(y(outer, UPPER_MIDDLE) - (seen.y - seen.radiusY))).toBeLessThan(2);
  });

  it('keeps its commissures within a pixel or two of sharp landmarks', () => {
    const [, skin, lip] = complexions[0] as (typeof complexions)[number];
    const { outer } = refine(frameOf({ skin, lip }), seen);
    expect(Math.abs((outer[0] as number) - (seen.x - seen.radiusX))).toBeLessThan(2);
  });

  it('leaves a mouth of a few pixels, and one beside the frame, to the landmarks', () => {
    const [, skin, lip] = complexions[0] as (typeof complexions)[number];
    const planes = frameOf({ skin, lip });
    const contours = buildContours();
    for (const lips of [
      { x: 320, y: 180, radiusX: 14, radiusY: 6 },
      { ...seen, x: -400 },
    ]) {
      traceContours(lipLandmarks(lips), contours);
      const traced = [...contours.outer];
      const { outer } = refine(planes, lips);
      for (const [i, value] of traced.entries()) expect(outer[i]).toBeCloseTo(value, 1);
    }
  });
});

describe('over time', () => {
  const [, skin, lip] = complexions[0] as (typeof complexions)[number];
  const planes = frameOf({ skin, lip });
  const bare = plainFrame(WIDTH_PX, HEIGHT_PX, skin);
  const thin: LipShape = { ...seen, radiusY: seen.radiusY - 5 };
  const bottom = (contours: LipContours): number => y(contours.outer, LOWER_MIDDLE) - seen.y;

  it('a visitor is refined whole in her first frame', () => {
    const stage = buildRefinement();
    const first = bottom(refine(planes, thin, { stage }));
    const later = bottom(refine(planes, thin, { stage, nowMs: 1000 }));
    expect(first).toBeCloseTo(later, 0);
    expect(first).toBeGreaterThan(thin.radiusY + 3);
  });

  it('one frame that says something else hardly moves it, and a new visitor owes it nothing', () => {
    const stage = buildRefinement();
    const first = bottom(refine(planes, thin, { stage }));
    const next = bottom(refine(bare, thin, { stage, nowMs: 33 }));
    expect(first - next).toBeLessThan(1);
    expect(bottom(refine(bare, thin, { stage, visitor: 2, nowMs: 66 }))).toBeCloseTo(thin.radiusY, 0);
  });

  it('offsets move with the mouth in the very frame', () => {
    const stage = buildRefinement();
    const first = bottom(refine(planes, thin, { stage }));
    const away = plainFrame(WIDTH_PX, HEIGHT_PX, skin);
    fillEllipse(away, seen.x + 40, seen.y + 20, seen.radiusX, seen.radiusY, lip);
    const moved = refine(away, { ...thin, x: seen.x + 40, y: seen.y + 20 }, { stage, nowMs: 33 });
    expect(bottom(moved) - 20).toBeCloseTo(first, 0);
  });
});

describe('the refined opening', () => {
  const [, skin, lip] = complexions[0] as (typeof complexions)[number];
  const teeth: Rgb = [236, 226, 206];
  const cavity: Rgb = [30, 14, 14];

  it('leaves out teeth and darkness that the landmarks would paint on the lower lip', () => {
    for (const colour of [teeth, cavity]) {
      const planes = frameOf({ skin, lip, opening: { radiusY: 16, colour } });
      const contours = refine(planes, { ...seen, openingPx: 11 });
      expect(y(contours.inner, LOWER_MIDDLE)).toBeGreaterThan(seen.y + 14.5);
      expect(y(contours.inner, LOWER_MIDDLE)).toBeLessThan(seen.y + 18);
    }
  });

  it('leaves out teeth above, and keeps the dark edge of an upper lip', () => {
    const toothy = frameOf({ skin, lip, opening: { radiusY: 14, colour: teeth } });
    expect(y(refine(toothy, { ...seen, openingPx: 11 }).inner, UPPER_MIDDLE)).toBeLessThan(seen.y - 12.5);
    const shaded = frameOf({ skin, lip, opening: { radiusY: 14, colour: [150, 84, 82] } });
    fillEllipse(shaded, seen.x, seen.y, 0.8 * seen.radiusX, 11, cavity);
    const { inner } = refine(shaded, { ...seen, openingPx: 11 });
    expect(Math.abs(y(inner, UPPER_MIDDLE) - (seen.y - 11))).toBeLessThan(1.5);
  });

  it('takes no highlight on a moist lip for a tooth', () => {
    const planes = frameOf({ skin, lip, opening: { radiusY: 12, colour: cavity } });
    fillEllipse(planes, seen.x, seen.y + 22, 18, 3, [244, 226, 222]);
    const { inner } = refine(planes, { ...seen, openingPx: 12 });
    expect(y(inner, LOWER_MIDDLE)).toBeLessThan(seen.y + 14.5);
  });

  it('does not open a mouth that is closed', () => {
    const planes = frameOf({ skin, lip, opening: { radiusY: 1.5, colour: cavity } });
    const closed = refine(planes, { ...seen, openingPx: 1 });
    expect(closed.opening).toBeLessThan(0.03);
    expect(closed.openSeen).toBe(0);
  });

  it('sees teeth between lips that the landmarks hold closed', () => {
    const planes = frameOf({ skin, lip, opening: { radiusY: 6, colour: teeth } });
    const parted = refine(planes, { ...seen, openingPx: 1 });
    expect(parted.openSeen).toBeGreaterThan(0.9);
    expect(y(parted.inner, LOWER_MIDDLE)).toBeGreaterThan(seen.y + 4.5);
    expect(y(parted.inner, UPPER_MIDDLE)).toBeLessThan(seen.y - 4.5);
  });

  it('takes a highlight on closed lips for no tooth, even where the lips meet', () => {
    const planes = frameOf({ skin, lip });
    fillEllipse(planes, seen.x, seen.y + 2, 14, 2.5, [244, 226, 222]);
    const closed = refine(planes, { ...seen, openingPx: 0.5 });
    expect(closed.openSeen).toBe(0);
    expect(y(closed.inner, LOWER_MIDDLE)).toBeLessThan(seen.y + 1);
  });

  it('cuts no notch into a lip whose highlight touches the teeth', () => {
    const planes = frameOf({ skin, lip, opening: { radiusY: 12, colour: teeth } });
    fillEllipse(planes, seen.x, seen.y + 16, 7, 6, [236, 226, 206]);
    expect(y(refine(planes, { ...seen, openingPx: 12 }).inner, LOWER_MIDDLE)).toBeLessThan(seen.y + 21);
  });

  it('follows a mouth that opens faster than its landmarks in the very frame', () => {
    const stage = buildRefinement();
    const closed: LipShape = { ...seen, openingPx: 1 };
    for (const nowMs of [0, 33, 66]) refine(frameOf({ skin, lip }), closed, { stage, nowMs });
    const opened = frameOf({ skin, lip, opening: { radiusY: 8, colour: teeth } });
    for (const nowMs of [99, 132]) {
      const { inner, openSeen } = refine(opened, closed, { stage, nowMs });
      expect(openSeen).toBeGreaterThan(0.9);
      expect(y(inner, LOWER_MIDDLE)).toBeGreaterThan(seen.y + 6);
    }
    expect(refine(frameOf({ skin, lip }), closed, { stage, nowMs: 165 }).openSeen).toBe(0);
  });
});
