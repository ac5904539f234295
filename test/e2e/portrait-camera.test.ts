/** A camera mounted on its side or upside down: the mirror finds her lips in the turned frames and paints them there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Rotation } from '../../main/contract/camera.ts';
import { buildShopper, neutralState } from '../../models/shopper/shopper.ts';
import { emptyPlanes, layOutPlanes, type Planes } from '../../renderer/tryon/frames/planes.ts';
import { tempFolder } from '../fakes/temp-folder.ts';
import { turnBack, turnedPlanes } from '../fakes/turned-planes.ts';
import {
  FRAME,
  grabPicture,
  launchForMirror,
  openMirror,
  serveMirror,
  startTestService,
  stillCamera,
  tapShade,
} from './mirror-page.ts';
import { comparePictures } from './picture-changes.ts';

/** Opaque shades far apart in colour. */
const RED = 'VA-M04';
const PLUM = 'VA-M07';

interface TurnedShopper {
  frame: Planes;
  /** Share of each pixel of the frame that is lip, 0..255. */
  lips: Uint8Array;
}

/** The shopper upright, as a camera of 1280 × 720 has her that must be turned clockwise by as much. */
async function renderTurned(rotation: Rotation): Promise<TurnedShopper> {
  const isSideways = rotation === 90 || rotation === 270;
  const widthPx = isSideways ? FRAME.heightPx : FRAME.widthPx;
  const heightPx = isSideways ? FRAME.widthPx : FRAME.heightPx;
  const face = join(import.meta.dirname, '../../dist/face/canonical-mesh.json');
  const shopper = buildShopper({ mesh: JSON.parse(await readFile(face, 'utf8')), widthPx, heightPx });
  shopper.render({ ...neutralState, scale: isSideways ? 0.42 : 0.62, noise: 0, wantTruth: true });
  const upright = emptyPlanes();
  layOutPlanes(upright, 'I420', widthPx, heightPx);
  upright.data.set(shopper.frame.data);
  const lips = new Uint8Array(widthPx * heightPx);
  for (let i = 0; i < lips.length; i++) {
    const [x, y] = [(i % widthPx) + 0.5, Math.floor(i / widthPx) + 0.5];
    const [column, row] = turnBack(rotation, widthPx, heightPx, x, y);
    lips[(row - 0.5) * FRAME.widthPx + column - 0.5] = shopper.truth.lips[i] as number;
  }
  return { frame: turnedPlanes(upright, rotation), lips };
}

test.each([90, 180, 270] as const)(
  'her lips change in the frames of a camera turned by %i°, and nothing else',
  async (rotation) => {
    const { frame, lips } = await renderTurned(rotation);
    const settings = join(
      tempFolder({ 'settings.json': JSON.stringify({ camera: { rotation } }) }),
      'settings.json',
    );
    const server = await serveMirror({ service: startTestService(['--settings', settings]) });
    const page = await openMirror(await launchForMirror(await stillCamera(frame.data)), server);
    await tapShade(page, RED);
    const red = await grabPicture(page);
    await tapShade(page, PLUM);
    const changes = comparePictures(red, await grabPicture(page), lips, FRAME);
    expect(changes.ofLips).toBeGreaterThan(0.9);
    expect(changes.beyond).toBe(0);
  },
);
