/**
 * Asks for the camera until one is there whose first frame has arrived, and tells of each failure on the way. Owns every
 * track it gets until `found` takes it over: one that nobody waits for any more is stopped as it arrives.
 *
 * Measured in Chromium 156 with its capture process stopped: getUserMedia and enumerateDevices hang, and all answer at
 * once when it goes on. Hence asks with a limit, of which the first to bring a camera wins, however late.
 */

import type { CameraProblem } from '../../main/contract/camera.ts';
import type { CameraMedia } from './camera-list.ts';
import type { CameraPermission } from './camera-permission.ts';
import { buildTimer, type Clock } from './clock.ts';
import { type CameraWish, openCamera, problemOf } from './open-camera.ts';
import { type PauseReason, pauseMs } from './pause.ts';

export type SearchFailure = CameraProblem | 'lost' | 'frozen';

export interface SearchParts {
  media: CameraMedia;
  clock: Clock;
  permission: Pick<CameraPermission, 'state'>;
  /** Resolves when a frame of the track came; rejects when it ended before. */
  firstFrame(track: MediaStreamTrack): Promise<void>;
  found(track: MediaStreamTrack): void;
  failed(failure: SearchFailure): void;
}

export interface Search {
  /** Starts anew with this wish: at once, or after the pause that follows the loss of a picture. */
  begin(wish: CameraWish, loss?: 'lost' | 'frozen'): void;
  /** Something changed for the better, perhaps: asks now if it was pausing. */
  hurry(): void;
  /** The picture has stood for long: the next trouble is not the continuation of the last. */
  settle(): void;
  cancel(): void;
}

const ASK_LIMIT_MS = 8_000;
const FIRST_FRAME_LIMIT_MS = 4_000;

export function buildSearch({ media, clock, permission, firstFrame, found, failed }: SearchParts): Search {
  const patience = buildTimer(clock);
  const pause = buildTimer(clock);
  let wish: CameraWish;
  let asks = 0;
  /** Asks with a lower number are out of date: what they bring is stopped. */
  let firstWanted = 1;
  let failures = 0;
  /** Open, its first frame awaited. */
  let candidate: MediaStreamTrack | null = null;

  function ask(): void {
    pause.clear();
    const number = ++asks;
    patience.start(ASK_LIMIT_MS, unanswered);
    openCamera(media, wish).then(
      (track) => (number >= firstWanted ? prove(track) : track.stop()),
      (cause: unknown) => {
        console.warn(cause instanceof Error ? cause.message : cause);
        // A refusal that comes late is news, unless a newer ask is on its way.
        if (number >= firstWanted && number === asks) retry(problemOf(cause));
      },
    );
  }

  function unanswered(): void {
    // A question to the shopper or the technician has no time limit, and a second one would not help.
    if (permission.state === 'prompt') patience.start(ASK_LIMIT_MS, unanswered);
    else retry('failed', 'unanswered');
  }

  function prove(track: MediaStreamTrack): void {
    firstWanted = asks + 1;
    pause.clear();
    candidate = track;
    patience.start(FIRST_FRAME_LIMIT_MS, () => discard(track));
    firstFrame(track).then(
      // It may have ended on its very first frame, and will not say so again.
      () => (track.readyState === 'ended' ? discard(track) : accept(track)),
      () => discard(track),
    );
  }

  function accept(track: MediaStreamTrack): void {
    if (candidate !== track) return;
    candidate = null;
    patience.clear();
    found(track);
  }

  function discard(track: MediaStreamTrack): void {
    if (candidate !== track) return;
    candidate = null;
    const failure = track.readyState === 'ended' ? 'lost' : 'frozen';
    track.stop();
    retry(failure);
  }

  function retry(failure: SearchFailure, reason: PauseReason = failure): void {
    patience.clear();
    pause.start(pauseMs(reason, failures++, permission.state), ask);
    failed(failure);
  }

  function cancel(): void {
    firstWanted = asks + 1;
    patience.clear();
    pause.clear();
    candidate?.stop();
    candidate = null;
  }

  return {
    begin(next, loss) {
      cancel();
      wish = next;
      if (loss === undefined) ask();
      else pause.start(pauseMs(loss, failures++, permission.state), ask);
    },
    hurry() {
      failures = 0;
      if (pause.isRunning) ask();
    },
    settle() {
      failures = 0;
    },
    cancel,
  };
}
