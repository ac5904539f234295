/** What the page tells the service of itself, from its state: numbers and states only. */
import type { PageReport } from '../../main/contract/health.ts';
import { camera, pulse, tryonState, waitingIntents } from '../screens/state.ts';
import { lastTouchMs } from '../screens/touch.ts';
import { lostIntents } from './outbox.ts';

/** @param restarts of the try-on worker */
export function readPageReport(restarts: number): PageReport {
  const { state, isDemo, connected, recoveries } = camera.value;
  const now = pulse.value;
  const touchedMs = lastTouchMs();
  // The demo shopper's frames are no camera's.
  const seen = isDemo ? null : now;
  return {
    camera: {
      state,
      widthPx: seen?.widthPx ?? 0,
      heightPx: seen?.heightPx ?? 0,
      frameAgeMs: seen?.frameAgeMs ?? null,
      fps: seen?.fps ?? 0,
      connected,
      recoveries,
      isDemo,
    },
    tryon: {
      state: tryonState.value,
      workMs: now?.workMs ?? 0,
      faceShare: now?.faceShare ?? 0,
      restarts,
    },
    light: seen?.light ?? null,
    touchAgeMs: touchedMs === null ? null : performance.now() - touchedMs,
    waitingIntents: waitingIntents.value.length,
    lostIntents: lostIntents(),
  };
}
