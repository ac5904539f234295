/**
 * Runs states of the synthetic shopper through the real pipeline in Chromium and measures each painted frame.
 */
import type { Studio } from '../../main/headless/try/studio.ts';
import type { CanonicalMesh } from '../../models/face/canonical-mesh.ts';
import { buildShopper, type ShopperState } from '../../models/shopper/shopper.ts';
import { planesBytes } from '../../renderer/tryon/frames/planes.ts';
import type { Look } from '../../renderer/tryon/look.ts';
import {
  analyticLipstick,
  type FrameSize,
  lipDifferences,
  lipIou,
  percentile,
  strayChanges,
} from './painted-frame.ts';

export const FRAME: FrameSize = { widthPx: 1280, heightPx: 720 };
/** Frames of each state: the tracker trusts a face in its second frame and its smoother settles in the next ones. */
const FRAMES_PER_STATE = 4;
const FRAME_MS = 33;
/** Empty frames between two states, after which the tracker has given her up and will search again: a new visitor. */
const EMPTY_FRAMES = 8;
const PAUSE_MS = 600;

export interface Measured {
  painted: boolean;
  iou: number;
  /** CIEDE2000 to the analytic film over the lips. */
  deltaEMedian: number;
  deltaEP95: number;
  stray: number;
}

/** Puts a part's samples back into the frame it was cut from. */
function patch(
  frame: Uint8Array,
  pixels: Uint8Array,
  part: { xPx: number; yPx: number; widthPx: number; heightPx: number },
): Uint8Array {
  const out = frame.slice();
  const { widthPx, heightPx } = FRAME;
  const planes = [
    { at: 0, width: widthPx, scale: 1 },
    { at: widthPx * heightPx, width: widthPx / 2, scale: 2 },
    { at: (widthPx * heightPx * 5) / 4, width: widthPx / 2, scale: 2 },
  ];
  let from = 0;
  for (const { at, width, scale } of planes) {
    const bytes = part.widthPx / scale;
    for (let row = 0; row < part.heightPx / scale; row++, from += bytes) {
      out.set(pixels.subarray(from, from + bytes), at + (part.yPx / scale + row) * width + part.xPx / scale);
    }
  }
  return out;
}

function spread(
  coverage: Uint8Array,
  part: { xPx: number; yPx: number; widthPx: number; heightPx: number },
): Uint8Array {
  const out = new Uint8Array(FRAME.widthPx * FRAME.heightPx);
  for (let row = 0; row < part.heightPx; row++) {
    out.set(
      coverage.subarray(row * part.widthPx, (row + 1) * part.widthPx),
      (part.yPx + row) * FRAME.widthPx + part.xPx,
    );
  }
  return out;
}

export interface Sweep {
  /** Paints the state with the look the sweep was built for. */
  run(state: ShopperState): Promise<Measured>;
}

/** Starts a clip in the studio; the states that follow are its frames. */
export async function buildSweep(studio: Studio, mesh: CanonicalMesh, look: Look): Promise<Sweep> {
  const shopper = buildShopper({ mesh, ...FRAME });
  const lipstick = analyticLipstick(look);
  const empty = new Uint8Array(planesBytes(FRAME.widthPx, FRAME.heightPx)).fill(128);
  let timeMs = 0;
  await studio.startClip(look);

  const show = (frame: Uint8Array) => {
    timeMs += FRAME_MS;
    return studio.paintFrame(frame, FRAME, timeMs, 'bt709');
  };

  return {
    async run(state) {
      for (let i = 0; i < EMPTY_FRAMES; i++) await show(empty);
      timeMs += PAUSE_MS;
      shopper.render({ ...state, wantTruth: true });
      const before = shopper.frame.data.slice();
      const truth = shopper.truth.lips.slice();
      let answer = await show(before);
      for (let i = 1; i < FRAMES_PER_STATE; i++) answer = await show(before);
      shopper.render({ ...state, lipstick });
      const found = spread(answer.coverage, answer.part);
      const after = patch(before, answer.pixels, answer.part);
      const differences = lipDifferences(after, shopper.frame.data, found, truth, FRAME);
      return {
        painted: answer.faces.some((face) => face.painted),
        iou: lipIou(found, truth),
        deltaEMedian: percentile(differences, 0.5),
        deltaEP95: percentile(differences, 0.95),
        stray: strayChanges(before, after, found, FRAME),
      };
    },
  };
}
