/** The cards as they lie in front of the rendered camera, and what its frames are to the calibration. */
import { type Card, PAPER_ALBEDO, type Point } from '../../../main/calibrate/card.ts';
import { chartShapes } from '../../../main/calibrate/chart-shapes.ts';
import { classic24 } from '../../../main/calibrate/classic24.ts';
import { linearOfHex } from '../../../main/calibrate/colour.ts';
import { findHomography, type Homography, project } from '../../../main/calibrate/homography.ts';
import type { Picture } from '../../../main/calibrate/picture.ts';
import { printedChart } from '../../../main/calibrate/printed-chart.ts';
import { averageFrames } from '../../../main/headless/calibrate/frames.ts';
import { ordinaryScene, type Painted, photograph, type Scene } from './card-camera.ts';

function paintedChart(): Painted[] {
  const colours = new Map<string, readonly number[]>();
  return chartShapes().rectangles.map(({ fill, ...place }) => {
    const colour = colours.get(fill) ?? linearOfHex(fill);
    colours.set(fill, colour);
    return { ...place, colour };
  });
}

function paintedClassic(): Painted[] {
  const frame = { x: -0.7, y: -0.7, width: 6.4, height: 4.4, colour: [0.03, 0.03, 0.03] };
  return [
    frame,
    ...classic24.patches.map(({ centre, colour }) => ({
      x: centre.x - 0.43,
      y: centre.y - 0.43,
      width: 0.86,
      height: 0.86,
      colour: colour.map((value) => value * PAPER_ALBEDO),
    })),
  ];
}

/** A rectangle seen at an angle: turned by `roll`°, its right side farther by `tilt` (0 none, 0.3 much). */
export function cornersAt(card: Card, centre: Point, widthPx: number, roll = 0, tilt = 0): Point[] {
  const [first, , last] = card.corners;
  const [wide, high] = [last.x - first.x, last.y - first.y];
  const angle = (roll * Math.PI) / 180;
  return card.corners.map((corner) => {
    const x = (corner.x - first.x) / wide - 0.5;
    const y = ((corner.y - first.y) / high - 0.5) * (high / wide);
    const far = 1 + tilt * (x + 0.5 * y);
    const [u, v] = [(widthPx * x) / far, (widthPx * y) / far];
    return {
      x: centre.x + u * Math.cos(angle) - v * Math.sin(angle),
      y: centre.y + u * Math.sin(angle) + v * Math.cos(angle),
    };
  });
}

type Changes = Partial<Scene>;

export function chartScene(changes: Changes = {}): Scene {
  const corners = cornersAt(printedChart, { x: 640, y: 360 }, 520, 6, 0.12);
  return { ...ordinaryScene, card: printedChart, painted: paintedChart(), corners, ...changes };
}

export function classicScene(changes: Changes = {}): Scene {
  const corners = cornersAt(classic24, { x: 640, y: 360 }, 480, -5, 0.1);
  return { ...ordinaryScene, card: classic24, painted: paintedClassic(), corners, ...changes };
}

/** What the command makes of one frame. */
export function pictureOfScene(scene: Scene): Picture {
  const { widthPx, heightPx } = scene;
  const captured = {
    label: '',
    format: 'I420',
    widthPx,
    heightPx,
    matrix: 'bt709',
    fullRange: false,
  } as const;
  return averageFrames(photograph(scene), { ...captured, frames: 1 }, 1)[0] as Picture;
}

/** Where a place of the card lies in the picture, px. */
export const placeIn = ({ card, corners }: Scene, place: Point): Point =>
  project(findHomography(card.corners, corners) as Homography, place);
