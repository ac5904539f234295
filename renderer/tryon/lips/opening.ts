/**
 * The traced edge of the open mouth in, the edge as this frame shows it out: teeth, tongue and the dark behind them end
 * where her lips' own colour begins. Careful where she would lose lip: the landmarks are good here on real faces, but sit
 * up to 6 % of the mouth's width inside the mouth on thin lower lips of deep colour.
 */
import type { Planes } from '../frames/planes.ts';
import { smoothstep } from '../smoothstep.ts';
import { FEATURES, sampleColours } from './colour-samples.ts';
import type { LipContours } from './contour.ts';
import type { LipSkin } from './lip-skin.ts';
import { followPath, isCorner, isUpper, NODES, placeOf, type RingNodes, thicknessPx } from './ring-nodes.ts';
import { buildRingPath } from './ring-path.ts';

/** Search from inside the mouth to the lip, shares of the mouth's width. */
const INTO_MOUTH = 0.04;
const INTO_LIP = 0.12;
const STEPS = 25;
const SCALE = { first: -INTO_MOUTH, step: (INTO_MOUTH + INTO_LIP) / (STEPS - 1) };
/** Shares of the gap between the lips, and of a lip's thickness, that the search may take. */
const MAX_GAP = 0.5;
const MAX_THICKNESS = 0.6;
const CORNER_REACH = 0.03;
/**
 * How far a colour may lie from the lip beside it before it is half something else: teeth are paler, tongue and gums
 * redder. Light from above leaves the upper lip dark at its edge: there darkness hardly counts.
 */
const PALER_OR_REDDER = 0.126;
const BRIGHTER = 0.5;
const DARKER = 0.9;
const DARKER_UPPER = 1.4;
/** Rise from mouth to lip in ln(R′/G′), and in ln(Y′), that makes a clear edge. */
const CLEAR_REDNESS = 0.12;
const CLEAR_LUMA = 0.2;
const CLEAR_LUMA_UPPER = 0.4;
const UNCLEAR = 0.1;
const EDGE_STEPS = 2;
const EDGE_GAIN = 0.7;
/** Mouth painted costs much beside lip given up. */
const PAINTED_MOUTH = 2;
const LOST_LIP = 0.1;
/** Cost of an offset of PRIOR_REACH, more where landmarks are surer or the mistake is worse. */
const PRIOR = 0.12;
const PRIOR_REACH = 0.06;
const PRIOR_INTO_MOUTH = 1.5;
const PRIOR_CORNER = 3;
const PRIOR_UPPER = 4;
const STIFFNESS = 0.02;
/** Outside its span a step costs this, and more the further off. */
const FORBIDDEN = 1;
const FORBIDDEN_SLOPE = 66;
/** Rounding must not forbid staying with the landmarks. */
const SLACK = 1e-6;

export interface OpeningStage {
  /** As OutlineStage.run. */
  run(
    planes: Planes,
    contours: LipContours,
    nodes: RingNodes,
    skin: LipSkin,
    trust: number,
    share: number,
  ): void;
}

const offsets = Float64Array.from({ length: STEPS }, (_, k) => SCALE.first + SCALE.step * k);

function priorTable(intoLip: number, intoMouth: number): Float64Array {
  return offsets.map((offset) => PRIOR * (offset < 0 ? intoMouth : intoLip) * (offset / PRIOR_REACH) ** 2);
}
const cornerPrior = priorTable(PRIOR_CORNER, PRIOR_CORNER);
const lowerPrior = priorTable(1, PRIOR_INTO_MOUTH);
const upperPrior = priorTable(PRIOR_UPPER, PRIOR_INTO_MOUTH);

