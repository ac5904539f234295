/**
 * Planes and traced contours in, the contours moved to where this face's lips are out. What is kept from frame to frame
 * are offsets along the contours' own normals: they move with the mouth, so nothing lags and nothing snaps.
 */
import type { Planes } from '../frames/planes.ts';
import { smoothstep } from '../smoothstep.ts';
import { type LipContours, measureMouth } from './contour.ts';
import { buildInterior } from './interior.ts';
import { buildLipSkin } from './lip-skin.ts';
import { buildLiveliness } from './liveliness.ts';
import { buildOpening } from './opening.ts';
import { buildOutline } from './outline.ts';
import { emptyNodes, findDirections, moveContour } from './ring-nodes.ts';

/**
 * Time constants with which offsets follow what the frames show: of a mouth that moves, and of one at rest. Deep skin at rest
 * under noise of 3 codes: the offsets shook by 0.08 % of the irises' distance at 250 ms, by 0.03 % at 700 ms.
 */
const FOLLOW_MS = 250;
const FOLLOW_AT_REST_MS = 700;
/** Passes over the first frame of a visitor: each learns lip and skin from the contours of the one before. */
const FIRST_PASSES = 3;
/** Mouths of fewer pixels say too little: on photos with mouths of 11 to 40 pixels refining them lost as often as it gained. */
const OUTLINE_FROM_PX = 30;
const OUTLINE_WHOLE_PX = 70;
const OPENING_FROM_PX = 40;
const OPENING_WHOLE_PX = 80;
/** `LipContours.opening` from which there is an inside to be seen, and from which it is surely seen. */
const PARTED = 0.03;
const OPEN = 0.1;
/** Lips that are hardly redder than skin, as in black and white, do not tell teeth and tongue from lip. */
const REDDER_FROM = 0.03;
const REDDER_WHOLE = 0.1;

export interface RefinementStage {
  /** @param visitor a change starts anew, with all that the frame shows */
  run(planes: Planes, contours: LipContours, visitor: number, nowMs: number): void;
}

/** About 0.15 ms, whatever the size of the mouth; 0.8 ms on a visitor's first frame. No allocation. */
export function buildRefinement(): RefinementStage {
  const skin = buildLipSkin();
  const outlineStage = buildOutline();
  const openingStage = buildOpening();
  const interior = buildInterior();
  const liveliness = buildLiveliness();
  const outline = emptyNodes();
  const opening = emptyNodes();
  let lastVisitor = -1;
  /** When outline and opening were looked at last; they take turns, because both follow slowly. */
  let outlineMs = 0;
  let openingMs = 0;

  const followMs = (): number => FOLLOW_AT_REST_MS + liveliness.value * (FOLLOW_MS - FOLLOW_AT_REST_MS);

  function lookAtOutline(planes: Planes, contours: LipContours, share: number): void {
    const size = (contours.mouthWidthPx - OUTLINE_FROM_PX) / (OUTLINE_WHOLE_PX - OUTLINE_FROM_PX);
    skin.run(planes, contours, outline, opening);
    outlineStage.run(planes, contours, outline, skin, skin.trust * smoothstep(size), share);
  }

  /** How far the picture is to be believed about teeth, tongue and lip. */
  const insideTrust = ({ mouthWidthPx }: LipContours): number =>
    smoothstep((mouthWidthPx - OPENING_FROM_PX) / (OPENING_WHOLE_PX - OPENING_FROM_PX)) *
    smoothstep((skin.redder - REDDER_FROM) / (REDDER_WHOLE - REDDER_FROM));

  /** The same where the landmarks hold the mouth open. */
  const openingTrust = (contours: LipContours): number =>
    smoothstep((contours.opening - PARTED) / (OPEN - PARTED)) * insideTrust(contours);

  function begin(planes: Planes, contours: LipContours): void {
    outline.offsets.fill(0);
    opening.offsets.fill(0);
    for (let pass = 0; pass < FIRST_PASSES; pass++) {
      lookAtOutline(planes, contours, 1);
      openingStage.run(planes, contours, opening, skin, openingTrust(contours), 1);
    }
  }

  /** Looks at what was looked at longer ago. */
  function follow(planes: Planes, contours: LipContours, nowMs: number): void {
    const isOutline = outlineMs <= openingMs;
    const share = 1 - Math.exp(-Math.max(0, nowMs - (isOutline ? outlineMs : openingMs)) / followMs());
    if (isOutline) {
      lookAtOutline(planes, contours, share);
      outlineMs = nowMs;
      return;
    }
    openingStage.run(planes, contours, opening, skin, openingTrust(contours), share);
    openingMs = nowMs;
  }

  return {
    run(planes, contours, visitor, nowMs) {
      liveliness.run(contours, nowMs);
      findDirections(contours, outline, opening);
      let share = 1;
      if (visitor === lastVisitor) {
        share = 1 - Math.exp(-Math.max(0, nowMs - Math.max(outlineMs, openingMs)) / followMs());
        follow(planes, contours, nowMs);
      } else {
        begin(planes, contours);
        outlineMs = nowMs;
        openingMs = nowMs;
      }
      lastVisitor = visitor;
      const trust = openingTrust(contours);
      moveContour(contours.outer, outline, contours.mouthWidthPx);
      moveContour(contours.inner, opening, contours.mouthWidthPx);
      interior.run(planes, contours, skin.lipColours, trust, insideTrust(contours), share);
      measureMouth(contours);
    },
  };
}
