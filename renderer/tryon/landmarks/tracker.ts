/**
 * Frames in, the faces of the shopper and, when she has one, of her companion out. Looks over the whole frame now and then,
 * for both at once: for someone nearer, for who is missing, in tiles when nobody is there. One face is never followed twice.
 */
import type { FaceDetector, FaceLandmarker } from '@mediapipe/tasks-vision';
import type { Planes } from '../frames/planes.ts';
import { buildFaceTrack, type FaceTrack } from './face-track.ts';
import { type Box, boxSidePx, overlap } from './points.ts';
import { buildFaceSearch, type Find, tilesOf, wholeFrame } from './search.ts';

const SEARCH_EVERY_MS = 500;
const GUARD_EVERY_MS = 2000;
/** The second look at someone who seems nearer follows sooner. */
const LOOK_AGAIN_MS = 400;
/** A find that shares so much with the other's face is hers. */
const HERS = 0.5;
/** Two meshes whose middles are nearer than this share of the smaller one's size are of one face. */
const ONE_FACE = 0.3;
/** A companion stands beside the shopper; smaller faces are those of people behind them. Widths. */
const MIN_COMPANION = 0.4;
/**
 * Who is hidden while two heads cross, or while the camera sees nothing, is back before this and is who she was. A shopper
 * who is away for longer has left, and leaves her place to her companion.
 */
const HAND_OVER_AFTER_MS = 3000;

export interface Tracker extends Pick<FaceTrack, 'points' | 'box' | 'crop' | 'visitor'> {
  /** Whose points, box, crop and visitor the tracker shows. She who was followed first, until she leaves. */
  readonly shopper: FaceTrack;
  /** Undefined while there is to be none. */
  readonly companion: FaceTrack | undefined;
  /** Times that a shopper who left was followed in her place by her companion. */
  readonly handOvers: number;
  /** @returns true when the shopper's lips may be painted in this frame */
  run(planes: Planes, nowMs: number): boolean;
  /** From now on follows a second face too. @param landmarker another one than the first's */
  accompany(landmarker: FaceLandmarker): void;
  /** Follows only the shopper. */
  dismiss(): void;
  /** Forgets whom it follows and looks for faces at once: the next frame is another camera's. */
  startAnew(): void;
  /** Closes its tasks; does not throw when they refuse. */
  close(): void;
}

/** Between the middles of two boxes. */
function apartPx(a: Box, b: Box): number {
  const apartX = (a.leftPx + a.rightPx - b.leftPx - b.rightPx) / 2;
  const apartY = (a.topPx + a.bottomPx - b.topPx - b.bottomPx) / 2;
  return Math.hypot(apartX, apartY);
}

const isOneFace = (a: Box, b: Box): boolean =>
  apartPx(a, b) < ONE_FACE * Math.min(boxSidePx(a), boxSidePx(b));

/** A task that failed may refuse to close; it is unreachable either way. */
function closeQuietly(task: { close(): void } | undefined): void {
  try {
    task?.close();
  } catch {}
}

