/**
 * Frames in, the points of one shopper's face out. Follows her through the held crop; looks over the whole frame now
 * and then for someone nearer, and searches it in tiles when nobody is there.
 */
import type { Planes } from '../frames/planes.ts';
import { isComfortable, layCropOnDetection, layCropOnMesh } from './crop.ts';
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
import { buildFaceSearch, type Find, isNearer, nearest, tilesOf, wholeFrame } from './search.ts';

/** Side of the landmarker's picture: a face half as wide fills the model's own 192² input. */
const CROP_PX = 256;
const SEARCH_EVERY_MS = 500;
const GUARD_EVERY_MS = 2000;
/** The second look at someone who seems nearer follows sooner. */
const LOOK_AGAIN_MS = 400;
/** Frames without a mesh after which the crop is given up and the whole frame is searched. */
const GIVE_UP_AFTER = 6;
/** Plausible meshes in a row before the first one is shown. */
const TRUST_AFTER = 2;

/** Counted over all trackers, so that one which follows a failed one never repeats a number. */
let visitors = 0;

export interface Tracker {
  /** Valid while `run` returned true; frame pixels. */
  readonly points: FacePoints;
  readonly box: Box;
  readonly crop: Region;
  /** Rises when another face (or none before) is followed: what was learnt of the last one no longer holds. */
  readonly visitor: number;
  /** @returns true when the face in `points` may be painted */
  run(planes: Planes, nowMs: number): boolean;
  /** Forgets whom it follows and looks for a face at once: the next frame is another camera's. */
  startAnew(): void;
}

export function buildTracker({ landmarker, detector }: FaceModels): Tracker {
  const sampler = buildSampler({ widthPx: CROP_PX, heightPx: CROP_PX });
  const image = new ImageData(sampler.picture, CROP_PX, CROP_PX);
  const search = buildFaceSearch(detector);
  const points = emptyPoints();
  const box = emptyBox();
  const crop: Region = { xPx: 0, yPx: 0, widthPx: 0, heightPx: 0 };
  let following = false;
  let missed = 0;
  let trusted = 0;
  let nearerSeen = 0;
  let visitor = 0;
  let frameWidthPx = 0;
  let frameHeightPx = 0;
  /** Best detector score of the face that is followed. */
  let score = 0;
  let lastLookMs = -Infinity;
  let lastStampMs = 0;

  function follow(detection: Find): void {
    layCropOnDetection(crop, detection);
    score = detection.score;
    following = true;
    missed = 0;
    trusted = 0;
    nearerSeen = 0;
    visitor = ++visitors;
  }

  /** Crop and points of a frame of another size say nothing about this one. */
  function heedSize({ widthPx, heightPx }: Planes): void {
    if (widthPx !== frameWidthPx || heightPx !== frameHeightPx) startAnew();
    frameWidthPx = widthPx;
    frameHeightPx = heightPx;
  }

  function startAnew(): void {
    following = false;
    lastLookMs = -Infinity;
  }

  /** Runs the landmarker on the crop and maps its points back to the frame. */
  function locate(planes: Planes, nowMs: number): boolean {
    sampler.run(planes, crop);
    lastStampMs = Math.max(lastStampMs + 1, Math.round(nowMs));
    const { faceLandmarks } = landmarker.detectForVideo(image, lastStampMs);
    if (!mapPoints(faceLandmarks[0], crop, planes.rotation, points)) return false;
    measureBox(points, box);
    return true;
  }

  /** Follows a find unless the mesh in this very frame puts the mouth elsewhere than the detector does. */
  function tryToFollow(planes: Planes, nowMs: number, find: Find): void {
    follow(find);
    if (!locate(planes, nowMs) || !sameMouth(points, box, find.mouthX, find.mouthY)) following = false;
  }

  function searchFrame(planes: Planes, nowMs: number): void {
    if (nowMs - lastLookMs < SEARCH_EVERY_MS) return;
    lastLookMs = nowMs;
    const found: Find[] = [];
    search.look(planes, wholeFrame(planes), found);
    if (found.length === 0) for (const tile of tilesOf(planes, 2)) search.look(planes, tile, found);
    const face = nearest(found);
    if (face) tryToFollow(planes, nowMs, face);
  }

  /** Someone nearer than the shopper takes over when seen in two looks. */
  function guard(planes: Planes, nowMs: number): void {
    if (nowMs - lastLookMs < (nearerSeen > 0 ? LOOK_AGAIN_MS : GUARD_EVERY_MS)) return;
    lastLookMs = nowMs;
    const found: Find[] = [];
    search.look(planes, wholeFrame(planes), found);
    const face = nearest(found);
    const hers = found.find((other) => overlap(other, box) > 0.5);
    if (hers) score = Math.max(score, hers.score);
    nearerSeen = face && hers && isNearer(face, hers) ? nearerSeen + 1 : 0;
    if (face && nearerSeen >= 2) tryToFollow(planes, nowMs, face);
  }

  return {
    points,
    box,
    crop,
    get visitor() {
      return visitor;
    },
    startAnew,
    run(planes, nowMs) {
      heedSize(planes);
      if (!following) searchFrame(planes, nowMs);
      else guard(planes, nowMs);
      if (!following) return false;
      if (!locate(planes, nowMs)) {
        trusted = 0;
        missed++;
        if (missed >= GIVE_UP_AFTER) following = false;
        return false;
      }
      missed = 0;
      if (!isComfortable(crop, box)) layCropOnMesh(crop, box);
      trusted = isPlausible(planes, points, box, score, trusted >= TRUST_AFTER) ? trusted + 1 : 0;
      return trusted >= TRUST_AFTER;
    },
  };
}
