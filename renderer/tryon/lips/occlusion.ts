/**
 * Lips as covered by the mask in, the same mask out, lowered where something else (finger, cup, hair, microphone, food)
 * lies over them. Each block of the picture is held against what this visitor's lips have shown at this place; blocks
 * agree with their neighbours of the same colour. When most of the mouth is hidden the whole lipstick fades.
 */
import type { Planes } from '../frames/planes.ts';
import { buildBlockColours } from './block-colours.ts';
import type { LipContours } from './contour.ts';
import type { LipMask } from './coverage.ts';
import { Evidence } from './evidence.ts';
import { buildFaceSkin } from './face-skin.ts';
import { buildFirstSight } from './first-sight.ts';
import { buildLipCells, CELLS, isCoreCell, isLipCell, isOpeningCell, layGrid } from './lip-cells.ts';
import { LipModel } from './lip-model.ts';
import { LipStrays } from './lip-strays.ts';
import { lowerMask } from './lowering.ts';
import { buildPatches } from './patches.ts';
import { buildStrands } from './strands.ts';

/** Bounds of a block's evidence: −1 is the very colour that its place has shown, 0 in doubt. */
const LEAST = -1;
const MOST = 3;
/** Blocks at the lips' border see both sides of it; those beside the lips speak for what comes across, not for the lips. */
const BORDER_WEIGHT = 0.4;
const BESIDE_WEIGHT = 0.5;
/** Teeth and the dark of an open mouth must not speak for the lip beside them. */
const OPENING_WEIGHT = 0.2;
const CHANGED_OPENING_WEIGHT = 0.04;
/** What a cell that was hidden or bare in the frame before adds to or takes from its evidence. */
const HOLDS = 0.35;
/** Evidence from which a block begins to be hidden, and from which it is hidden whole. */
const HIDDEN_FROM = -0.05;
const HIDDEN_WHOLE = 0.25;
/** Evidence up to which a block may teach while nothing, and while something is hidden; share hidden from which none may. */
const BARE_TEACHES_BELOW = 0.6;
const TEACHES_BELOW = -0.25;
const TEACHES_WITH_HIDDEN = 0.3;
/** Share of the lips hidden from which all fades, under which it comes back, and how long that takes. */
const MOSTLY_HIDDEN = 0.55;
const SEEN_AGAIN = 0.4;
const FADE_MS = 110;
/**
 * Lips that are seen otherwise are learnt anew (she took her hand away, or put lipstick on) once they have been so for
 * this many times as long as they were known, within these bounds.
 */
const OTHERWISE_TIMES = 4;
const LEAST_OTHERWISE_MS = 400;
const MOST_OTHERWISE_MS = 6000;
/** Lips are taught in every frame at first, then this often, which is enough and spares a tenth of the cost. */
const TEACH_EVERY_MS = 60;
const YOUNG_FRAMES = 15;
/** Longest step of time between two frames that is believed. */
const MAX_ELAPSED_MS = 200;

export interface OcclusionStage {
  /** Share of the lips that something covers, 0..1, as of the last frame. */
  readonly hidden: number;
  /** How much of the lipstick is there, 0..1: it fades when most of the mouth is hidden. */
  readonly presence: number;
  /** Lowers `mask`. @param visitor a change forgets what was learnt */
  run(
    planes: Planes,
    points: Float32Array,
    contours: LipContours,
    mask: LipMask,
    visitor: number,
    nowMs: number,
  ): void;
}

const weights = Float32Array.from({ length: CELLS }, (_, cell) => {
  if (!isLipCell(cell)) return BESIDE_WEIGHT;
  return isOpeningCell(cell) ? OPENING_WEIGHT : isCoreCell(cell) ? 1 : BORDER_WEIGHT;
});
const lip = Uint8Array.from({ length: CELLS }, (_, cell) => (isLipCell(cell) ? 1 : 0));