/** @param tasks in VIDEO and IMAGE mode; the tracker's to close */
export function buildTracker({
  landmarker,
  detector,
}: {
  landmarker: FaceLandmarker;
  detector: FaceDetector;
}): Tracker {
  const search = buildFaceSearch(detector);
  let shopper = buildFaceTrack(landmarker);
  let companion: FaceTrack | undefined;
  let frameWidthPx = 0;
  let frameHeightPx = 0;
  let lastLookMs = -Infinity;
  let lastFollowedMs = -Infinity;
  /** When both were last seen in one frame. */
  let lastPairedMs = -Infinity;
  let handOvers = 0;

  function startAnew(): void {
    shopper.lose();
    companion?.lose();
    lastLookMs = -Infinity;
    lastPairedMs = -Infinity;
  }

  /** Crop and points of a frame of another size say nothing about this one. */
  function heedSize({ widthPx, heightPx }: Planes): void {
    if (widthPx !== frameWidthPx || heightPx !== frameHeightPx) startAnew();
    frameWidthPx = widthPx;
    frameHeightPx = heightPx;
  }

  function lookEveryMs(): number {
    if (shopper.isInDoubt) return LOOK_AGAIN_MS;
    const isMissing = !shopper.isFollowing || companion?.isFollowing === false;
    return isMissing ? SEARCH_EVERY_MS : GUARD_EVERY_MS;
  }

  /** The finds that may be of this one: not the other's, and where both were lost together, nearer to where she was. */
  function without(other: FaceTrack, track: FaceTrack, found: readonly Find[], nowMs: number): Find[] {
    if (other.isFollowing) return found.filter((find) => overlap(find, other.box) <= HERS);
    if (nowMs - lastPairedMs > HAND_OVER_AFTER_MS) return [...found];
    return found.filter((find) => apartPx(find, track.box) <= apartPx(find, other.box));
  }

  /** Those who stand beside a face that is followed, not behind it. */
  function besides({ isFollowing, box }: FaceTrack, found: readonly Find[]): readonly Find[] {
    const leastPx = isFollowing ? MIN_COMPANION * (box.rightPx - box.leftPx) : 0;
    return found.filter((find) => find.rightPx - find.leftPx >= leastPx);
  }

  function seekShopper(planes: Planes, nowMs: number, found: readonly Find[]): void {
    const hers = companion ? without(companion, shopper, besides(companion, found), nowMs) : found;
    if (shopper.isFollowing) shopper.guard(planes, hers);
    else shopper.search(planes, hers);
  }

  function seekCompanion(planes: Planes, nowMs: number, found: readonly Find[]): void {
    if (companion === undefined) return;
    if (companion.isFollowing) companion.confirm(found);
    else if (shopper.isFollowing || nowMs - lastPairedMs < HAND_OVER_AFTER_MS) {
      const leastPx = MIN_COMPANION * (shopper.box.rightPx - shopper.box.leftPx);
      const beside = found.filter((find) => find.rightPx - find.leftPx > leastPx);
      companion.search(planes, without(shopper, companion, beside, nowMs));
    }
  }

  function look(planes: Planes, nowMs: number): void {
    if (nowMs - lastLookMs < lookEveryMs()) return;
    lastLookMs = nowMs;
    const found: Find[] = [];
    search.look(planes, wholeFrame(planes), found);
    if (found.length === 0 && !shopper.isFollowing)
      for (const tile of tilesOf(planes, 2)) search.look(planes, tile, found);
    seekShopper(planes, nowMs, found);
    seekCompanion(planes, nowMs, found);
  }

  /** Of two tracks on one face the one that leapt there lets go, and is not to be painted. */
  function part(): void {
    if (!companion?.isFollowing || !shopper.isFollowing || !isOneFace(shopper.box, companion.box)) return;
    if (shopper.surprise > companion.surprise) shopper.lose();
    else companion.lose();
  }

  function handOver(nowMs: number): void {
    if (shopper.isFollowing) lastFollowedMs = nowMs;
    if (shopper.isSeen && companion?.isSeen) lastPairedMs = nowMs;
    if (!companion?.isSeen || nowMs - lastFollowedMs < HAND_OVER_AFTER_MS) return;
    [shopper, companion] = [companion, shopper];
    handOvers++;
  }

  return {
    get shopper() {
      return shopper;
    },
    get companion() {
      return companion;
    },
    get handOvers() {
      return handOvers;
    },
    get points() {
      return shopper.points;
    },
    get box() {
      return shopper.box;
    },
    get crop() {
      return shopper.crop;
    },
    get visitor() {
      return shopper.visitor;
    },
    startAnew,
    run(planes, nowMs) {
      heedSize(planes);
      look(planes, nowMs);
      shopper.run(planes);
      companion?.run(planes);
      part();
      handOver(nowMs);
      return shopper.isSeen;
    },
    accompany(another) {
      companion = buildFaceTrack(another);
      lastLookMs = -Infinity;
    },
    dismiss() {
      closeQuietly(companion);
      companion = undefined;
    },
    close() {
      for (const task of [shopper, companion, detector]) closeQuietly(task);
    },
  };
}
