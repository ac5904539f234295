/**
 * The glass: her picture, upright and mirrored as seen, with nothing on it but a notice or the word "before". A swipe
 * over it changes the shade.
 */
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { CameraState } from '../../main/contract/camera.ts';
import { DebugMarks, DebugReadings } from '../debug/overlay.tsx';
import { t } from '../i18n/texts.ts';
import { Mark } from '../ui/icons.tsx';
import { stepShade } from './actions.ts';
import styles from './glass.module.css';
import { camera, isComparing, isDebugging, isPaired, settings } from './state.ts';
import { listenForSwipes } from './swipe.ts';

export interface PictureProps {
  video: RefObject<HTMLVideoElement | null>;
  canvas: RefObject<HTMLCanvasElement | null>;
}

/** In these no frames come; the last one would show somebody who may have left. */
const WITHOUT_PICTURE: readonly CameraState[] = ['opening', 'missing', 'denied', 'busy', 'failed', 'lost'];

/** The demo shopper is drawn upright, whatever way the camera is mounted. */
function Picture({ video, canvas }: PictureProps) {
  const { isDemo, state } = camera.value;
  const turn = isDemo ? 0 : (settings.value?.camera.rotation ?? 0);
  const isAway = !isDemo && WITHOUT_PICTURE.includes(state);
  return (
    <div class={styles.picture} data-turn={turn} data-away={isAway}>
      <video ref={video} autoplay muted playsinline aria-label={t('mirror')} />
      <canvas ref={canvas} hidden />
      {isDebugging.value && <DebugMarks />}
    </div>
  );
}

export function Glass({ video, canvas }: PictureProps) {
  const surface = useRef<HTMLDivElement>(null);
  useEffect(() => listenForSwipes(surface.current as HTMLElement, (by) => stepShade(by, 'swipe')), []);
  return (
    <div ref={surface} class={styles.glass}>
      <Mark class={styles.mark} />
      <Picture video={video} canvas={canvas} />
      {isDebugging.value && <DebugReadings video={video} />}
      {isComparing.value && (
        <p class={styles.before} data-aside={isPaired.value}>
          {t('before')}
        </p>
      )}
    </div>
  );
}
