/** Pictures that must not calibrate anything: each is refused with the sentence that helps. */
import { describe, expect, test } from 'vitest';
import { calibrate } from '../../../../main/calibrate/calibrate.ts';
import type { Card } from '../../../../main/calibrate/card.ts';
import { classic24 } from '../../../../main/calibrate/classic24.ts';
import { CardFault, type FaultCode } from '../../../../main/calibrate/faults.ts';
import { measureCard } from '../../../../main/calibrate/measure.ts';
import { printedChart } from '../../../../main/calibrate/printed-chart.ts';
import type { Painted, Scene } from '../../../fakes/card/card-camera.ts';
import { chartScene, classicScene, cornersAt, pictureOfScene, placeIn } from '../../../fakes/card/scenes.ts';

function faultOf(scenes: Scene[], card: Card = (scenes[0] as Scene).card): FaultCode | string {
  try {
    calibrate(measureCard(scenes.map(pictureOfScene), card), new Date());
    return 'none';
  } catch (cause) {
    if (!(cause instanceof CardFault)) throw cause;
    expect(cause.message).toMatch(/: .+\.$/);
    return cause.code;
  }
}

const ordinary = chartScene();
/** Ground and marks come before the patches. */
const FIRST_PATCH = 13;
const repaint = (change: (part: Painted, patch: number) => Painted): Painted[] =>
  ordinary.painted.map((part, i) => (i < FIRST_PATCH ? part : change(part, i - FIRST_PATCH)));
const shifted = repaint((part, patch) => ({
  ...part,
  colour: ordinary.painted[FIRST_PATCH + ((17 * patch + 5) % 35)]?.colour as number[],
}));
const dirty = repaint((part, patch) => (patch === 20 ? { ...part, colour: [0.1, 0.5, 0.1] } : part));
const wall = [{ ...(ordinary.painted[0] as Painted), colour: [0.35, 0.32, 0.3] }];
const onPatch = placeIn(ordinary, (printedChart.patches[17] as Card['patches'][number]).centre);

test.each<[string, FaultCode, Partial<Scene>]>([
  ['no chart', 'no-card', { painted: wall }],
  ['half a chart', 'half-card', { corners: cornersAt(printedChart, { x: 1150, y: 360 }, 520, 6, 0.1) }],
  ['a chart far out of focus', 'blurred', { blurPx: 7 }],
  ['a chart in the glare of a lamp', 'blown-out', { exposure: 1.3 }],
  ['a picture that is white all over', 'blown-out', { exposure: 30 }],
  ['a chart in the dark', 'too-dark', { exposure: 0.04 }],
  ['a picture that is black', 'too-dark', { exposure: 0 }],
  ['a chart half in the dark', 'uneven-light', { sideways: 0.15, exposure: 0.3 }],
  ['the edge of a shadow', 'shadow-or-glare', { spot: { x: 300, y: 300, radiusPx: 300, strength: -0.4 } }],
  ['a reflection on a patch', 'shadow-or-glare', { spot: { ...onPatch, radiusPx: 9, strength: 0.25 } }],
  ['a patch that is dirty', 'patch-off', { painted: dirty }],
  ['marks around other colours', 'wrong-card', { painted: shifted }],
  [
    'a chart at the end of the room',
    'too-small',
    { corners: cornersAt(printedChart, { x: 640, y: 360 }, 92) },
  ],
])('%s is refused as %s', (_what, code, changes) => {
  expect(faultOf([chartScene(changes)])).toBe(code);
});

describe('over time', () => {
  test('a chart that moves is refused', () => {
    const corners = cornersAt(printedChart, { x: 647, y: 362 }, 520, 6, 0.12);
    expect(faultOf([ordinary, chartScene({ seed: 2, corners })])).toBe('moved');
  });

  test('light that changes is refused', () => {
    expect(faultOf([ordinary, chartScene({ seed: 2, exposure: 0.8 })])).toBe('light-changed');
  });

  test('nothing but noise is taken', () => {
    expect(faultOf([ordinary, chartScene({ seed: 2 })])).toBe('none');
  });
});

test('the one card is not taken for the other', () => {
  expect(faultOf([classicScene()], printedChart)).toBe('no-card');
  expect(faultOf([ordinary], classic24)).toBe('no-card');
});
