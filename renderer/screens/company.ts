/**
 * Who stands before the mirror and in what light, from the worker's pulses: whether two people share it, and what there is
 * to tell of the light.
 */
import { batch, effect, untracked } from '@preact/signals';
import type { LightReading } from '../../main/contract/light.ts';
import { choose, forgetCompanion } from './actions.ts';
import { Held } from './held.ts';
import { LightCoach } from './light-coach.ts';
import { camera, hasCompanion, isPaired, lightTrouble, pulse } from './state.ts';

/** Longer than a passer-by takes. */
const COMES_AFTER_MS = 1000;
/** Her face may be turned away or behind a hand for so long. */
const GOES_AFTER_MS = 2500;
/** Then she has left, as a shopper has. */
const FORGOTTEN_AFTER_MS = 20_000;

/** For the page's whole life. */
export function watchCompany(): void {
  const pair = new Held(false, (isPair) => (isPair ? COMES_AFTER_MS : GOES_AFTER_MS));
  const coach = new LightCoach();
  let lastPairedMs = 0;
  const judge = (faces: number, light: LightReading | null, mayPair: boolean): void => {
    const nowMs = performance.now();
    isPaired.value = pair.take(faces > 1, nowMs) && mayPair;
    if (isPaired.value) lastPairedMs = nowMs;
    else choose('shopper');
    if (nowMs - lastPairedMs > FORGOTTEN_AFTER_MS) forgetCompanion();
    lightTrouble.value = coach.judge(light, nowMs);
  };
  effect(() => {
    const { faces = 0, light = null } = pulse.value ?? {};
    const seen = camera.value.isDemo ? null : light;
    const mayPair = hasCompanion.value;
    untracked(() => batch(() => judge(faces, seen, mayPair)));
  });
}
