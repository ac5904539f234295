/** Forgets a shopper who left, so that the next one finds no stranger's shades, hearts or language. */
import { speak } from '../i18n/texts.ts';
import { forgetMe } from './actions.ts';
import { LeaveWatch } from './leave-watch.ts';
import { camera, pulse, session, settings, tryonState } from './state.ts';

const LOOK_EVERY_MS = 1000;

function hasTraces(): boolean {
  if (session.value === null) return false;
  const { sku, companion, favourites } = session.value;
  return sku !== null || companion.sku !== null || favourites.length > 0;
}

/** For the page's whole life. */
export function watchLeaving(): void {
  const watch = new LeaveWatch(performance.now());
  for (const type of ['pointerdown', 'keydown']) addEventListener(type, () => watch.touch(performance.now()));
  setInterval(() => {
    const { state, isDemo } = camera.value;
    const isCameraLive = state === 'live' && !isDemo && tryonState.value === 'running';
    const sight = { isCameraLive, hasFace: (pulse.value?.faceShare ?? 0) > 0 };
    if (!watch.hasLeft(sight, performance.now())) return;
    watch.touch(performance.now());
    if (hasTraces()) forgetMe();
    if (settings.value !== null) void speak(settings.value.locale);
  }, LOOK_EVERY_MS);
}
