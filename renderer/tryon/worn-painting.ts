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

export interface WornPainting {
  readonly painting: LipPainting;
  /** Number of the look she wears. */
  readonly change: number;
  /** Pixels of the mask over her lips in the newest frame; 0 when none were painted. */
  readonly lipPixels: number;
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
  let isBare = true;
  let change = 0;
  let toldChange = 0;
  /** The look of the newest frame, and whether lips in the frame wear it. */
  let frameChange = 0;
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
    get reading() {
      return isThere ? painting.reading : null;
    },
    wear(look, number) {
      isBare = look === null;
      change = number;
      painting.wear(look);
    },
    run(planes, face, nowMs, stageMs) {
      frameChange = change;
      isThere = face?.isSeen === true;
      isPainted =
        face !== undefined &&
        isThere &&
        paintTimed(painting, planes, face.points, face.visitor, nowMs, stageMs);
      return isPainted;
    },
    takeNews() {
      // A look that came while the frame was written is not in it.
      if (toldChange === change || frameChange !== change || !(isPainted || isBare)) return false;
      toldChange = change;
      return true;
    },
  };
}
