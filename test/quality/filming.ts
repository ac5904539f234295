/**
 * Runs states of the synthetic shopper through the real pipeline in Chromium, as frames of a clip at 30 fps, and hands out
 * each painted frame with what is true of it. The next frame is rendered while the last one is painted.
 */
import { layI420, spreadMask } from '../../main/headless/try/painted-part.ts';
import type { Studio } from '../../main/headless/try/studio.ts';
import type { CanonicalMesh } from '../../models/face/canonical-mesh.ts';
import { buildShopper, type Lipstick, type ShopperState } from '../../models/shopper/shopper.ts';
import type { PaintedFace, Part } from '../../renderer/try/api.ts';
import { planesBytes } from '../../renderer/tryon/frames/planes.ts';
import type { Look } from '../../renderer/tryon/look.ts';
import type { FrameSize } from './painted-frame.ts';

export const FRAME: FrameSize = { widthPx: 1280, heightPx: 720 };
export const FRAME_MS = 33;
/** Frames of a still: the tracker trusts a face in its second one, its smoother and the light readings settle next. */
const STILL_FRAMES = 6;
/** Empty frames between two visitors, after which the tracker has given the first one up, and the pause to its next search. */
const EMPTY_FRAMES = 7;
const PAUSE_MS = 600;

/** What the shopper says is true of a frame; see her `Truth`. */
export interface ShotTruth {
  lips: Uint8Array;
  innerMouth: Uint8Array;
  hiddenLips: Uint8Array;
  landmarks: Float32Array;
}

export interface Shot {
  state: ShopperState;
  timeMs: number;
  /** I420, bare and painted. */
  before: Uint8Array;
  after: Uint8Array;
  truth: ShotTruth;
  /** Coverage of the whole frame, and the part of it that holds any. */
  found: Uint8Array;
  part: Part;
  painted: boolean;
  face: PaintedFace | undefined;
}

export interface Filming {
  /** Starts a clip in which she wears the look. */
  wear(look: Look): Promise<void>;
  /** A new visitor who holds still, two frames of camera noise in turn: her last frame. */
  still(state: ShopperState): Promise<Shot>;
  /** A new visitor, frame by frame. The states' noise seeds are replaced by the frames' numbers. */
  sequence(states: Iterable<ShopperState>): AsyncGenerator<Shot>;
  /** The same frame with an ideal lipstick instead of paint. Overwritten by the next frame. */
  analytic(shot: Shot, lipstick: Lipstick): Uint8Array;
}

export function buildFilming(studio: Studio, mesh: CanonicalMesh): Filming {
  const shopper = buildShopper({ mesh, ...FRAME });
  const empty = new Uint8Array(planesBytes(FRAME.widthPx, FRAME.heightPx)).fill(128);
  let timeMs = 0;

  function show(frame: Uint8Array) {
    timeMs += FRAME_MS;
    return studio.paintFrame(frame, FRAME, timeMs, 'bt709');
  }

  async function leave(): Promise<void> {
    for (let i = 0; i < EMPTY_FRAMES; i++) await show(empty);
    timeMs += PAUSE_MS;
  }

  /** Renders a state and its truth. */
  function render(state: ShopperState): Pick<Shot, 'state' | 'before' | 'truth'> {
    shopper.render({ ...state, wantTruth: true });
    const { lips, innerMouth, hiddenLips, landmarks } = shopper.truth;
    const truth = {
      lips: lips.slice(),
      innerMouth: innerMouth.slice(),
      hiddenLips: hiddenLips.slice(),
      landmarks: landmarks.slice(),
    };
    return { state, before: shopper.frame.data.slice(), truth };
  }

  /** Begins to paint what was rendered. */
  function shoot(rendered: Pick<Shot, 'state' | 'before' | 'truth'>): Promise<Shot> {
    const answered = show(rendered.before);
    const shotMs = timeMs;
    return answered.then(({ part, pixels, coverage, faces }) => {
      const after = rendered.before.slice();
      layI420(after, FRAME, part, pixels);
      const found = spreadMask(coverage, part, FRAME);
      const painted = faces.some((face) => face.painted);
      return { ...rendered, timeMs: shotMs, after, found, part, painted, face: faces[0] };
    });
  }

  async function* sequence(states: Iterable<ShopperState>): AsyncGenerator<Shot> {
    await leave();
    let ahead: Promise<Shot> | undefined;
    let noiseSeed = 0;
    for (const state of states) {
      noiseSeed++;
      const next = shoot(render({ ...state, noiseSeed }));
      if (ahead) yield await ahead;
      ahead = next;
    }
    if (ahead) yield await ahead;
  }

  return {
    wear: (look) => studio.startClip(look),
    sequence,
    async still(state) {
      await leave();
      const [other, last] = [1, 2].map((noiseSeed) => render({ ...state, noiseSeed }));
      for (let frame = STILL_FRAMES - 1; frame > 0; frame--) await show((frame % 2 ? other : last).before);
      return shoot(last);
    },
    analytic({ state }, lipstick) {
      shopper.render({ ...state, lipstick });
      return shopper.frame.data;
    },
  };
}
