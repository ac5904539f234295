/**
 * The one notice on the glass: what it means for her, what happens next, and a small line for the staff. It hangs at the
 * top edge, above her eyes.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { t, textOrNull } from '../i18n/texts.ts';
import styles from './notice-board.module.css';
import { chooseNotice, type Notice } from './notices.ts';
import { StaffLine } from './staff-line.tsx';
import {
  camera,
  catalogue,
  isForgetting,
  isForgotten,
  lightTrouble,
  serviceState,
  takingHome,
  tryonState,
} from './state.ts';

/** How long the glass tells of a second camera. */
const CAMERA_ADDED_MS = 8000;

/** Whether another camera was connected within the last moments. */
function useCameraAdded(): boolean {
  const { connected } = camera.value;
  const before = useRef(0);
  const [isAdded, setAdded] = useState(false);
  useEffect(() => {
    setAdded(before.current > 0 && connected > before.current);
    before.current = connected;
    const timer = setTimeout(() => setAdded(false), CAMERA_ADDED_MS);
    return () => clearTimeout(timer);
  }, [connected]);
  return isAdded;
}

export function useNotice(): Notice | null {
  const isCameraAdded = useCameraAdded();
  return chooseNotice({
    camera: camera.value,
    service: serviceState.value,
    tryon: tryonState.value,
    hasCatalogue: catalogue.value !== null,
    isCameraAdded,
    isForgetting: isForgetting.value,
    isForgotten: isForgotten.value,
    isTakingHome: takingHome.value.kind !== 'none',
    light: lightTrouble.value,
  });
}

export function NoticeWords({ name }: { name: string }) {
  const staff = textOrNull(`notice.${name}.staff`);
  return (
    <>
      <h2 class={styles.title}>{t(`notice.${name}.title`)}</h2>
      <p>{t(`notice.${name}.text`)}</p>
      {staff !== null && (
        <div class={styles.staff}>
          <StaffLine text={staff} />
        </div>
      )}
    </>
  );
}

/** Both regions are always there: a screen reader tells only what changes inside a region it knows. */
export function NoticeBoard({ notice }: { notice: Notice | null }) {
  return (
    <div class={styles.board}>
      {(['alert', 'status'] as const).map((role) => (
        <div key={role} role={role}>
          {notice?.role === role && (
            <div key={notice.name} class={styles.notice}>
              <NoticeWords name={notice.name} />
            </div>
          )}
        </div>
      ))}
    </div>
  );
}
