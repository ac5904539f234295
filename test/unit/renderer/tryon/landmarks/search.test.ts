import { beforeEach, describe, expect, it } from 'vitest';
import { ROTATIONS } from '../../../../../main/contract/camera.ts';
import type { FaceModels } from '../../../../../renderer/tryon/landmarks/face-models.ts';
import { buildFaceSearch, type Find, wholeFrame } from '../../../../../renderer/tryon/landmarks/search.ts';
import { buildFakeWorld } from '../../../../fakes/face-models.ts';
import { fillEllipse, plainFrame } from '../../../../fakes/lips.ts';
import { turnBack, turnedPlanes } from '../../../../fakes/turned-planes.ts';

const WIDTH_PX = 360;
const HEIGHT_PX = 640;
const FACE = { x: 120, y: 200, radiusPx: 60 };
const MOUTH = { x: 120, y: 232 };

/** Sees a light disc as a face and the dark spot in it as the mouth, and what is above as up. */
function detect(image: ImageData) {
  const box = { left: Infinity, top: Infinity, right: -1, bottom: -1 };
  const mouth = { x: 0, y: 0, count: 0 };
  for (let i = 0; i < image.width * image.height; i++) {
    const [x, y] = [i % image.width, Math.floor(i / image.width)];
    const [red, green] = [image.data[4 * i] as number, image.data[4 * i + 1] as number];
    if (red < 120) continue;
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x + 1);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y + 1);
    if (green > 100) continue;
    mouth.x += x + 0.5;
    mouth.y += y + 0.5;
    mouth.count++;
  }
  const point = { x: mouth.x / mouth.count / image.width, y: mouth.y / mouth.count / image.height };
  const isRound = Math.abs(box.right - box.left - (box.bottom - box.top)) <= 2;
  const isUpright = point.y * image.height > (box.top + box.bottom) / 2;
  return {
    detections: [
      {
        boundingBox: {
          originX: box.left,
          originY: box.top,
          width: box.right - box.left,
          height: box.bottom - box.top,
        },
        categories: [{ score: isUpright && isRound ? 0.9 : 0.1 }],
        keypoints: [point, point, point, point],
      },
    ],
  };
}

beforeEach(() => {
  // For its ImageData, which Node lacks.
  buildFakeWorld({ widthPx: WIDTH_PX, heightPx: HEIGHT_PX });
});

function look(rotation: (typeof ROTATIONS)[number]): Find {
  const upright = plainFrame(WIDTH_PX, HEIGHT_PX, [40, 40, 40]);
  fillEllipse(upright, FACE.x, FACE.y, FACE.radiusPx, FACE.radiusPx, [220, 190, 180]);
  fillEllipse(upright, MOUTH.x, MOUTH.y, 20, 12, [190, 40, 50]);
  const planes = turnedPlanes(upright, rotation);
  const found: Find[] = [];
  const search = buildFaceSearch({ detect } as unknown as FaceModels['detector']);
  search.look(planes, wholeFrame(planes), found);
  return found[0] as Find;
}

describe('looking over a frame', () => {
  it.each(ROTATIONS)(
    'shows the detector an upright, unstretched face in a frame turned by %i°',
    (rotation) => {
      expect(look(rotation).score).toBe(0.9);
    },
  );

  it.each(ROTATIONS)('gives box and mouth in pixels of a frame turned by %i°', (rotation) => {
    const find = look(rotation);
    const [x, y] = turnBack(rotation, WIDTH_PX, HEIGHT_PX, FACE.x, FACE.y);
    // The picture is 2.5 times smaller than the frame.
    expect(Math.abs(find.leftPx - (x - FACE.radiusPx))).toBeLessThan(5);
    expect(Math.abs(find.rightPx - (x + FACE.radiusPx))).toBeLessThan(5);
    expect(Math.abs(find.topPx - (y - FACE.radiusPx))).toBeLessThan(5);
    expect(Math.abs(find.bottomPx - (y + FACE.radiusPx))).toBeLessThan(5);
    const [mouthX, mouthY] = turnBack(rotation, WIDTH_PX, HEIGHT_PX, MOUTH.x, MOUTH.y);
    expect(Math.hypot(find.mouthX - mouthX, find.mouthY - mouthY)).toBeLessThan(5);
  });
});
