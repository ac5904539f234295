/**
 * The refined edge of the open mouth in, the same edge pushed past what is still teeth, gum or darkness out, and whether
 * teeth are seen between lips that the landmarks hold closed. Looks at every frame: landmarks of the opening lag by one or
 * two while she talks. A highlight on a moist lip looks like a tooth, but lip lies between it and the mouth, and it is
 * narrow: only what hangs together with the opening is left out.
 */
import type { Planes } from '../frames/planes.ts';
import { smoothstep } from '../smoothstep.ts';
import { FEATURES, sampleColours } from './colour-samples.ts';
import { CONTOUR_POINTS, type LipContours } from './contour.ts';
import { close, open } from './ring-morphology.ts';
import { END_CORNER, isUpper, NODES, placeOf, thicknessPx } from './ring-nodes.ts';

/** How far the edge may be pushed, a share of the mouth's width and of the lip's thickness, and in how many steps. */
const REACH = 0.1;
const MAX_THICKNESS = 0.5;
const STEPS = 16;
/** Pushes up to this share of the reach stand alone, as beside one tooth; longer ones must be as broad as several. */
const ALONE = 0.5;
/** ln(R′/G′) below that of the lip, while about as light or lighter, from which it is a tooth. */
const PALER_FROM = 0.1;
const PALER_SPAN = 0.12;
const LIGHT_FROM = -0.25;
const LIGHT_SPAN = 0.25;
/** ln(Y′) below that of the lip from which it is the dark of the mouth; upper lips are dark at their edge themselves. */
const DARKER_FROM = 0.6;
const DARKER_FROM_UPPER = 1;
const DARKER_SPAN = 0.3;
/** Steps of lip that may lie between teeth and landmarks that hold the mouth closed. */
const LIP_BEFORE = 2;
/**
 * Lips meet the mouth in a line of shadow: behind the teeth, gum and tongue go on as long as it gets darker by this much
 * a step, if it gets darker than the lip itself (the rim of a wet lip does not).
 */
const FALLING = 0.02;
const MAX_FALL = 7;
const SHADOW_FROM = -0.03;
const SHADOW_SPAN = 0.15;
/** Steps by which the line of shadow is shared between mouth and lip. */
const HALF_SHADOW = 0.25;
/** Columns between the nodes of the lower lip and those above them; share of them with teeth that makes a mouth open. */
const FIRST_COLUMN = 5;
const COLUMNS = END_CORNER - 2 * FIRST_COLUMN + 1;
const OPEN_FROM = 0.3;
const OPEN_SPAN = 0.3;
/** Height of the teeth in a column, a share of the mouth's width, from which they count: noise makes less. */
const TEETH_FROM = 0.003;
const TEETH_SPAN = 0.006;
/** A change of this share of the reach is the mouth that moves, and not noise: it is followed at once. */
const MOVES_FROM = 0.1;
const MOVES_SPAN = 0.15;

export interface InteriorStage {
  /**
   * Moves `contours.inner` and sets `contours.openSeen`.
   * @param lipColours colour of the lip at each node
   * @param trust 0..1 how far to heed the picture where the landmarks hold the mouth open
   * @param seenTrust 0..1 how far to heed it where they hold it closed
   * @param share 0..1 how much of the way to go where little changes
   */
  run(
    planes: Planes,
    contours: LipContours,
    lipColours: Float32Array,
    trust: number,
    seenTrust: number,
    share: number,
  ): void;
}

