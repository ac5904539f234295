/**
 * Frames in, the points of one face out. Follows her through the held crop, bridges a frame or two in which she is not
 * recognised, and says when her lips may be painted. Whom to follow it is told from looks over the whole frame.
 */
import type { FaceLandmarker } from '@mediapipe/tasks-vision';
import type { Planes } from '../frames/planes.ts';
import { buildMouthCarrier } from '../steady/mouth-carrier.ts';
import { buildSteadyPoints } from '../steady/steady-points.ts';
import { isComfortable, layCropOnDetection, layCropOnMesh } from './crop.ts';
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
import { type Find, isNearer, nearest } from './search.ts';
import { buildSurprise } from './surprise.ts';

/** Side of the landmarker's picture: a face half as wide fills the model's own 192² input. */
const CROP_PX = 256;
/** Frames without a mesh after which the crop is given up and the whole frame is searched. */
const GIVE_UP_AFTER = 6;
/** Plausible meshes in a row before the first one is shown. */
const TRUST_AFTER = 2;
/** Frames in a row that may be painted by the picture's motion alone. */
const MAX_BRIDGED = 2;
/** The landmarker's time from one frame to the next. Its own smoother follows time: see `locate`. */
const STAMP_STEP_MS = 30_000;

/** Counted over all tracks, so that one which follows a failed one never repeats a number. */
let visitors = 0;

export interface FaceTrack {
  /** Frame pixels, without the landmarker's noise; valid while `isSeen`. */
  readonly points: FacePoints;
  readonly box: Box;
  readonly crop: Region;
  /** Rises when another face (or none before) is followed: what was learnt of the last one no longer holds. */
  readonly visitor: number;
  readonly isFollowing: boolean;
  /** May the lips be painted in the newest frame? */
  readonly isSeen: boolean;
  /** Someone nearer was seen in the last look, and another look is to tell whether she takes over. */
  readonly isInDoubt: boolean;
  /** How little the newest mesh goes on from those before, in face sizes; a face that is mistaken for another jumps. */
  readonly surprise: number;
  /** Follows the nearest of these faces, seen in this very frame. */
  search(planes: Planes, found: readonly Find[]): void;
  /** Lets someone nearer take over when she was seen in two looks. */
  guard(planes: Planes, found: readonly Find[]): void;
  /** Learns how sure the detector is of her. @returns her own find */
  confirm(found: readonly Find[]): Find | undefined;
  /** @returns `isSeen` */
  run(planes: Planes): boolean;
  /** Follows nobody from now on. */
  lose(): void;
  close(): void;
}

/** @param landmarker its own, in VIDEO mode; closed with the track */
export function buildFaceTrack(landmarker: FaceLandmarker): FaceTrack {
  const sampler = buildSampler({ widthPx: CROP_PX, heightPx: CROP_PX });
  const image = new ImageData(sampler.picture, CROP_PX, CROP_PX);
  /** As the landmarker sees them. */
  const seen = emptyPoints();
  const steady = buildSteadyPoints();
  const carrier = buildMouthCarrier();
  const surprise = buildSurprise();
  const box = emptyBox();
  const crop: Region = { xPx: 0, yPx: 0, widthPx: 0, heightPx: 0 };
  let isFollowing = false;
  let isSeen = false;
  let missed = 0;
  let trusted = 0;
  let bridged = 0;
  let nearerSeen = 0;
  let visitor = 0;
  /** Best detector score of the face that is followed. */
  let score = 0;
  let stampMs = 0;

  function lose(): void {
    isFollowing = false;
    isSeen = false;
    trusted = 0;
    nearerSeen = 0;
    missed = 0;
    bridged = 0;
  }

  function follow(find: Find): void {
    lose();
    layCropOnDetection(crop, find);
    score = find.score;
    isFollowing = true;
    missed = 0;
    visitor = ++visitors;
    surprise.begin();
  }

  /**
   * Runs the landmarker on the crop and maps its points back to the frame. Its one-euro filter, which cannot be turned off,
   * lets go when it believes that half a minute passed: on the shopper it cost 3.7 px of error where she moves fast and 3.0
   * where she talks; without it 0.9 and 1.5, and `steady` takes the noise out.
   */
  function locate(planes: Planes): boolean {
    sampler.run(planes, crop);
    stampMs += STAMP_STEP_MS;
    const { faceLandmarks } = landmarker.detectForVideo(image, stampMs);
    if (!mapPoints(faceLandmarks[0], crop, planes.rotation, seen)) return false;
    measureBox(seen, box);
    return true;
  }

  /** Follows a find unless the mesh in this very frame puts the mouth elsewhere than the detector does. */
  function tryToFollow(planes: Planes, find: Find): void {
    follow(find);
    if (!locate(planes) || !sameMouth(seen, box, find.mouthX, find.mouthY)) lose();
  }

  /** After a gap she must be where the picture has carried her points. */
  function isWhereCarried(): boolean {
    if (bridged === 0) return true;
    const x = ((steady.points[3 * 13] as number) + (steady.points[3 * 14] as number)) / 2;
    const y = ((steady.points[3 * 13 + 1] as number) + (steady.points[3 * 14 + 1] as number)) / 2;
    return sameMouth(seen, box, x, y);
  }

  function isSound(planes: Planes): boolean {
    return isPlausible(planes, seen, box, score, trusted >= TRUST_AFTER) && isWhereCarried();
  }

  function goOn(planes: Planes): boolean {
    if (trusted === 0) steady.begin();
    steady.run(seen);
    trusted++;
    bridged = 0;
    if (trusted < TRUST_AFTER) return false;
    carrier.remember(planes, steady.points);
    return true;
  }

  /** @returns true when the points were carried over a frame without a mesh that could be trusted */
  function bridge(planes: Planes): boolean {
    if (trusted >= TRUST_AFTER && bridged < MAX_BRIDGED && carrier.carry(planes)) {
      bridged++;
      steady.shift(carrier.shift);
      return true;
    }
    trusted = 0;
    bridged = 0;
    return false;
  }

  function track(planes: Planes): boolean {
    if (!isFollowing) return false;
    if (!locate(planes)) {
      missed++;
      const isBridged = bridge(planes);
      if (missed >= GIVE_UP_AFTER) lose();
      return isBridged;
    }
    missed = 0;
    surprise.run(box);
    if (!isComfortable(crop, box)) layCropOnMesh(crop, box);
    return isSound(planes) ? goOn(planes) : bridge(planes);
  }

  function confirm(found: readonly Find[]): Find | undefined {
    const hers = found.find((other) => overlap(other, box) > 0.5);
    if (hers) score = Math.max(score, hers.score);
    return hers;
  }

  return {
    points: steady.points,
    box,
    crop,
    get visitor() {
      return visitor;
    },
    get isFollowing() {
      return isFollowing;
    },
    get isSeen() {
      return isSeen;
    },
    get isInDoubt() {
      return nearerSeen > 0;
    },
    get surprise() {
      return surprise.value;
    },
    search(planes, found) {
      const face = nearest(found);
      if (face) tryToFollow(planes, face);
    },
    guard(planes, found) {
      const face = nearest(found);
      const hers = confirm(found);
      nearerSeen = face && hers && isNearer(face, hers) ? nearerSeen + 1 : 0;
      if (face && nearerSeen >= 2) tryToFollow(planes, face);
    },
    confirm,
    run(planes) {
      isSeen = track(planes);
      return isSeen;
    },
    lose,
    close: () => landmarker.close(),
  };
}
