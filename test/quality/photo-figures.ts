/** One photo: painted in the studio, and each mouth that somebody marked compared with ours and with the plain polygon. */
import { spreadMask } from '../../main/headless/try/painted-part.ts';
import { type Picture, readPicture, toBytes } from '../../main/headless/try/picture-file.ts';
import type { Studio, WithPixels } from '../../main/headless/try/studio.ts';
import type { Painted, PaintedFace } from '../../renderer/try/api.ts';
import { looks } from './looks.ts';
import { cut, lipIou, type Window, windowAround } from './masks.ts';
import { type MouthPoints, maskOf, readMask } from './mouth-points.ts';
import type { FrameSize } from './painted-frame.ts';
import { fillLoops, type Loop, plainLoops } from './polygon.ts';
import { mouthWidthOf } from './still-figures.ts';

/** Around a mouth, as a share of its width. */
const MARGIN = 0.25;
/** A face is the marked one when their mouths are nearer than this share of its width. */
const SAME_MOUTH = 0.5;
/** No painted mouth may be worse than the plain polygon by more than this. */
export const WORSE_BY = 0.02;

/** One mouth that was marked, by points or by the photo's mask (then all mouths of the photo together). */
export interface MouthRow {
  by: 'points' | 'mask';
  mouthWidthPx: number;
  /** found: a face is there. painted: she wears paint; if not, `ours` is 0. */
  found: boolean;
  painted: boolean;
  ours: number;
  plain: number;
  isWorse: boolean;
}

export interface JudgedPhoto {
  picture: Picture;
  painted: WithPixels<Painted>;
  mouths: MouthRow[];
  /** Coverage of what was marked in a window of the photo. */
  markedIn(window: Window): Uint8Array;
}

/** Throws `unreadable` (of the photo), `photo-unreadable` (of its mask) or `painting-failed`. */
export async function judgePhoto(
  path: string,
  points: readonly MouthPoints[],
  studio: Studio,
): Promise<JudgedPhoto> {
  const picture = await readPicture(path);
  const maskPath = maskOf(path);
  const mask = maskPath === undefined ? undefined : await readMask(maskPath, picture);
  const size = { widthPx: picture.widthPx, heightPx: picture.heightPx };
  const painted = await studio.paintPicture(toBytes(picture), size, looks.redSatin);
  const found = spreadMask(painted.coverage, painted.part, size);
  const mouths = mask
    ? [judgeMask(mask, found, painted.faces, size)]
    : points.map(({ loops }) => judgePoints(loops, found, painted.faces, size));
  const loops = points.flatMap((mouth) => mouth.loops);
  const markedIn = (window: Window) => (mask ? cut(mask, size.widthPx, window) : fillLoops(loops, window));
  return { picture, painted, mouths, markedIn };
}

const flat = ({ landmarks }: PaintedFace): number[] => landmarks.flat();

function judgePoints(
  loops: readonly Loop[],
  found: Uint8Array,
  faces: readonly PaintedFace[],
  size: FrameSize,
): MouthRow {
  const [outer] = loops;
  const widthPx = extentOf(outer, 0);
  const face = faces.find((each) => isSameMouth(each, outer, widthPx));
  const plain = face ? plainLoops(face.landmarks) : [];
  const window = windowAround([...outer, ...plain.flat()], size, MARGIN * widthPx);
  const masks = {
    ours: cut(found, size.widthPx, window),
    plain: fillLoops(plain, window),
    truth: fillLoops(loops, window),
  };
  return rowOf('points', widthPx, face ? [face] : [], masks);
}

function judgeMask(
  mask: Uint8Array,
  found: Uint8Array,
  faces: readonly PaintedFace[],
  size: FrameSize,
): MouthRow {
  const loops = faces.map(({ landmarks }) => plainLoops(landmarks));
  const window: Window = { xPx: 0, yPx: 0, widthPx: size.widthPx, heightPx: size.heightPx };
  const plain = new Uint8Array(mask.length);
  for (const each of loops) {
    fillLoops(each, window).forEach((coverage, i) => {
      plain[i] = Math.max(plain[i], coverage);
    });
  }
  const widthPx = Math.max(0, ...faces.map((face) => mouthWidthOf(flat(face))));
  return rowOf('mask', widthPx, faces, { ours: found, plain, truth: mask });
}

function rowOf(
  by: MouthRow['by'],
  mouthWidthPx: number,
  faces: readonly PaintedFace[],
  masks: Record<'ours' | 'plain' | 'truth', Uint8Array>,
): MouthRow {
  const found = faces.length > 0;
  const painted = faces.some((face) => face.painted);
  const ours = painted ? lipIou(masks.ours, masks.truth) : 0;
  const plain = found ? lipIou(masks.plain, masks.truth) : 0;
  return { by, mouthWidthPx, found, painted, ours, plain, isWorse: plain - ours > WORSE_BY };
}

function isSameMouth(face: PaintedFace, outer: Loop, widthPx: number): boolean {
  const [lips] = plainLoops(face.landmarks);
  const dx = middleOf(lips, 0) - middleOf(outer, 0);
  const dy = middleOf(lips, 1) - middleOf(outer, 1);
  return Math.hypot(dx, dy) < SAME_MOUTH * widthPx;
}

const along = (loop: Loop, axis: 0 | 1): number[] => loop.filter((_, i) => i % 2 === axis);
const middleOf = (loop: Loop, axis: 0 | 1): number =>
  (Math.min(...along(loop, axis)) + Math.max(...along(loop, axis))) / 2;
const extentOf = (loop: Loop, axis: 0 | 1): number =>
  Math.max(...along(loop, axis)) - Math.min(...along(loop, axis));
