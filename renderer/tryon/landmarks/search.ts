/**
 * Looks for faces in a whole frame and, when asked, in overlapping tiles of it, with the short-range detector.
 * Pictures are 256 px on their long side whatever the frame's size, so a look costs about 4 ms (a look at tiles four times that).
 */
import type { FaceDetector } from '@mediapipe/tasks-vision';
import type { Planes } from '../frames/planes.ts';
import { type Box, overlap } from './points.ts';
import { buildSampler, type Region, type Sampler } from './sampler.ts';

const PICTURE_PX = 256;
/** Two finds that share this much of the smaller one are the same face. */
const SAME_FACE = 0.5;
/** The detector's keypoints: right eye, left eye, nose tip, mouth, two ears. */
const MOUTH = 3;

/** A face as the detector sees it: its box and mouth in frame pixels, and how sure the detector is, 0..1. */
export interface Find extends Box {
  score: number;
  mouthX: number;
  mouthY: number;
}

export interface FaceSearch {
  /** Faces in one region of the frame, added to `found`; of a face found twice the surer find is kept. */
  look(planes: Planes, region: Region, found: Find[]): void;
}

export const wholeFrame = (planes: Planes): Region => ({
  xPx: 0,
  yPx: 0,
  widthPx: planes.widthPx,
  heightPx: planes.heightPx,
});

/** n × n tiles of the frame, each overlapping its neighbours by a third or more. */
export function tilesOf(planes: Planes, n: number): Region[] {
  const widthPx = Math.ceil((planes.widthPx * 1.4) / (n + 0.4));
  const heightPx = Math.ceil((planes.heightPx * 1.4) / (n + 0.4));
  return Array.from({ length: n * n }, (_, index) => ({
    xPx: Math.round(((index % n) * (planes.widthPx - widthPx)) / (n - 1)),
    yPx: Math.round((Math.floor(index / n) * (planes.heightPx - heightPx)) / (n - 1)),
    widthPx,
    heightPx,
  }));
}

/** The largest box, which in front of a mirror is the nearest person. */
export function nearest(found: readonly Find[]): Find | undefined {
  let best: Find | undefined;
  for (const find of found) {
    if (best === undefined || find.rightPx - find.leftPx > best.rightPx - best.leftPx) best = find;
  }
  return best;
}

export function buildFaceSearch(detector: FaceDetector): FaceSearch {
  let sampler: Sampler = buildSampler({ widthPx: PICTURE_PX, heightPx: PICTURE_PX });
  let image = new ImageData(sampler.picture, PICTURE_PX, PICTURE_PX);

  /** The picture keeps the region's shape, so that faces keep theirs. */
  function shapePicture(region: Region): void {
    const scale = PICTURE_PX / Math.max(region.widthPx, region.heightPx);
    const widthPx = Math.max(16, Math.round(region.widthPx * scale));
    const heightPx = Math.max(16, Math.round(region.heightPx * scale));
    if (sampler.widthPx === widthPx && sampler.heightPx === heightPx) return;
    sampler = buildSampler({ widthPx, heightPx });
    image = new ImageData(sampler.picture, widthPx, heightPx);
  }

  return {
    look(planes, region, found) {
      shapePicture(region);
      sampler.run(planes, region);
      const scaleX = region.widthPx / sampler.widthPx;
      const scaleY = region.heightPx / sampler.heightPx;
      for (const { boundingBox, categories, keypoints } of detector.detect(image).detections) {
        const mouth = keypoints[MOUTH];
        if (!boundingBox || !mouth) continue;
        const find: Find = {
          score: categories[0]?.score ?? 0,
          mouthX: region.xPx + mouth.x * region.widthPx,
          mouthY: region.yPx + mouth.y * region.heightPx,
          leftPx: region.xPx + boundingBox.originX * scaleX,
          topPx: region.yPx + boundingBox.originY * scaleY,
          rightPx: region.xPx + (boundingBox.originX + boundingBox.width) * scaleX,
          bottomPx: region.yPx + (boundingBox.originY + boundingBox.height) * scaleY,
        };
        const known = found.find((other) => overlap(other, find) > SAME_FACE);
        if (!known) found.push(find);
        else if (find.score > known.score) Object.assign(known, find);
      }
    },
  };
}