/** About 90 µs. */
export function buildOpening(): OpeningStage {
  const places = new Float32Array(2 * NODES * STEPS);
  const colours = new Float32Array(FEATURES * NODES * STEPS);
  /** 0 … 1: how little each step of the node at hand looks like lip. */
  const strange = new Float32Array(STEPS);
  const edges = new Float32Array(STEPS);
  const path = buildRingPath(NODES, STEPS, STIFFNESS);
  /** How far the node at hand may go into the mouth and into the lip, shares of the mouth's width. */
  const span = new Float32Array(2);

  function place({ inner, mouthWidthPx }: LipContours, { directions }: RingNodes): void {
    for (let node = 0, at = 0; node < NODES; node++) {
      for (let k = 0; k < STEPS; k++, at += 2) {
        const offsetPx = (offsets[k] as number) * mouthWidthPx;
        places[at] = (inner[placeOf(node)] as number) + offsetPx * (directions[2 * node] as number);
        places[at + 1] =
          (inner[placeOf(node) + 1] as number) + offsetPx * (directions[2 * node + 1] as number);
      }
    }
  }

  function findSpan(contours: LipContours, node: number): void {
    const { inner, mouthWidthPx } = contours;
    const at = placeOf(node);
    const opposite = placeOf((NODES - node) % NODES);
    const x = (inner[at] as number) - (inner[opposite] as number);
    const y = (inner[at + 1] as number) - (inner[opposite + 1] as number);
    const gapPx = Math.sqrt(x * x + y * y);
    span[0] = Math.min(INTO_MOUTH, isCorner(node) ? CORNER_REACH : (MAX_GAP * gapPx) / mouthWidthPx);
    span[1] = Math.min(INTO_LIP, (MAX_THICKNESS * thicknessPx(contours, node)) / mouthWidthPx);
  }

  function findStrange(node: number, lip: Float32Array): void {
    const darker = isUpper(node) ? DARKER_UPPER : DARKER;
    for (let k = 0, at = FEATURES * STEPS * node; k < STEPS; k++, at += FEATURES) {
      const red = (colours[at] as number) - (lip[FEATURES * node] as number);
      const luma = (colours[at + 2] as number) - (lip[FEATURES * node + 2] as number);
      const chroma = red / PALER_OR_REDDER;
      const level = luma / (luma > 0 ? BRIGHTER : darker);
      strange[k] = smoothstep(chroma * chroma + level * level - 0.5);
    }
  }

  /** 0 … 1: how clearly lip begins at each step, as it does where it gets redder or lighter. */
  function findEdges(node: number): void {
    const clearLuma = isUpper(node) ? CLEAR_LUMA_UPPER : CLEAR_LUMA;
    const first = FEATURES * STEPS * node;
    for (let k = 0; k < STEPS; k++) {
      let red = 0;
      let luma = 0;
      for (let d = 1; d <= EDGE_STEPS; d++) {
        const mouth = first + FEATURES * Math.max(0, k - d);
        const lip = first + FEATURES * Math.min(STEPS - 1, k + d);
        red += ((colours[lip] as number) - (colours[mouth] as number)) / EDGE_STEPS;
        luma += ((colours[lip + 2] as number) - (colours[mouth + 2] as number)) / EDGE_STEPS;
      }
      const clear = Math.max(0, red / CLEAR_REDNESS) + Math.max(0, luma / clearLuma) - UNCLEAR;
      edges[k] = clear < 0 ? 0 : clear > 1 ? 1 : clear;
    }
  }

  function weigh(node: number, trust: number): void {
    const prior = isCorner(node) ? cornerPrior : isUpper(node) ? upperPrior : lowerPrior;
    const least = -(span[0] as number);
    const most = span[1] as number;
    let strangeOutside = 0;
    for (let k = 0; k < STEPS; k++) {
      const offset = offsets[k] as number;
      if (offset >= least - SLACK && offset <= most + SLACK) strangeOutside += strange[k] as number;
    }
    let lipInside = 0;
    for (let k = 0; k < STEPS; k++) {
      const offset = offsets[k] as number;
      const beyond = offset < least ? least - offset : offset - most;
      let cost = prior[k] as number;
      if (beyond > SLACK) cost += FORBIDDEN + FORBIDDEN_SLOPE * beyond;
      else {
        const half = 0.5 * (strange[k] as number);
        const mistakes = PAINTED_MOUTH * (strangeOutside - half) + LOST_LIP * (lipInside + 0.5 - half);
        cost += trust * (mistakes / STEPS - EDGE_GAIN * (edges[k] as number));
        strangeOutside -= 2 * half;
        lipInside += 1 - 2 * half;
      }
      path.costs[node * STEPS + k] = cost;
    }
  }

  return {
    run(planes, contours, nodes, skin, trust, share) {
      if (trust === 0) {
        for (let node = 0; node < NODES; node++) {
          nodes.offsets[node] = (1 - share) * (nodes.offsets[node] as number);
        }
        return;
      }
      place(contours, nodes);
      sampleColours(planes, places, NODES * STEPS, colours);
      for (let node = 0; node < NODES; node++) {
        findSpan(contours, node);
        findStrange(node, skin.lipColours);
        findEdges(node);
        weigh(node, trust);
      }
      path.solve();
      followPath(nodes.offsets, path.steps, SCALE, share);
    },
  };
}
