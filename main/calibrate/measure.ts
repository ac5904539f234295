/**
 * Pictures of a card in, what the camera shows of each patch out, the light's unevenness taken off; or the fault that
 * makes such a measurement worthless.
 */
import type { Card, Point } from './card.ts';
import { encodeSrgb, type Triple } from './colour.ts';
import { CardFault, fault } from './faults.ts';
import { findCard } from './find-card.ts';
import { type Homography, project, scaleAt } from './homography.ts';
import { fitIllumination, type Illumination } from './illumination.ts';
import { averagePictures, type Picture } from './picture.ts';
import { brightness, type CardReadings, type Reading, readCard } from './readings.ts';
import type { Sample } from './solve.ts';

export interface Measurement {
  samples: Sample[];
  /** Linear camera values of a white surface in the card's middle. */
  white: Triple;
  isWhiteKnown: boolean;
}

/** Share of clipped points from which a place is not what it seems. */
const MAX_CLIPPED = 0.04;
/** White darker than this (encoded 0..1) leaves dark patches to noise. */
const MIN_WHITE = 0.35;
/** A white whose weakest channel is darker than this has no blue left to tell. */
const MIN_CHANNEL = 0.15;
/** Brightest over dimmest place of the card: beyond, the gradient bends what the tone curve makes of it. */
const MAX_RANGE = 2;
/** A bit of paper off the smooth field: lens blur beside dark patches takes 5 %, the edge of a shadow 20 % and more. */
const MAX_PAPER_OFF = 0.13;
/** Within a patch, of white and of the patch itself. */
const MAX_SPREAD = { white: 0.05, patch: 0.12 };
/** Between the first and the second half of the frames, of the pitch. */
const MAX_SHIFT = 0.08;
/** Likewise, of white: the camera was still setting its exposure, or the light flickers or changed. */
const MAX_CHANGE = 0.04;

/** @param pictures of the same card at the same place, one after the other; one is enough, but shows no motion */
export function measureCard(
  pictures: readonly Picture[],
  card: Card,
  corners?: readonly Point[],
): Measurement {
  const whole = averagePictures(pictures);
  const lies = locate(pictures, whole, card, corners);
  const readings = readCard(whole, card, lies);
  const illumination = fitIllumination(card, readings.paper);
  const white = illumination.paper ?? whiteOfPatches(card, readings);
  refuseExposure(card, readings, white);
  refuseUneven(card, readings, illumination, brightness(white));
  if (pictures.length > 1) refuseChange(pictures, card, lies, brightness(white));
  const samples = card.patches.map((patch, i): Sample => {
    const { colour } = readings.patches[i] as Reading;
    const field = illumination.at(patch.centre);
    const seen: Triple = [colour[0] / field, colour[1] / field, colour[2] / field];
    return { patch, seen, place: illumination.scaled(patch.centre) };
  });
  return { samples, white, isWhiteKnown: illumination.paper !== undefined };
}

const MOVED = 'The card moved: put it on a stand, or hold it against something, and try again.';

function locate(
  pictures: readonly Picture[],
  whole: Picture,
  card: Card,
  corners: readonly Point[] | undefined,
): Homography {
  if (pictures.length === 1 || corners !== undefined) return findCard(whole, card, corners);
  const found = pictures.map((picture) => findCard(picture, card));
  const [first] = found as [Homography];
  const [corner] = card.corners;
  const limitPx = MAX_SHIFT * card.pitch * scaleAt(first, corner);
  for (const place of card.corners) {
    const start = project(first, place);
    for (const later of found) {
      const { x, y } = project(later, place);
      if (Math.hypot(x - start.x, y - start.y) > limitPx) throw fault('moved', MOVED);
    }
  }
  try {
    return findCard(whole, card);
  } catch (cause) {
    // Seen in each of the parts and not in their mean.
    throw cause instanceof CardFault ? fault('moved', MOVED) : cause;
  }
}

/** Where there is no paper, the lightest patch tells what a white would be. */
function whiteOfPatches({ patches }: Card, readings: CardReadings): Triple {
  const lightest = patches.reduce((best, { colour }, i) => {
    return brightness(colour) > brightness(patches[best]?.colour as Triple) ? i : best;
  }, 0);
  const { colour } = readings.patches[lightest] as Reading;
  const known = patches[lightest]?.colour as Triple;
  return [colour[0] / known[0], colour[1] / known[1], colour[2] / known[2]];
}

function refuseExposure(card: Card, { patches, paper }: CardReadings, white: Triple): void {
  const blown = [...patches, ...paper].filter(({ clipped }) => clipped > MAX_CLIPPED);
  if (blown.length > 0) {
    const places = blown.length === 1 ? `near ${nearest(card, blown[0] as Reading)}` : 'in many places';
    throw fault(
      'blown-out',
      `The card is blown out ${places}: dim the light on it, turn it out of the lamp's reflection, or lower the camera's exposure.`,
    );
  }
  if (encodeSrgb(brightness(white)) < MIN_WHITE || encodeSrgb(Math.min(...white)) < MIN_CHANNEL) {
    throw fault(
      'too-dark',
      'The card is too dark to tell its colours: switch on the light that shoppers will stand in.',
    );
  }
}

function refuseUneven(card: Card, readings: CardReadings, light: Illumination, white: number): void {
  const { range, worst } = light;
  if (range > MAX_RANGE) {
    throw fault(
      'uneven-light',
      `The light on one side of the card is ${range.toFixed(1)} times that on the other: turn the card towards the mirror, out of the shadow.`,
    );
  }
  const spotted = readings.patches.find(
    ({ spread, colour }) => spread > MAX_SPREAD.white * white + MAX_SPREAD.patch * brightness(colour),
  );
  const place = worst !== undefined && worst.off > MAX_PAPER_OFF ? worst : spotted;
  if (place === undefined) return;
  throw fault(
    'shadow-or-glare',
    `Something shines on the card near ${nearest(card, place)}, or throws a shadow there: tilt the card a little, and keep hands and head out of its light.`,
  );
}

function refuseChange(pictures: readonly Picture[], card: Card, lies: Homography, white: number): void {
  const [first, ...later] = pictures.map((picture) => readCard(picture, card, lies).patches);
  const changes = later.flatMap((patches) =>
    patches.map(({ colour }, i) => Math.abs(brightness(colour) - brightness(first?.[i]?.colour as Triple))),
  );
  if (Math.max(...changes) <= MAX_CHANGE * white) return;
  throw fault(
    'light-changed',
    'The picture grew brighter or darker meanwhile: let the camera settle, and try again in steady light.',
  );
}

function nearest({ patches }: Card, { centre }: Pick<Reading, 'centre'>): string {
  const far = (patch: { centre: Point }) => Math.hypot(patch.centre.x - centre.x, patch.centre.y - centre.y);
  return patches.reduce((best, patch) => (far(patch) < far(best) ? patch : best)).name;
}
