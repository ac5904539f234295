/**
 * Looks for faces in a whole frame and, when asked, in overlapping tiles of it, with the short-range detector.
 * Pictures are 256 px on their long side whatever the frame's size, so a look costs about 4 ms (a look at tiles four times that).
 */
import type { Detection, FaceDetector } from '@mediapipe/tasks-vision';
import type { Planes } from '../frames/planes.ts';
import { type Box, overlap } from './points.ts';
import { buildSampler, type Region, type Sampler } from './sampler.ts';
import { type Turn, turnOf } from './turn.ts';

const PICTURE_PX = 256;
/** Two finds that share this much of the smaller one are the same face. */
const SAME_FACE = 0.5;
/** How much larger the face of someone nearer is: who is that near, in two looks, takes over. */
const NEARER = 1.35;
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

/** Is this face so much larger than hers that it is nearer to the mirror? */
export const isNearer = (face: Find, hers: Find): boolean =>
  face.rightPx - face.leftPx > NEARER * (hers.rightPx - hers.leftPx);

/** The largest box, which in front of a mirror is the nearest person. */
export function nearest(found: readonly Find[]): Find | undefined {
  let best: Find | undefined;
  for (const find of found) {
    if (best === undefined || find.rightPx - find.leftPx > best.rightPx - best.leftPx) best = find;
  }
  return best;
}

/** A detection, in pixels of the upright picture, as a find in frame pixels. */
function toFind(detection: Detection, region: Region, turn: Turn, picture: Sampler): Find | undefined {
  const { boundingBox, categories, keypoints } = detection;
  const mouth = keypoints[MOUTH];
  if (!boundingBox || !mouth) return undefined;
  const { uX, uY, u0, vX, vY, v0, isSideways } = turn;
  const scaleX = region.widthPx / (isSideways ? picture.heightPx : picture.widthPx);
  const scaleY = region.heightPx / (isSideways ? picture.widthPx : picture.heightPx);
  const startX = region.xPx + u0 * region.widthPx;
  const startY = region.yPx + v0 * region.heightPx;
  const { originX, originY, width, height } = boundingBox;
  const oneX = startX + (uX * originX + uY * originY) * scaleX;
  const oneY = startY + (vX * originX + vY * originY) * scaleY;
  const otherX = startX + (uX * (originX + width) + uY * (originY + height)) * scaleX;
  const otherY = startY + (vX * (originX + width) + vY * (originY + height)) * scaleY;
  return {
    score: categories[0]?.score ?? 0,
    mouthX: startX + (uX * mouth.x + uY * mouth.y) * region.widthPx,
    mouthY: startY + (vX * mouth.x + vY * mouth.y) * region.heightPx,
    leftPx: Math.min(oneX, otherX),
    topPx: Math.min(oneY, otherY),
    rightPx: Math.max(oneX, otherX),
    bottomPx: Math.max(oneY, otherY),
  };
}

export function buildFaceSearch(detector: FaceDetector): FaceSearch {
  let sampler: Sampler = buildSampler({ widthPx: PICTURE_PX, heightPx: PICTURE_PX });
  let image = new ImageData(sampler.picture, PICTURE_PX, PICTURE_PX);

  /** The upright picture keeps the region's shape, so that faces keep theirs. */
  function shapePicture(region: Region, { isSideways }: Turn): void {
    const scale = PICTURE_PX / Math.max(region.widthPx, region.heightPx);
    const alongWidthPx = Math.max(16, Math.round(region.widthPx * scale));
    const alongHeightPx = Math.max(16, Math.round(region.heightPx * scale));
    const widthPx = isSideways ? alongHeightPx : alongWidthPx;
    const heightPx = isSideways ? alongWidthPx : alongHeightPx;
    if (sampler.widthPx === widthPx && sampler.heightPx === heightPx) return;
    sampler = buildSampler({ widthPx, heightPx });
    image = new ImageData(sampler.picture, widthPx, heightPx);
  }

  return {
    look(planes, region, found) {
      const turn = turnOf(planes.rotation);
      shapePicture(region, turn);
      sampler.run(planes, region);
      for (const detection of detector.detect(image).detections) {
        const find = toFind(detection, region, turn, sampler);
        if (find === undefined) continue;
        const known = found.find((other) => overlap(other, find) > SAME_FACE);
        if (!known) found.push(find);
        else if (find.score > known.score) Object.assign(known, find);
      }
    },
  };
}