/** About 0.4 ms on bare lips, 0.9 while something covers them: 0.1 µs a block, some 3000 blocks at most, and the strands. */
export function buildOcclusion(): OcclusionStage {
  const grid = { xPx: 0, yPx: 0, sidePx: 2, columns: 0, rows: 0 };
  const cells = buildLipCells();
  const colours = buildBlockColours();
  const skin = buildFaceSkin();
  const model = new LipModel();
  const strays = new LipStrays();
  const evidence = new Evidence();
  const patches = buildPatches();
  const firstSight = buildFirstSight();
  const strands = buildStrands();
  /** Squared distance of each block, and how hidden it is, 0..1. */
  let distances = new Float32Array(0);
  let hide = new Float32Array(0);
  /** How hidden each cell was in the frame before, 0..1, and blocks and their sum of the frame at hand. */
  const held = new Float32Array(CELLS);
  const hiddenSum = new Float32Array(CELLS);
  const blocksOf = new Uint16Array(CELLS);
  /** How much of the lipstick is there: it fades when most of the mouth is hidden. */
  const presence = new Float32Array([1]);
  const state = { visitor: -1, lastMs: 0, hidden: 0, otherwiseMs: 0, untaughtMs: 0 };

  function makeRoom(blocks: number): void {
    evidence.makeRoom(blocks);
    if (hide.length >= blocks) return;
    hide = new Float32Array(Math.ceil(blocks * 1.5));
    distances = new Float32Array(hide.length);
  }

  function forget(): void {
    model.clear();
    strays.clear();
    held.fill(0);
    state.otherwiseMs = 0;
  }

  /** Coverage 0..1 at a block's middle; 0 beside the mask. */
  function coverageAt(mask: LipMask, at: number): number {
    const half = grid.sidePx >> 1;
    const x = grid.xPx + (at % grid.columns) * grid.sidePx + half - mask.xPx;
    const y = grid.yPx + ((at / grid.columns) | 0) * grid.sidePx + half - mask.yPx;
    if (x < 0 || y < 0 || x >= mask.widthPx || y >= mask.heightPx) return 0;
    return (mask.alpha[y * mask.widthPx + x] as number) / 255;
  }

  /** What each block says by itself, and how much that counts. */
  function weigh(mask: LipMask, blocks: number): void {
    const { weighted, weight } = evidence;
    for (let at = 0; at < blocks; at++) {
      weighted[at] = weight[at] = 0;
      const cell = cells.cell[at] as number;
      if (cell < 0) continue;
      const coverage = lip[cell] === 1 ? coverageAt(mask, at) : 1;
      distances[at] = Infinity;
      if (coverage === 0) continue;
      model.measure(colours, at, cell, skin.colour, distances);
      const distance2 = distances[at] as number;
      if (distance2 === Infinity) continue;
      const says = Math.min(MOST, Math.max(LEAST, distance2 / strays.doubtful - 1));
      if (lip[cell] === 0 && says < 0) continue;
      const counts = says > 0 && isOpeningCell(cell) ? CHANGED_OPENING_WEIGHT : (weights[cell] as number);
      weight[at] = counts * coverage;
      weighted[at] = (weight[at] as number) * (says + HOLDS * (2 * (held[cell] as number) - 1));
    }
  }

  /** Turns what was heard into how hidden each block is. Leaves the evidence in `evidence.weighted`. */
  function decide(blocks: number): void {
    const { weighted, weight } = evidence;
    for (let at = 0; at < blocks; at++) {
      const heard = weight[at] as number;
      const says = heard > 1e-3 ? (weighted[at] as number) / heard : LEAST;
      weighted[at] = says;
      hide[at] = Math.min(1, Math.max(0, (says - HIDDEN_FROM) / (HIDDEN_WHOLE - HIDDEN_FROM)));
    }
    patches.run(hide, weighted, cells.cell, grid);
  }

  /** Counts what is hidden, in each cell and of the lips. */
  function count(blocks: number): void {
    hiddenSum.fill(0);
    blocksOf.fill(0);
    for (let at = 0; at < blocks; at++) {
      const cell = cells.cell[at] as number;
      if (cell < 0) continue;
      hiddenSum[cell] = (hiddenSum[cell] as number) + (hide[at] as number);
      blocksOf[cell] = (blocksOf[cell] as number) + 1;
    }
    let lips = 0;
    let lipBlocks = 1;
    for (let cell = 0; cell < CELLS; cell++) {
      const of = blocksOf[cell] as number;
      if (of === 0) continue;
      const sum = hiddenSum[cell] as number;
      held[cell] = sum / of;
      if (lip[cell] === 0) continue;
      lips += sum;
      lipBlocks += of;
    }
    state.hidden = lips / lipBlocks;
  }

  function teach(blocks: number): void {
    // What strays on bare lips widens a cell's spread, instead of being left out of it for ever.
    const teachesBelow = state.hidden > 0 ? TEACHES_BELOW : BARE_TEACHES_BELOW;
    model.begin();
    strays.begin();
    for (let at = 0; at < blocks; at++) {
      const cell = cells.cell[at] as number;
      if (cell < 0 || (evidence.weighted[at] as number) > teachesBelow) continue;
      model.add(colours, at, cell, skin.colour);
      if (weights[cell] === 1 && distances[at] !== Infinity) strays.add(distances, at);
    }
    const elapsedMs = Math.min(MAX_ELAPSED_MS, state.untaughtMs);
    state.untaughtMs = 0;
    model.learn(elapsedMs);
    strays.follow(elapsedMs);
  }

  /** Lips that have looked otherwise for long enough, and like lips, are learnt anew. */
  function reconsider(elapsedMs: number): void {
    firstSight.run(colours, cells.cell, hide, grid, skin.colour);
    const knownMs = model.age * TEACH_EVERY_MS;
    state.otherwiseMs = firstSight.isLipLike ? state.otherwiseMs + elapsedMs : 0;
    const waitMs = Math.min(MOST_OTHERWISE_MS, Math.max(LEAST_OTHERWISE_MS, OTHERWISE_TIMES * knownMs));
    if (state.otherwiseMs > waitMs) forget();
  }

  function fade(elapsedMs: number): void {
    const now = presence[0] as number;
    const falls = state.hidden > (now < 1 ? SEEN_AGAIN : MOSTLY_HIDDEN);
    presence[0] = Math.min(1, Math.max(0, now + (falls ? -elapsedMs : elapsedMs) / FADE_MS));
  }

  /** A visitor of whom nothing is known: hidden whole under a mask, else bare. @returns whether she is masked */
  function meet(blocks: number, isNew: boolean): void {
    hide.fill(0, 0, blocks);
    firstSight.run(colours, cells.cell, hide, grid, skin.colour);
    evidence.weighted.fill(LEAST, 0, blocks);
    state.hidden = firstSight.isMasked ? 1 : 0;
    if (isNew) presence[0] = firstSight.isMasked ? 0 : 1;
  }

  function judge(mask: LipMask, blocks: number): void {
    weigh(mask, blocks);
    evidence.spread(colours, grid.columns, grid.rows);
    decide(blocks);
    count(blocks);
  }

  return {
    get hidden() {
      return state.hidden;
    },
    get presence() {
      return presence[0] as number;
    },
    run(planes, points, contours, mask, visitor, nowMs) {
      if (!layGrid(grid, planes, contours, mask)) return;
      const blocks = grid.columns * grid.rows;
      const isNew = visitor !== state.visitor;
      const elapsedMs = Math.min(MAX_ELAPSED_MS, Math.max(0, nowMs - state.lastMs));
      state.visitor = visitor;
      state.lastMs = nowMs;
      if (isNew) forget();
      makeRoom(blocks);
      cells.run(contours, grid);
      colours.run(planes, grid);
      skin.run(planes, points, contours.mouthWidthPx, isNew, elapsedMs);
      if (model.age === 0) meet(blocks, isNew);
      else judge(mask, blocks);
      fade(elapsedMs);
      state.untaughtMs += elapsedMs;
      const isDue = model.age < YOUNG_FRAMES || state.untaughtMs >= TEACH_EVERY_MS;
      if (isDue && state.hidden <= TEACHES_WITH_HIDDEN) teach(blocks);
      if (state.hidden > TEACHES_WITH_HIDDEN && model.age > 0) reconsider(elapsedMs);
      else state.otherwiseMs = 0;
      if (state.hidden > 0 || (presence[0] as number) < 1) lowerMask(mask, grid, hide, presence);
      strands.run(planes, contours, mask, grid);
    },
  };
}