/** About 35 µs. */
export function buildInterior(): InteriorStage {
  /** Along each node's reach, then the middle of each column. */
  const places = new Float32Array(2 * (NODES * STEPS + COLUMNS));
  const colours = new Float32Array(FEATURES * (NODES * STEPS + COLUMNS));
  /** The whole reach of each node, x and y in pixels, and its length as a share of the mouth's width. */
  const reach = new Float32Array(2 * NODES);
  const reachShare = new Float32Array(NODES);
  /** Shares of a node's reach: where the mouth ends, how much of it are teeth, and how far the node is pushed. */
  const found = new Float32Array(NODES);
  const teeth = new Float32Array(NODES);
  const pushed = new Float32Array(NODES);
  const gapShare = new Float32Array(COLUMNS);
  /** Trust where the landmarks hold the mouth open; a fractional argument per node would be boxed. */
  const heeded = new Float32Array(1);

  function place(contours: LipContours): void {
    const { outer, inner, mouthWidthPx } = contours;
    for (let node = 0, to = 0; node < NODES; node++) {
      const at = placeOf(node);
      const thickPx = Math.max(1e-3, thicknessPx(contours, node));
      const share = Math.min(MAX_THICKNESS, (REACH * mouthWidthPx) / thickPx);
      reachShare[node] = (share * thickPx) / mouthWidthPx;
      reach[2 * node] = share * ((outer[at] as number) - (inner[at] as number));
      reach[2 * node + 1] = share * ((outer[at + 1] as number) - (inner[at + 1] as number));
      for (let k = 0; k < STEPS; k++, to += 2) {
        const way = (k + 0.5) / STEPS;
        places[to] = (inner[at] as number) + way * (reach[2 * node] as number);
        places[to + 1] = (inner[at + 1] as number) + way * (reach[2 * node + 1] as number);
      }
    }
  }

  function placeColumns({ inner, mouthWidthPx }: LipContours): void {
    for (let column = 0; column < COLUMNS; column++) {
      const lower = placeOf(FIRST_COLUMN + column);
      const upper = placeOf(NODES - FIRST_COLUMN - column);
      const x = (inner[lower] as number) - (inner[upper] as number);
      const y = (inner[lower + 1] as number) - (inner[upper + 1] as number);
      gapShare[column] = Math.sqrt(x * x + y * y) / mouthWidthPx;
      places[2 * (NODES * STEPS + column)] = (inner[upper] as number) + 0.5 * x;
      places[2 * (NODES * STEPS + column) + 1] = (inner[upper + 1] as number) + 0.5 * y;
    }
  }

  /** 0 … 1: how much a sample looks like a tooth beside the lip of a node. */
  function toothAt(sample: number, node: number, lip: Float32Array): number {
    const red = (colours[FEATURES * sample] as number) - (lip[FEATURES * node] as number);
    const luma = (colours[FEATURES * sample + 2] as number) - (lip[FEATURES * node + 2] as number);
    return smoothstep((-red - PALER_FROM) / PALER_SPAN) * smoothstep((luma - LIGHT_FROM) / LIGHT_SPAN);
  }

  const lumaAt = (node: number, k: number): number => colours[FEATURES * (STEPS * node + k) + 2] as number;

  /** Finds how far teeth or the dark go on from a node without a break. */
  function find(node: number, lip: Float32Array): void {
    const darkerFrom = isUpper(node) ? DARKER_FROM_UPPER : DARKER_FROM;
    const lipLuma = lip[FEATURES * node + 2] as number;
    let inside = 1;
    let end = 0;
    teeth[node] = 0;
    for (let k = 0; k < STEPS && inside > 0; k++) {
      const tooth = toothAt(STEPS * node + k, node, lip);
      const dark = smoothstep((lipLuma - lumaAt(node, k) - darkerFrom) / DARKER_SPAN);
      inside *= Math.max(tooth, dark);
      end = Math.max(end, inside * (k + 1));
      teeth[node] = (teeth[node] as number) + (inside * tooth) / STEPS;
      if (k <= LIP_BEFORE) inside = Math.max(inside, 1 - (heeded[0] as number));
    }
    found[node] = end / STEPS;
    goIntoShadow(node, lip);
  }

  /** Lets the mouth go on from where it was found to end to the line of shadow in which it meets the lip. */
  function goIntoShadow(node: number, lip: Float32Array): void {
    const lipLuma = lip[FEATURES * node + 2] as number;
    const end = STEPS * (found[node] as number);
    const first = Math.ceil(end);
    const last = Math.min(STEPS - 1, first + MAX_FALL);
    let k = first;
    while (
      k < last &&
      (lumaAt(node, k + 1) < lumaAt(node, k) - FALLING ||
        (k + 2 <= last && lumaAt(node, k + 2) < lumaAt(node, k) - 2 * FALLING))
    ) {
      k++;
    }
    if (k === first || k >= STEPS) return;
    const shadow = smoothstep((lipLuma - lumaAt(node, k) - SHADOW_FROM) / SHADOW_SPAN);
    found[node] = (end + shadow * (k - HALF_SHADOW - end)) / STEPS;
  }

  /** 0 … 1: how surely teeth show between the lips. */
  function seeTeeth(lip: Float32Array): number {
    let open = 0;
    for (let column = 0; column < COLUMNS; column++) {
      const lower = FIRST_COLUMN + column;
      const upper = NODES - lower;
      const height =
        (teeth[lower] as number) * (reachShare[lower] as number) +
        (teeth[upper] as number) * (reachShare[upper] as number) +
        (gapShare[column] as number) * toothAt(NODES * STEPS + column, lower, lip);
      open += smoothstep((height - TEETH_FROM) / TEETH_SPAN);
    }
    return smoothstep((open / COLUMNS - OPEN_FROM) / OPEN_SPAN);
  }

  function push(inner: Float32Array): void {
    for (let i = 0; i < 2 * CONTOUR_POINTS; i++) {
      const node = i >> 2;
      const next = (i & 2) === 0 ? node : (node + 1) % NODES;
      const axis = i & 1;
      const both =
        (pushed[node] as number) * (reach[2 * node + axis] as number) +
        (pushed[next] as number) * (reach[2 * next + axis] as number);
      inner[i] = (inner[i] as number) + 0.5 * both;
    }
  }

  return {
    run(planes, contours, lipColours, trust, seenTrust, share) {
      place(contours);
      contours.openSeen = 0;
      if (seenTrust > 0) {
        heeded[0] = trust;
        placeColumns(contours);
        sampleColours(planes, places, NODES * STEPS + COLUMNS, colours);
        for (let node = 0; node < NODES; node++) find(node, lipColours);
        close(found);
        open(found, ALONE);
        contours.openSeen = seenTrust * seeTeeth(lipColours);
      }
      const weight = Math.max(trust, contours.openSeen);
      for (let node = 0; node < NODES; node++) {
        const step = weight * (found[node] as number) - (pushed[node] as number);
        const moves = smoothstep((Math.abs(step) - MOVES_FROM) / MOVES_SPAN);
        pushed[node] = (pushed[node] as number) + (share + (1 - share) * moves) * step;
      }
      push(contours.inner);
    },
  };
}
