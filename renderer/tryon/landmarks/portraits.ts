/**
 * Every face of a still picture: searched in the whole frame and in ever finer tiles, each located in a crop of its own.
 * The live mirror follows one face instead (tracker.ts).
 */
import type { Planes } from '../frames/planes.ts';
import { layCropOnDetection, layCropOnMesh } from './crop.ts';
import type { FaceModels } from './face-models.ts';
import { isPlausible, sameMouth } from './plausible.ts';
import {
  type Box,
  emptyBox,
  emptyPoints,
  type FacePoints,
  mapPoints,
  measureBox,
  overlap,
} from './points.ts';
import { buildSampler, type Region } from './sampler.ts';
import { buildFaceSearch, type Find, tilesOf, wholeFrame } from './search.ts';

const CROP_PX = 256;
/** The detector finds faces down to a tenth of a tile: with tiles of this size, faces of about 50 px. */
const FINEST_TILE_PX = 480;
const MOST_TILES_PER_SIDE = 12;
const SAME_FACE = 0.5;

export interface Portrait {
  /** Where the detector saw her. */
  detection: Find;
  points: FacePoints;
  box: Box;
  /** False when the mesh is not one that may be painted (see plausible.ts). */
  plausible: boolean;
}

export interface PortraitFinder {
  /** Largest face first. */
  run(planes: Planes): Portrait[];
}

/** @param models loaded in `IMAGE` mode */
export function buildPortraitFinder({ landmarker, detector }: FaceModels): PortraitFinder {
  const sampler = buildSampler({ widthPx: CROP_PX, heightPx: CROP_PX });
  const image = new ImageData(sampler.picture, CROP_PX, CROP_PX);
  const search = buildFaceSearch(detector);

  function detect(planes: Planes): Find[] {
    const found: Find[] = [];
    search.look(planes, wholeFrame(planes), found);
    const longSidePx = Math.max(planes.widthPx, planes.heightPx);
    for (let n = 2; n <= MOST_TILES_PER_SIDE; n *= 2) {
      for (const tile of tilesOf(planes, n)) search.look(planes, tile, found);
      if ((longSidePx * 1.4) / (n + 0.4) <= FINEST_TILE_PX) break;
    }
    return found;
  }

  function locate(planes: Planes, crop: Region, points: FacePoints, box: Box): boolean {
    sampler.run(planes, crop);
    if (!mapPoints(landmarker.detect(image).faceLandmarks[0], crop, planes.rotation, points)) return false;
    measureBox(points, box);
    return true;
  }

  function portray(planes: Planes, detection: Find): Portrait | undefined {
    const points = emptyPoints();
    const box = emptyBox();
    const crop: Region = { xPx: 0, yPx: 0, widthPx: 0, heightPx: 0 };
    layCropOnDetection(crop, detection);
    if (!locate(planes, crop, points, box)) return undefined;
    // Once more with the face centred at its right size, as the live crop settles after a frame or two.
    layCropOnMesh(crop, box);
    if (!locate(planes, crop, points, box)) return undefined;
    const agreed = sameMouth(points, box, detection.mouthX, detection.mouthY);
    const plausible = agreed && isPlausible(planes, points, box, detection.score, false);
    return { detection, points, box, plausible };
  }

  return {
    run(planes) {
      const portraits: Portrait[] = [];
      for (const detection of detect(planes)) {
        const portrait = portray(planes, detection);
        if (portrait && !portraits.some(({ box }) => overlap(box, portrait.box) > SAME_FACE))
          portraits.push(portrait);
      }
      return portraits.sort((a, b) => b.box.rightPx - b.box.leftPx - (a.box.rightPx - a.box.leftPx));
    },
  };
}
