/** What the moving sweeps measure: shake of a static outline, overlap in motion, and paint on what came before the lips. */
import { FRAME, FRAME_MS, type Shot } from './filming.ts';
import { type Bare, borderDistances, borderOf, cut, lipIou, paintedShare, type Window } from './masks.ts';
import { firstAloneAgain, lastAlone } from './sequences.ts';
import { hiddenShare, mouthWidthOf, plainCoverage, windowOf } from './still-figures.ts';

const IRISES = [468, 473] as const;
/** Frames in which a new visitor's outline may still settle. */
const SETTLE_FRAMES = 12;
/** Paint must be off a hidden pixel after this long. */
const HIDDEN_AFTER_MS = 100;

/**
 * Shake of the traced outline of a face that holds still: the root mean square, over all contour points and frames, of the
 * length of the second difference p(t−1) − 2p(t) + p(t+1), in % of the distance between the irises. Drift does not count.
 */
export async function jitterPctIod(shots: AsyncIterable<Shot>): Promise<number> {
  const outlines: number[][] = [];
  let iodPx = 0;
  for await (const { face, truth } of shots) {
    if (face?.outline) outlines.push([...face.outline.outer, ...face.outline.inner]);
    const [a, b] = IRISES.map((iris) => truth.landmarks.subarray(3 * iris, 3 * iris + 2));
    iodPx = Math.hypot(a[0] - b[0], a[1] - b[1]);
  }
  return (100 * shakePx(outlines.slice(SETTLE_FRAMES))) / iodPx;
}

/** Root mean square length of the points' second differences; NaN of fewer than three outlines. */
export function shakePx(outlines: readonly (readonly number[])[]): number {
  let squares = 0;
  let count = 0;
  for (let frame = 1; frame + 1 < outlines.length; frame++) {
    const [last, now, next] = [outlines[frame - 1], outlines[frame], outlines[frame + 1]];
    for (let i = 0; i < now.length; i += 2) {
      squares += (last[i] - 2 * now[i] + next[i]) ** 2 + (last[i + 1] - 2 * now[i + 1] + next[i + 1]) ** 2;
      count++;
    }
  }
  return Math.sqrt(squares / count);
}

/** One frame of a moving face. */
export interface MovingFrame {
  painted: boolean;
  iou: number;
  plainIou: number;
  /** Mean distance between the borders, % of the mouth's width. */
  borderPct: number;
  /** Share of teeth, tongue and cavity painted, where the mouth shows any. */
  interior: number;
  interiorAreaPx: number;
  cleanHidden: number;
}

export function measureMoving(shot: Shot): MovingFrame {
  const window = windowOf(shot);
  const [lips, inner, found] = cutAll(shot, window);
  const mouthWidthPx = mouthWidthOf(shot.truth.landmarks);
  const distances = borderDistances(borderOf(found, window.widthPx), borderOf(lips, window.widthPx));
  const { excess, areaPx } = paintedShare(inner, lips, found);
  return {
    painted: shot.painted,
    iou: lipIou(found, lips),
    plainIou: lipIou(plainCoverage(shot, window), lips),
    borderPct: (100 * mean(distances)) / mouthWidthPx,
    interior: excess,
    interiorAreaPx: areaPx,
    cleanHidden: hiddenShare(shot, window, mouthWidthPx),
  };
}

const cutAll = ({ truth, found }: Shot, window: Window): Uint8Array[] =>
  [truth.lips, truth.innerMouth, found].map((mask) => cut(mask, FRAME.widthPx, window));

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;

/** What one thing's visit to the mouth shows. */
export interface VisitFigures {
  /** Share of lips hidden for at least 100 ms that is painted all the same, over all frames of the visit. */
  painted: number;
  plainPainted: number;
  /** From when it first hides lips until, of what is hidden at all, under a tenth is painted; NaN if never. */
  clearMs: number;
  /** From when it has left until at least 95 % of the sure lips are painted; NaN if never. */
  backMs: number;
  /** Share of the sure lips not painted in the last frame before it came and in the last one after it left. */
  cleanHidden: number;
  /** Share of the lips hidden at the most, and the mean IoU of what is visible in all frames that hide some. */
  hidden: number;
  visibleIou: number;
}

