/**
 * The traced outline in, the outline as this frame shows it out: along each normal the place where her lip's colour gives
 * way to her skin's, all around at once, drawn towards the landmarks where the picture says little.
 */
import type { Planes } from '../frames/planes.ts';
import { smoothstep } from '../smoothstep.ts';
import { FEATURES, sampleColours } from './colour-samples.ts';
import type { LipContours } from './contour.ts';
import type { LipSkin } from './lip-skin.ts';
import { followPath, isCorner, NODES, placeOf, type RingNodes, thicknessPx } from './ring-nodes.ts';
import { buildRingPath } from './ring-path.ts';

/** Search to both sides of the landmarks' outline, a share of the mouth's width. Wider gained nothing on photos. */
const REACH = 0.07;
const STEPS = 21;
const SCALE = { first: -REACH, step: (2 * REACH) / (STEPS - 1) };
/**
 * Share of the way from skin to lip at which the border is drawn: under a half, because the vermilion is palest at its
 * border. The shopper would like 0.35, photos 0.5.
 */
const BORDER = 0.44;
/** Contrast beside a node, as a share of the whole mouth's, from which the node is heeded, and from which trusted. */
const HEEDED_FROM = 0.3;
const TRUSTED_FROM = 0.7;
/** Contrast is not divided by less than this, so that noise does not become evidence. */
const MIN_CONTRAST = 0.2;
/** Cost of an offset as far as the search reaches, where 1 is the cost of a normal that is wrong all along. */
const PRIOR = 0.25;
/** Landmarks of the commissures are sure, and a crease beyond them looks like lip. */
const CORNER_PRIOR = 0.5;
/** Share of the lip's thickness that the outline may take away before it costs extra. */
const MAX_TAKEN = 0.45;
const TAKEN_COST = 0.5;
const STIFFNESS = 0.011;

export interface OutlineStage {
  /** Lets the nodes' offsets go `share` (0..1) of the way to what this frame shows. `trust` 0..1 weighs the picture. */
  run(
    planes: Planes,
    contours: LipContours,
    nodes: RingNodes,
    skin: LipSkin,
    trust: number,
    share: number,
  ): void;
}

/** About 70 µs. */
export function buildOutline(): OutlineStage {
  const places = new Float32Array(2 * NODES * STEPS);
  const colours = new Float32Array(FEATURES * NODES * STEPS);
  const scores = new Float32Array(NODES * STEPS);
  const path = buildRingPath(NODES, STEPS, STIFFNESS);

  function place({ outer, mouthWidthPx }: LipContours, { directions }: RingNodes): void {
    for (let node = 0, at = 0; node < NODES; node++) {
      for (let k = 0; k < STEPS; k++, at += 2) {
        const offsetPx = (SCALE.first + SCALE.step * k) * mouthWidthPx;
        places[at] = (outer[placeOf(node)] as number) + offsetPx * (directions[2 * node] as number);
        places[at + 1] =
          (outer[placeOf(node) + 1] as number) + offsetPx * (directions[2 * node + 1] as number);
      }
    }
  }

  /** Turns the scores of one normal into −1 (skin) … 1 (lip). @returns their sum */
  function judge(node: number, skin: LipSkin): number {
    const level = skin.skinScores[node] as number;
    const contrast = (skin.lipScores[node] as number) - level;
    const half = 0.5 * Math.max(MIN_CONTRAST, contrast);
    let sum = 0;
    for (let at = node * STEPS; at < (node + 1) * STEPS; at++) {
      const lip = ((scores[at] as number) - level - BORDER * contrast) / half;
      scores[at] = lip < -1 ? -1 : lip > 1 ? 1 : lip;
      sum += scores[at] as number;
    }
    return sum;
  }

  /** Cost of each step of a node: skin inside and lip outside, offsets, and lip that would be lost. */
  function weigh(node: number, contours: LipContours, skin: LipSkin, trust: number): void {
    const contrast = (skin.lipScores[node] as number) - (skin.skinScores[node] as number);
    const weight = trust * smoothstep((contrast - HEEDED_FROM) / (TRUSTED_FROM - HEEDED_FROM));
    const prior = isCorner(node) ? CORNER_PRIOR : PRIOR;
    const mayTake = Math.max(1e-3, (MAX_TAKEN * thicknessPx(contours, node)) / contours.mouthWidthPx);
    const sum = judge(node, skin);
    let inside = 0;
    for (let k = 0; k < STEPS; k++) {
      const lip = scores[node * STEPS + k] as number;
      const offset = SCALE.first + SCALE.step * k;
      const taken = -offset - mayTake;
      const gain = (2 * inside + lip - sum) / STEPS;
      inside += lip;
      path.costs[node * STEPS + k] =
        prior * (offset / REACH) ** 2 - weight * gain + (taken > 0 ? (TAKEN_COST * taken) / mayTake : 0);
    }
  }

  return {
    run(planes, contours, nodes, skin, trust, share) {
      place(contours, nodes);
      sampleColours(planes, places, NODES * STEPS, colours);
      skin.score(colours, 0, NODES * STEPS, scores);
      for (let node = 0; node < NODES; node++) weigh(node, contours, skin, trust);
      path.solve();
      followPath(nodes.offsets, path.steps, SCALE, share);
    },
  };
}
