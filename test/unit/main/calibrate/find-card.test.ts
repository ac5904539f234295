/** Cards are found as they lie: near and far, turned, tilted, mirrored, out of focus, or where somebody says. */
import { describe, expect, test } from 'vitest';
import { classic24 } from '../../../../main/calibrate/classic24.ts';
import { findCard } from '../../../../main/calibrate/find-card.ts';
import { project } from '../../../../main/calibrate/homography.ts';
import { printedChart } from '../../../../main/calibrate/printed-chart.ts';
import type { Scene } from '../../../fakes/card/card-camera.ts';
import { chartScene, classicScene, cornersAt, pictureOfScene, placeIn } from '../../../fakes/card/scenes.ts';

const MIDDLE = { x: 640, y: 360 };

/** Largest distance between where patches were found and where they are, of the pitch. */
function worstMiss(scene: Scene, corners?: Scene['corners']): number {
  const { card } = scene;
  const lies = findCard(pictureOfScene(scene), card, corners);
  const [first, second] = card.patches.map(({ centre }) => placeIn(scene, centre));
  const pitchPx = Math.hypot(
    (second?.x as number) - (first?.x as number),
    (second?.y as number) - (first?.y as number),
  );
  const misses = card.patches.map(({ centre }) => {
    const [found, real] = [project(lies, centre), placeIn(scene, centre)];
    return Math.hypot(found.x - real.x, found.y - real.y);
  });
  return Math.max(...misses) / pitchPx;
}

describe('the printed chart', () => {
  test.each([
    { widthPx: 160, roll: 0, tilt: 0 },
    { widthPx: 300, roll: 45, tilt: 0.2 },
    { widthPx: 400, roll: 90, tilt: 0.3 },
    { widthPx: 400, roll: 10, tilt: 0.45 },
    { widthPx: 760, roll: -178, tilt: 0.05 },
  ])('is found $widthPx px wide, turned by $roll°, tilted by $tilt', ({ widthPx, roll, tilt }) => {
    const corners = cornersAt(printedChart, MIDDLE, widthPx, roll, tilt);
    expect(worstMiss(chartScene({ corners }))).toBeLessThan(0.08);
  });

  test('is found in a mirrored picture', () => {
    const corners = cornersAt(printedChart, MIDDLE, 400, 5, 0.1).map(({ x, y }) => ({ x: 1279 - x, y }));
    expect(worstMiss(chartScene({ corners }))).toBeLessThan(0.08);
  });

  test('is found out of focus', () => {
    expect(worstMiss(chartScene({ blurPx: 2 }))).toBeLessThan(0.08);
  });
});

describe('the 24-patch card', () => {
  test.each([
    { widthPx: 180, roll: 0, tilt: 0 },
    { widthPx: 300, roll: 45, tilt: 0.2 },
    { widthPx: 600, roll: -30, tilt: 0.3 },
  ])('is found $widthPx px wide, turned by $roll°, tilted by $tilt', ({ widthPx, roll, tilt }) => {
    const corners = cornersAt(classic24, MIDDLE, widthPx, roll, tilt);
    expect(worstMiss(classicScene({ corners }))).toBeLessThan(0.12);
  });

  test('lies where somebody says, whichever corner comes first', () => {
    const scene = classicScene({ noise: 12, widthPx: 640, heightPx: 480 });
    const corners = cornersAt(classic24, { x: 320, y: 240 }, 100);
    const [first, ...rest] = corners as [Scene['corners'][number]];
    expect(worstMiss({ ...scene, corners }, [...rest, first])).toBeLessThan(0.05);
  });
});
