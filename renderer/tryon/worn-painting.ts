/**
 * What one of the two wears and the painting of her lips: a look and a face of this frame in, her lips painted into the
 * planes out, and whether the page is to hear that her newest look was seen.
 */
import type { LightReading } from '../../main/contract/light.ts';
import type { Planes } from './frames/planes.ts';
import type { FaceTrack } from './landmarks/face-track.ts';
import { buildLipPainting, type LipPainting } from './lip-painting.ts';
import type { Look } from './look.ts';
import { type LipTimes, paintTimed } from './timed-painting.ts';

/** Of a lipstick that fades behind a hand. */
const LEAST_SHOWN = 0.5;

export interface WornPainting {
  readonly painting: LipPainting;
  /** Number of the look she wears. */
  readonly change: number;
  /** Pixels of the mask over her lips in the newest frame; 0 when none were painted. */
  readonly lipPixels: number;
  /** The look of the newest frame, painted or not; null when it leaves lips bare. */
  readonly look: Look | null;
  /** Whether her lips show that look in the newest frame: not behind a hand or a mask. */
  readonly isShown: boolean;
  /** The light on her face; null while she is not there. */
  readonly reading: LightReading | null;
  wear(look: Look | null, change: number): void;
  /** Runs the pure stages on her face and adds their times. @returns true when her lips were painted */
  run(planes: Planes, face: FaceTrack | undefined, nowMs: number, stageMs: LipTimes): boolean;
  /** To be asked when the frame is written. @returns true once for each look: when it was seen, or bare lips were asked for */
  takeNews(): boolean;
}

export function buildWornPainting(): WornPainting {
  const painting = buildLipPainting();
  let worn: Look | null = null;
  let change = 0;
  let toldChange = 0;
  /** The look of the newest frame, and whether lips in the frame wear it. */
  let frameChange = 0;
  let frameLook: Look | null = null;
  let isPainted = false;
  let isThere = false;

  return {
    painting,
    get change() {
      return change;
    },
    get lipPixels() {
      return isPainted ? painting.mask.widthPx * painting.mask.heightPx : 0;
    },
    get look() {
      return frameLook;
    },
    get isShown() {
      return isPainted && painting.presence > LEAST_SHOWN;
    },
    get reading() {
      return isThere ? painting.reading : null;
    },
    wear(look, number) {
      worn = look;
      change = number;
      painting.wear(look);
    },
    run(planes, face, nowMs, stageMs) {
      frameChange = change;
      frameLook = worn !== null && worn.intensity > 0 ? worn : null;
      isThere = face?.isSeen === true;
      isPainted =
        face !== undefined &&
        isThere &&
        paintTimed(painting, planes, face.points, face.visitor, nowMs, stageMs);
      return isPainted;
    },
    takeNews() {
      // A look that came while the frame was written is not in it.
      if (toldChange === change || frameChange !== change || !(isPainted || worn === null)) return false;
      toldChange = change;
      return true;
    },
  };
}
