/**
 * The light as settled in, what the mirror makes of it out: good, dim, backlit or coloured. None of its figures follows the
 * complexion: levels are those of a white diffuser at the face, colours those of the lamp or of one cheek against the other.
 */
import type { LightReading } from '../../../main/contract/light.ts';
import { RED_PER_WARMTH } from './known-white.ts';
import type { SceneLightStage } from './scene-light.ts';

/** A fault begins beyond the first bound and ends within the second, so that a reading does not toggle. */
interface Bounds {
  readonly begins: number;
  readonly ends: number;
}
/** −log2 of the level: at 0.24 of white noise eats the colours of a usual webcam, at 0.3 they are back. */
const DIM: Bounds = { begins: -Math.log2(0.24), ends: -Math.log2(0.3) };
/** Bright surround over white at the face, in stops: 1 is a white wall lit twice as well as she is. Up to 0.2 on good clips. */
const BACKLIT: Bounds = { begins: 0.7, ends: 0.4 };
/** Warmth, either way: 0.46 is a lamp of about 2900 K after usual white balance. */
const TINTED: Bounds = { begins: 0.46, ends: 0.4 };
/** Difference of ln(B/G) between the cheeks: 0.1 to 0.2 under one lamp, where one cheek is in the shade. */
const MIXED: Bounds = { begins: 0.5, ends: 0.35 };
/**
 * Skin off the line that complexions and black bodies share, 0.62·ln(B/G) + ln(R/G): 0.2 to 0.8 on all photos and all ten tones.
 * Beyond it no complexion and no usual lamp explains the picture.
 */
const SKIN_MIDDLE = 0.4;
const STRANGE: Bounds = { begins: 0.75, ends: 0.65 };

/** Figures are averaged over this time, and a reading must last as long as this before it takes the place of another. */
const SETTLE_MS = 700;
const DWELL_MS = 700;
/** Cheeks darker than this are too noisy to be compared. */
const MIN_CHEEK = 0.01;

export interface LightReadingStage {
  /** null before the first run. */
  readonly reading: LightReading | null;
  /** @param level as settled @param illuminant as settled @param visitor a change starts anew */
  run(scene: SceneLightStage, level: number, illuminant: Float32Array, visitor: number, nowMs: number): void;
}

interface Figures {
  dim: number;
  backlit: number;
  tinted: number;
  mixed: number;
  strange: number;
}

function readFigures(now: Figures, scene: SceneLightStage, level: number, illuminant: Float32Array): void {
  const { face, surround } = scene;
  const { leftCheek, rightCheek, skin } = face;
  now.dim = -Math.log2(Math.max(1e-3, level));
  // A surround that is not seen is taken to be as dark as can be.
  now.backlit = Math.log2(Math.max(1e-3, surround.brightLuma) / Math.max(1e-3, level));
  now.tinted = Math.abs(Math.log((illuminant[2] as number) / (illuminant[1] as number)));
  now.mixed = 0;
  now.strange = 0;
  if (!face.isRead) return;
  const areSeen = leftCheek.luminance > MIN_CHEEK && rightCheek.luminance > MIN_CHEEK;
  if (areSeen && leftCheek.isTold && rightCheek.isTold)
    now.mixed = Math.abs(leftCheek.blueOverGreen - rightCheek.blueOverGreen);
  // Black and white, where both are 0, is no coloured light.
  const hasColour = Math.abs(skin.redOverGreen) + Math.abs(skin.blueOverGreen) > 0.1;
  if (skin.isTold && hasColour && skin.luminance > MIN_CHEEK)
    now.strange = Math.abs(skin.redOverGreen + RED_PER_WARMTH * skin.blueOverGreen - SKIN_MIDDLE);
}

const keys = ['dim', 'backlit', 'tinted', 'mixed', 'strange'] as const;

/** Costs next to nothing: five figures a frame. */
export function buildLightReading(): LightReadingStage {
  const now: Figures = { dim: 0, backlit: 0, tinted: 0, mixed: 0, strange: 0 };
  const settled: Figures = { ...now };
  let reading: LightReading | null = null;
  let candidate: LightReading | null = null;
  let candidateSinceMs = 0;
  let lastVisitor = -1;
  let lastMs = 0;

  const isOver = (figure: number, { begins, ends }: Bounds, isReading: boolean): boolean =>
    figure > (isReading ? ends : begins);

  function judge(): LightReading {
    // Behind her first: she can turn round, and a face before a window is dim as well.
    if (isOver(settled.backlit, BACKLIT, reading === 'backlit')) return 'backlit';
    if (isOver(settled.dim, DIM, reading === 'dim')) return 'dim';
    const isColoured = reading === 'coloured';
    return isOver(settled.tinted, TINTED, isColoured) ||
      isOver(settled.mixed, MIXED, isColoured) ||
      isOver(settled.strange, STRANGE, isColoured)
      ? 'coloured'
      : 'good';
  }

  return {
    get reading() {
      return reading;
    },
    run(scene, level, illuminant, visitor, nowMs) {
      const isNew = visitor !== lastVisitor || reading === null;
      const follow = isNew ? 1 : 1 - Math.exp(-Math.max(0, nowMs - lastMs) / SETTLE_MS);
      lastVisitor = visitor;
      lastMs = nowMs;
      readFigures(now, scene, level, illuminant);
      for (let i = 0; i < keys.length; i++) {
        const key = keys[i] as keyof Figures;
        settled[key] += follow * (now[key] - settled[key]);
      }
      if (isNew) reading = null;
      const next = judge();
      if (next !== candidate) {
        candidate = next;
        candidateSinceMs = nowMs;
      }
      if (isNew || nowMs - candidateSinceMs >= DWELL_MS) reading = next;
    },
  };
}
