/**
 * How the demo shopper behaves when nobody directs her: she sways, looks about, blinks, says a few words and smiles.
 */
import { hash, smoothNoise, smoothStep } from './random.ts';
import { neutralState, type ShopperState } from './state.ts';

const BLINK_EVERY_S = 3.7;
const BLINK_S = 0.32;
const TALK_EVERY_S = 11;
const TALK_S = 3.2;
const SMILE_EVERY_S = 7.5;
const SMILE_S = 3.4;

/** The state at a time in seconds; the same time and seed give the same state. |yaw| ≤ 18°. Allocates one object. */
export function idleMotion(timeSeconds: number, seed = 1): ShopperState {
  const sway = (period: number, channel: number) => smoothNoise(timeSeconds / period, channel, seed);
  const talk = pulse(timeSeconds, TALK_EVERY_S, TALK_S, seed + 11);
  const syllables = 0.5 + 0.5 * smoothNoise(timeSeconds * 5.5, 9, seed);
  const smile = pulse(timeSeconds, SMILE_EVERY_S, SMILE_S, seed + 23);
  return {
    ...neutralState,
    yawDeg: 13 * sway(2.6, 1) + 3 * sway(0.9, 2),
    pitchDeg: 4 * sway(2.1, 3) + 1.5 * sway(0.8, 4),
    rollDeg: 4.5 * sway(3.1, 5),
    mouthOpen: 0.3 * talk * syllables,
    smile: 0.1 + 0.65 * smile * (1 - 0.5 * talk) + 0.25 * talk * sway(0.35, 6),
    eyesOpen: 1 - blink(timeSeconds, seed),
    noiseSeed: Math.floor(timeSeconds * 1000),
  };
}

/** 0 … 1 … 0 once per period, at a hashed moment of it. */
function pulse(time: number, every: number, lasting: number, seed: number): number {
  const period = Math.floor(time / every);
  const from = (every - lasting) * hash(period, 0, seed);
  const t = (time - period * every - from) / lasting;
  return smoothStep(0, 0.2, t) * smoothStep(1, 0.75, t);
}

function blink(time: number, seed: number): number {
  const period = Math.floor(time / BLINK_EVERY_S);
  const from = (BLINK_EVERY_S - BLINK_S) * hash(period, 0, seed + 31);
  const t = (time - period * BLINK_EVERY_S - from) / BLINK_S;
  return smoothStep(0, 0.4, t) * smoothStep(1, 0.5, t);
}
