/**
 * Which of all that may be wrong is told on the glass: one notice at a time, the most important. Its words stand in
 * i18n under `notice.<name>`.
 */
import type { CameraReading } from '../camera/camera-reading.ts';
import type { LightTrouble } from './light-coach.ts';
import type { ServiceState, TryonState } from './state.ts';

export interface MirrorFacts {
  camera: CameraReading;
  service: ServiceState;
  tryon: TryonState;
  hasCatalogue: boolean;
  /** A second camera was connected a moment ago. */
  isCameraAdded: boolean;
  isForgetting: boolean;
  isForgotten: boolean;
  /** Her code, or the wait for it, is on the screen. */
  isTakingHome: boolean;
  /** What the light does to colours, when it is time to tell of it. */
  light: LightTrouble | null;
}

export interface Notice {
  /** Key below `notice` in the texts. */
  name: string;
  /** `alert` interrupts a screen reader: without the picture she can do nothing. */
  role: 'status' | 'alert';
}

const status = (name: string): Notice => ({ name, role: 'status' });
const alert = (name: string): Notice => ({ name, role: 'alert' });

/** The demo shopper must always be explained: a shopper could take her for a stranger. */
function cameraNotice({ state, isDemo, connected }: CameraReading): Notice | null {
  // There are cameras, and none is the one that the settings name.
  const name = state === 'missing' && connected > 0 ? 'misnamed' : state;
  if (isDemo) return status(`demo.${name}`);
  if (state === 'live' || state === 'opening') return null;
  return state === 'resized' ? status('camera.resized') : alert(`camera.${name}`);
}

/** Without shades there is no mirror to see yet, so the brand's moment speaks of them alone. */
const wakingNotice = (service: ServiceState): Notice =>
  status(service === 'connected' ? 'service.catalogue' : 'service.connecting');

/**
 * An answer to her own touch comes first and is short; then camera, service, try-on. Opening is no trouble, so it waits; a
 * hint about the light waits for everything. A code is good without the service, and who waits for one is told beside it.
 */
export function chooseNotice(facts: MirrorFacts): Notice | null {
  if (!facts.hasCatalogue) return wakingNotice(facts.service);
  if (facts.isForgetting) return status('forgetting');
  if (facts.isForgotten) return status('forgotten');
  const trouble = cameraNotice(facts.camera);
  if (trouble !== null) return trouble;
  if (facts.service !== 'connected' && !facts.isTakingHome) return status(`service.${facts.service}`);
  if (facts.camera.state === 'opening') return status('camera.opening');
  if (facts.tryon !== 'running') return status(`tryon.${facts.tryon}`);
  if (facts.isCameraAdded) return status('camera.added');
  return facts.light === null ? null : status(`light.${facts.light}`);
}
