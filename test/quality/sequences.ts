/**
 * The moving sweeps: a static face under noise, a talking and a turning one, and things that come before the mouth, stay
 * and leave. Each is filmed frame by frame and measured as it goes.
 */
import { mix } from '../../models/shopper/random.ts';
import {
  neutralState,
  type OccluderKind,
  type OccluderState,
  type ShopperState,
} from '../../models/shopper/shopper.ts';
import { FRAME_MS } from './filming.ts';

const TALK_OPEN = 0.34;
const SYLLABLES_PER_S = 3.1;

/** She speaks: the mouth opens and closes, widens and rounds, the head sways a little. */
export function speaking(tone: number, frame: number): ShopperState {
  const t = (frame * FRAME_MS) / 1000;
  const syllable = Math.abs(Math.sin(Math.PI * SYLLABLES_PER_S * t));
  return {
    ...neutralState,
    tone,
    mouthOpen: TALK_OPEN * syllable ** 1.5 * (0.6 + 0.4 * Math.sin(2.3 * t)),
    smile: 0.35 * Math.sin(4.1 * t),
    yawDeg: 7 * Math.sin(1.9 * t),
    pitchDeg: 3 * Math.sin(2.6 * t),
    rollDeg: 2 * Math.sin(1.3 * t),
  };
}

/** She turns her head from side to side, 35° each way, at up to 90° a second. */
export function turning(tone: number, frame: number): ShopperState {
  const t = (frame * FRAME_MS) / 1000;
  return { ...neutralState, tone, yawDeg: 35 * Math.sin(2.57 * t), smile: 0.3 };
}

export const frames = (count: number, stateAt: (frame: number) => ShopperState): ShopperState[] =>
  Array.from({ length: count }, (_, frame) => stateAt(frame));

/** Where a thing rests before the mouth, and from where it comes, in mouth widths. */
interface Visit {
  kind: OccluderKind;
  at: Omit<OccluderState, 'kind'>;
  from: readonly [x: number, y: number];
}

export const visits: readonly Visit[] = [
  { kind: 'finger', at: { x: 0.05, y: -0.35, angleDeg: 8, scale: 1 }, from: [0.1, 1.2] },
  { kind: 'hand', at: { x: 0.15, y: 0, angleDeg: 12, scale: 1 }, from: [1.9, 0.5] },
  { kind: 'cup', at: { x: 0, y: 0.04, angleDeg: 0, scale: 1 }, from: [0, 1.2] },
  { kind: 'straw', at: { x: 0.05, y: -0.02, angleDeg: 12, scale: 1.3 }, from: [0.05, 1] },
  { kind: 'microphone', at: { x: 0.08, y: 0.3, angleDeg: -14, scale: 1 }, from: [0.2, 1.5] },
  { kind: 'hair', at: { x: 0.12, y: 0, angleDeg: 8, scale: 1 }, from: [1.4, 0] },
  { kind: 'mask', at: { x: 0, y: 0, angleDeg: 0, scale: 1 }, from: [0, 1.8] },
  { kind: 'food', at: { x: 0.1, y: 0.12, angleDeg: 20, scale: 1 }, from: [0.5, 1.2] },
];

/** Frames of each part of a visit: alone, on its way in (about 0.13 s), resting, on its way out, alone again. */
const PARTS = { alone: 8, coming: 4, resting: 9, leaving: 4, after: 8 } as const;

export const visitFrames = Object.values(PARTS).reduce((sum, part) => sum + part, 0);
export const firstAloneAgain = visitFrames - PARTS.after;
export const lastAlone = PARTS.alone - 1;

/** Frames of one visit to a face that holds still. */
export function occluded({ kind, at, from }: Visit, tone: number): ShopperState[] {
  const { alone, coming, resting, leaving } = PARTS;
  return frames(visitFrames, (frame) => {
    const state: ShopperState = { ...neutralState, tone, mouthOpen: kind === 'food' ? 0.25 : 0.03 };
    const since = frame - alone;
    if (since < 0 || since >= coming + resting + leaving) return state;
    const there = Math.min(
      1,
      (since + 1) / (coming + 1),
      (coming + resting + leaving - since) / (leaving + 1),
    );
    const [x, y] = [mix(from[0], at.x, there), mix(from[1], at.y, there)];
    return { ...state, occluder: { ...at, kind, x, y } };
  });
}
