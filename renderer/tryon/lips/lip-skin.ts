/**
 * Planes, contours and their nodes in, what tells this face's lips from her own skin out: a linear discriminant over
 * colour and a little brightness, how sure it is, and what lips and skin are like beside each node of the outline.
 * Nothing is assumed of her complexion: on deep skin lips are no darker than skin, on some they are hardly redder.
 */
import type { Planes } from '../frames/planes.ts';
import { smoothstep } from '../smoothstep.ts';
import { FEATURES, sampleColours } from './colour-samples.ts';
import type { LipContours } from './contour.ts';
import { buildDiscriminant, NO_KIND } from './discriminant.ts';
import { isCorner, NODES, placeOf, type RingNodes, thicknessPx } from './ring-nodes.ts';

const SKIN = 0;
const LIP = 1;
/** Where lip is sampled, from outline to opening: neither the pale border nor the dark and teeth at the opening. */
const LIP_DEPTHS = [0.3, 0.45, 0.6] as const;
/** Where skin is sampled, shares of the mouth's width outside the outline: beyond its search, before nose and chin. */
const SKIN_DISTANCES = [0.085, 0.1175, 0.15] as const;
const PER_NODE = LIP_DEPTHS.length;
const LIP_SAMPLES = PER_NODE * NODES;
const SAMPLES = 2 * LIP_SAMPLES;
/** Thinner lips (share of the mouth's width) are not sampled. */
const MIN_THICKNESS = 0.04;
/** Neighbours to both sides whose samples count for a node. */
const NEIGHBOURS = 2;
/** How far a node's own lip and skin are believed; the rest is the mean of the whole mouth. */
const LOCAL = 0.6;
/**
 * Distance (Mahalanobis) from which the discriminant is heeded, and from which it is trusted. Measured: clips of people
 * talking 2–4.5, photos 1.4–3 (hard shadows 1.5), the shopper in all tones 1.3–6, a black-and-white photo 0.5.
 */
const HEEDED_FROM = 0.8;
const TRUSTED_FROM = 2.2;

export interface LipSkin {
  /** ln(R′/G′) of the lips over that of the skin; 0 in black and white. */
  readonly redder: number;
  /** 0 … 1: can lip be told from skin here? */
  readonly trust: number;
  /** What lip and skin score beside each node: about 1 and 0. */
  readonly lipScores: Float32Array;
  readonly skinScores: Float32Array;
  /** Colour of the lip beside each node, FEATURES each. */
  readonly lipColours: Float32Array;
  run(planes: Planes, contours: LipContours, outline: RingNodes, opening: RingNodes): void;
  /** Scores `count` colours from sample `from` on. */
  score(colours: Float32Array, from: number, count: number, scores: Float32Array): void;
}

/** About 25 µs. */
export function buildLipSkin(): LipSkin {
  const places = new Float32Array(2 * SAMPLES);
  const colours = new Float32Array(FEATURES * SAMPLES);
  const kinds = new Uint8Array(SAMPLES);
  const scores = new Float32Array(SAMPLES);
  const discriminant = buildDiscriminant(SAMPLES);
  const { found, means } = discriminant;
  const lipScores = new Float32Array(NODES);
  const skinScores = new Float32Array(NODES);
  const lipColours = new Float32Array(FEATURES * NODES);

  /** Places follow the contours as they were last refined, so that lips that the landmarks miss are learnt too. */
  function place(contours: LipContours, outline: RingNodes, opening: RingNodes): void {
    const { outer, inner, mouthWidthPx } = contours;
    for (let node = 0; node < NODES; node++) {
      const at = placeOf(node);
      for (let axis = 0; axis < 2; axis++) {
        const out = outline.directions[2 * node + axis] as number;
        const border = (outer[at + axis] as number) + mouthWidthPx * out * (outline.offsets[node] as number);
        const edge =
          (inner[at + axis] as number) +
          mouthWidthPx * (opening.directions[2 * node + axis] as number) * (opening.offsets[node] as number);
        for (let i = 0; i < PER_NODE; i++) {
          const lip = 2 * (PER_NODE * node + i) + axis;
          places[lip] = border + (LIP_DEPTHS[i] as number) * (edge - border);
          places[2 * LIP_SAMPLES + lip] = border + mouthWidthPx * out * (SKIN_DISTANCES[i] as number);
        }
      }
    }
  }

  function sort(planes: Planes, contours: LipContours): void {
    const { widthPx, heightPx } = planes;
    for (let i = 0; i < SAMPLES; i++) {
      const x = places[2 * i] as number;
      const y = places[2 * i + 1] as number;
      kinds[i] = i < LIP_SAMPLES ? LIP : SKIN;
      if (x <= 0 || y <= 0 || x >= widthPx || y >= heightPx) kinds[i] = NO_KIND;
    }
    for (let node = 0; node < NODES; node++) {
      const isThin = thicknessPx(contours, node) < MIN_THICKNESS * contours.mouthWidthPx;
      if (isThin || isCorner(node)) kinds.fill(NO_KIND, PER_NODE * node, PER_NODE * (node + 1));
    }
  }

  function score(from: Float32Array, first: number, count: number, into: Float32Array): void {
    const { weights, bias } = found;
    const red = weights[0] as number;
    const blue = weights[1] as number;
    const luma = weights[2] as number;
    for (let i = 0, at = FEATURES * first; i < count; i++, at += FEATURES) {
      into[i] =
        red * (from[at] as number) + blue * (from[at + 1] as number) + luma * (from[at + 2] as number) + bias;
    }
  }

  /** Mean score of one kind's samples beside a node, drawn towards that of the whole mouth. */
  function meanScore(node: number, kind: number): number {
    const first = kind === LIP ? 0 : LIP_SAMPLES;
    let sum = 0;
    let count = 0;
    for (let side = -NEIGHBOURS; side <= NEIGHBOURS; side++) {
      const at = first + PER_NODE * ((node + side + NODES) % NODES);
      for (let i = at; i < at + PER_NODE; i++) {
        if (kinds[i] !== kind) continue;
        sum += scores[i] as number;
        count++;
      }
    }
    return count === 0 ? kind : LOCAL * (sum / count) + (1 - LOCAL) * kind;
  }

  function meanColour(node: number): void {
    for (let f = 0; f < FEATURES; f++) {
      let sum = 0;
      let count = 0;
      for (let side = -NEIGHBOURS; side <= NEIGHBOURS; side++) {
        const at = PER_NODE * ((node + side + NODES) % NODES);
        for (let i = at; i < at + PER_NODE; i++) {
          if (kinds[i] !== LIP) continue;
          sum += colours[FEATURES * i + f] as number;
          count++;
        }
      }
      lipColours[FEATURES * node + f] = count === 0 ? (means[FEATURES * LIP + f] as number) : sum / count;
    }
  }

  return {
    lipScores,
    skinScores,
    lipColours,
    get redder() {
      return found.redder;
    },
    get trust() {
      return smoothstep((found.distance - HEEDED_FROM) / (TRUSTED_FROM - HEEDED_FROM));
    },
    run(planes, contours, outline, opening) {
      place(contours, outline, opening);
      sampleColours(planes, places, SAMPLES, colours);
      sort(planes, contours);
      discriminant.run(colours, kinds);
      score(colours, 0, SAMPLES, scores);
      for (let node = 0; node < NODES; node++) {
        lipScores[node] = meanScore(node, LIP);
        skinScores[node] = meanScore(node, SKIN);
        meanColour(node);
      }
    },
    score,
  };
}
