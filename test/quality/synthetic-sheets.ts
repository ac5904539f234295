/** Contact sheets of the synthetic run: a sheet per group of stills, and one per moving sequence with every few frames. */
import { frameToRgb } from '../../models/shopper/frame-rgb.ts';
import { FRAME, type Shot } from './filming.ts';
import { cut, type Window, windowAround } from './masks.ts';
import type { Watcher } from './run-synthetic.ts';
import { type Cutout, cutOut, outlined, type Sheets } from './sheets.ts';
import { mouthWidthOf, type StillRow } from './still-figures.ts';

const EVERY = 4;
/** Of a mouth to either side of its middle, in mouth widths. */
const REACH = { x: 0.75, y: 0.55 };

export function watchFor(sheets: Sheets, progress: Watcher['progress']): Watcher {
  return {
    ...(progress && { progress }),
    async still(row, shot) {
      sheets.add(row.case.group, { label: labelOf(row), pictures: picturesOf(shot) });
    },
    async moving(name, shot, frame) {
      if (frame % EVERY !== 0) return;
      sheets.add(name, { label: `frame ${frame}`, pictures: picturesOf(shot) });
    },
  };
}

function labelOf({ case: { name, look }, ours, plain, deltaE }: StillRow): string {
  const median = deltaE.length === 0 ? '–' : deltaE[deltaE.length >> 1].toFixed(1);
  return `${name} (${look}): IoU ${ours.iou.toFixed(3)}, plain ${plain.iou.toFixed(3)}, ΔE ${median}`;
}

function picturesOf({ before, after, found, truth }: Shot): Cutout[] {
  const window = mouthWindow(truth.landmarks);
  const [bare, painted] = [before, after].map((data) =>
    cutOut(frameToRgb({ data, ...FRAME }), FRAME.widthPx, 3, window),
  );
  const [ours, lips] = [found, truth.lips].map((mask) => cut(mask, FRAME.widthPx, window));
  return [bare, painted, outlined(bare, ours, lips)];
}

function mouthWindow(landmarks: Float32Array): Window {
  const middle = [0, 1].map((axis) => (landmarks[3 * 61 + axis] + landmarks[3 * 291 + axis]) / 2);
  const widthPx = Math.max(40, mouthWidthOf(landmarks));
  const [x, y] = [REACH.x * widthPx, REACH.y * widthPx];
  return windowAround([middle[0] - x, middle[1] - y, middle[0] + x, middle[1] + y], FRAME, 0);
}