interface VisitFrame {
  timeMs: number;
  /** Lips behind the thing, and those of them that have been for long enough; and what of them is painted. */
  hidden: Bare;
  late: Bare;
  plainLate: Bare;
  hiddenShare: number;
  visibleIou: number;
  /** Share of the visible sure lips that is not painted. */
  bare: number;
}

/** @param shots a whole visit, see `occluded` in sequences.ts; measured as they come, none is kept */
export async function measureVisit(shots: AsyncIterable<Shot>): Promise<VisitFigures> {
  const age = new Float32Array(FRAME.widthPx * FRAME.heightPx);
  const late = new Uint8Array(age.length);
  const frames: VisitFrame[] = [];
  for await (const shot of shots) {
    ageHidden(shot.truth.hiddenLips, age, late);
    frames.push(measureVisitFrame(shot, late));
  }
  return summariseVisit(frames);
}

function measureVisitFrame(shot: Shot, allLate: Uint8Array): VisitFrame {
  const { truth, timeMs } = shot;
  const window = windowOf(shot);
  const [lips, , found] = cutAll(shot, window);
  const [hiddenLips, late] = [truth.hiddenLips, allLate].map((mask) => cut(mask, FRAME.widthPx, window));
  const hidden = paintedShare(hiddenLips, lips, found);
  return {
    timeMs,
    hidden,
    late: paintedShare(late, lips, found),
    plainLate: paintedShare(late, lips, plainCoverage(shot, window)),
    hiddenShare: hidden.areaPx / (hidden.areaPx + sumOf(lips) / 255),
    visibleIou: lipIou(found, lips),
    bare: hiddenShare(shot, window, mouthWidthOf(truth.landmarks)),
  };
}

function summariseVisit(frames: readonly VisitFrame[]): VisitFigures {
  const hiding = frames.filter(({ hidden }) => hidden.areaPx > 0);
  const clear = hiding.find(({ late, hidden }) => late.areaPx > 0 && hidden.excess < 0.1);
  const alone = frames.slice(firstAloneAgain);
  const back = alone.find(({ bare }) => bare <= 0.05);
  const ofAll = (side: 'late' | 'plainLate') =>
    sumBy(frames, (frame) => frame[side].excess * frame[side].areaPx) /
    sumBy(frames, ({ late }) => late.areaPx);
  return {
    painted: ofAll('late'),
    plainPainted: ofAll('plainLate'),
    clearMs: clear ? clear.timeMs - hiding[0].timeMs : Number.NaN,
    backMs: back ? back.timeMs - alone[0].timeMs : Number.NaN,
    cleanHidden: mean([frames[lastAlone].bare, (alone.at(-1) as VisitFrame).bare]),
    hidden: Math.max(...hiding.map((frame) => frame.hiddenShare)),
    visibleIou: mean(hiding.map(({ visibleIou }) => visibleIou)),
  };
}

const sumBy = (frames: readonly VisitFrame[], value: (frame: VisitFrame) => number): number =>
  frames.reduce((sum, frame) => sum + value(frame), 0);
const sumOf = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0);

/** Counts for how long each pixel's lip has been hidden, and keeps the hidden coverage of those hidden long enough. */
function ageHidden(hidden: Uint8Array, age: Float32Array, late: Uint8Array): void {
  for (let i = 0; i < age.length; i++) {
    age[i] = hidden[i] >= 128 ? age[i] + FRAME_MS : 0;
    // A pixel's first hidden frame is its age 0: the fourth one comes 99 ms after it.
    late[i] = age[i] > HIDDEN_AFTER_MS ? hidden[i] : 0;
  }
}
