/** A picture and a card in, where the card lies out; or the fault that says why it was not found and what to do. */
import type { Card, Point } from './card.ts';
import { type CardFault, fault } from './faults.ts';
import { gridHypotheses } from './find-grid.ts';
import { findMarks, type Mark } from './find-marks.ts';
import { findHomography, type Homography, scaleAt } from './homography.ts';
import { likeness } from './likeness.ts';
import { CLIPPED_CODE, lumaOf, type Picture } from './picture.ts';
import { boxMean } from './regions.ts';

/** The right card in bad light has over 0.9, the same card turned under 0.6. */
const MIN_LIKENESS = 0.8;
/** Sampled middles of fewer pixels hold too few of their own colour, since chroma has half the resolution. */
const MIN_SAMPLE_PX = 5;
/** Side of a mark in a picture in which patches are just large enough. */
const MIN_MARK_PX = 10;
/** Of the marks that were found: more make too many quadruples. */
const MAX_MARKS = 9;
/** Nearest over farthest mark of one chart: more tilt leaves too little of its far side. */
const MAX_SIZE_RATIO = 4;

/** About 0.1 s for 720 lines. @param corners where the card's own corners lie in the picture, when somebody says so */
export function findCard(picture: Picture, card: Card, corners?: readonly Point[]): Homography {
  const { ways, isSure } = waysToLie(picture, card, corners);
  const judged = ways.map((way) => ({ way, like: likeness(picture, card, way) }));
  const best = judged.reduce((a, b) => (b.like > a.like ? b : a), { way: [] as Homography, like: -1 });
  if (best.like < MIN_LIKENESS) {
    if (!isSure) throw whyNotSeen(picture) ?? notSeen(card);
    const wrong = fault(
      'wrong-card',
      `Marks are seen, but the colours between them are not those of ${card.title}: show the chart that --chart writes, or name another card with --card.`,
    );
    throw whyNotSeen(picture) ?? wrong;
  }
  const centre = {
    x: (card.corners[0].x + card.corners[2].x) / 2,
    y: (card.corners[0].y + card.corners[2].y) / 2,
  };
  if (scaleAt(best.way, centre) * card.sampleSide < MIN_SAMPLE_PX) {
    throw tooSmall();
  }
  return best.way;
}

/** `isSure`: something was found that must be a card, so that a poor likeness means another card. */
function waysToLie(
  picture: Picture,
  card: Card,
  corners: readonly Point[] | undefined,
): { ways: Homography[]; isSure: boolean } {
  if (corners !== undefined) return { ways: orientations(card, corners), isSure: true };
  if (card.foundBy === 'grid') return { ways: gridHypotheses(picture, card), isSure: false };
  const marks = findMarks(picture);
  if (marks.length === 2 || marks.length === 3) {
    if (marks.every(({ sizePx }) => sizePx < MIN_MARK_PX)) throw tooSmall();
    const half = fault(
      'half-card',
      `Only ${marks.length} of the four corner marks are seen: bring the whole chart into the picture, and keep fingers off its corners.`,
    );
    throw whyNotSeen(picture) ?? half;
  }
  const ways = quadruples(marks).flatMap((four) => orientations(card, clockwise(four)));
  return { ways, isSure: ways.length > 0 };
}

/** Sets of four marks of like size. */
function quadruples(marks: readonly Mark[]): Mark[][] {
  const sorted = [...marks].sort((a, b) => b.sizePx - a.sizePx).slice(0, MAX_MARKS);
  const sets: Mark[][] = [];
  const extend = (chosen: Mark[], from: number): void => {
    if (chosen.length === 4) sets.push(chosen);
    else sorted.slice(from).forEach((mark, i) => void extend([...chosen, mark], from + i + 1));
  };
  extend([], 0);
  return sets.filter((set) => (set[0] as Mark).sizePx < MAX_SIZE_RATIO * (set[3] as Mark).sizePx);
}

function clockwise(points: readonly Point[]): Point[] {
  const x = points.reduce((sum, point) => sum + point.x, 0) / points.length;
  const y = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  return [...points].sort((a, b) => Math.atan2(a.y - y, a.x - x) - Math.atan2(b.y - y, b.x - x));
}

/** Four turns, and as many again for a picture that is mirrored. */
function orientations(card: Card, corners: readonly Point[]): Homography[] {
  const reversed = [...corners].reverse();
  return [corners, reversed].flatMap((order) =>
    [0, 1, 2, 3].flatMap((turn) => {
      const homography = findHomography(card.corners, [...order.slice(turn), ...order.slice(0, turn)]);
      return homography === undefined ? [] : [homography];
    }),
  );
}

/** Luma (0..255) under which nearly all of a picture must be to be called dark. */
const DARK_LUMA = 45;
/** Of a picture that is blown out. */
const CLIPPED_SHARE = 0.35;
/** Range of codes from which a picture has edges that could be sharp. */
const MIN_RANGE = 60;
/** Of that range, what lies within five pixels at the sharpest edges: 0.8 in focus, 0.5 with a blur of 3.5 px. */
const MIN_SHARPNESS = 0.55;

/** What is wrong with the picture as a whole; undefined when a card would be seen in it. */
function whyNotSeen(picture: Picture): CardFault | undefined {
  const luma = lumaOf(picture);
  const sorted = Float32Array.from(luma).sort();
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] as number;
  if (at(0.99) < DARK_LUMA) {
    return fault(
      'too-dark',
      'The picture is too dark to find the card: switch on the light that shoppers will stand in.',
    );
  }
  if (at(1 - CLIPPED_SHARE) >= CLIPPED_CODE) {
    return fault(
      'blown-out',
      'The picture is blown out: turn the card out of the lamp, or dim what shines into the camera.',
    );
  }
  const range = at(0.99) - at(0.01);
  if (range > MIN_RANGE && steepest(luma, picture) < MIN_SHARPNESS * range) {
    return fault(
      'blurred',
      'No card is seen, and nothing is sharp: hold the card still where a face would be, clean the lens, and let the camera focus.',
    );
  }
  return undefined;
}

const tooSmall = (): CardFault =>
  fault('too-small', 'The card is too small in the picture: hold it nearer, where a face would be.');

const notSeen = ({ title }: Card): CardFault =>
  fault(
    'no-card',
    `No sign of ${title} is seen: hold all of it where a face would be, flat and unbent, and name another card with --card.`,
  );

/** The step within five pixels, noise smoothed, that only one place in a thousand exceeds. */
function steepest(luma: Float32Array, { widthPx, heightPx }: Picture): number {
  const smooth = boxMean(luma, widthPx, heightPx, 2);
  const steps = new Float32Array(luma.length);
  for (let i = 5; i < steps.length; i++) {
    if (i % widthPx >= 5) steps[i] = Math.abs((smooth[i] as number) - (smooth[i - 5] as number));
  }
  return steps.sort()[Math.floor(0.999 * (steps.length - 1))] as number;
}
