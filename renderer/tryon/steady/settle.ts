/**
 * Light readings as they come in, the same readings settled over time out: what is painted must not flicker with the
 * noise of one frame, but follow her when she turns. A new visitor starts from her own first reading.
 */
import { emptyLipLight, type LipLight, solveGloss } from '../light/lip-light.ts';

/** Time constants of the exponential average; the colour of the light follows faster when it jumps. */
const LIP_MS = 150;
const SCENE_MS = 2000;
const SUDDEN_MS = 120;
/** A reading further off than this counts as if it were so far off: a factor of the lips' albedo, a part of the light's colour. */
const ALBEDO_GUARD = 1.4;
const TINT_GUARD = 0.15;

export interface Settled {
  readonly light: LipLight;
  /**
   * Linear luminance of a white diffuser at the face. What settles slowly is the lips' albedo, which is her own, not the
   * light: when the lamp or the camera's exposure changes, the level changes with the lips.
   */
  readonly level: number;
  /** Settles the colour of the light, which the lips' reading needs; call it before `run` in each frame. */
  tint(illuminant: Float32Array, visitor: number, nowMs: number, isSudden?: boolean): void;
  run(light: LipLight, level: number, visitor: number, nowMs: number): void;
}

const share = (elapsedMs: number, constantMs: number): number => 1 - Math.exp(-elapsedMs / constantMs);

const clamp = (value: number, low: number, high: number): number =>
  value < low ? low : value > high ? high : value;

export function buildSettled(): Settled {
  const settled = emptyLipLight();
  let level = 0;
  let albedo = 0;
  let lastVisitor = -1;
  let lastMs = 0;

  function blend(light: LipLight, lip: number): void {
    for (let c = 0; c < 3; c++) {
      settled.base[c] =
        (settled.base[c] as number) + lip * ((light.base[c] as number) - (settled.base[c] as number));
    }
    settled.shade += lip * (light.shade - settled.shade);
    settled.veil += lip * (light.veil - settled.veil);
    settled.gleam += lip * (light.gleam - settled.gleam);
    settled.samples = light.samples;
    solveGloss(settled);
  }

  return {
    light: settled,
    get level() {
      return level;
    },
    tint(illuminant, visitor, nowMs, isSudden = false) {
      const isNew = visitor !== lastVisitor || settled.samples === 0;
      const follow = isNew ? 1 : share(Math.max(0, nowMs - lastMs), isSudden ? SUDDEN_MS : SCENE_MS);
      for (let c = 0; c < 3; c++) {
        const now = settled.illuminant[c] as number;
        const apart = (illuminant[c] as number) - now;
        const guarded = isNew || isSudden ? apart : clamp(apart, -TINT_GUARD, TINT_GUARD);
        settled.illuminant[c] = now + follow * guarded;
      }
    },
    run(light, nextLevel, visitor, nowMs) {
      const isNew = visitor !== lastVisitor || settled.samples === 0;
      const elapsedMs = Math.max(0, nowMs - lastMs);
      lastVisitor = visitor;
      lastMs = nowMs;
      if (light.samples === 0) {
        if (isNew) settled.samples = 0;
        return;
      }
      blend(light, isNew ? 1 : share(elapsedMs, LIP_MS));
      const seen = light.shade / Math.max(1e-3, nextLevel);
      if (isNew) albedo = seen;
      const guarded = clamp(seen, albedo / ALBEDO_GUARD, albedo * ALBEDO_GUARD);
      albedo += share(elapsedMs, SCENE_MS) * (guarded - albedo);
      level = settled.shade / albedo;
    },
  };
}
