/** The code on its white plate: drawn here, or the picture that came from HQ. */
import { useMemo } from 'preact/hooks';
import { t } from '../../i18n/texts.ts';
import { drawQr } from './qr-path.ts';
import styles from './qr-plate.module.css';

function Drawing({ payload, name }: { payload: string; name: string }) {
  const { size, path } = useMemo(() => drawQr(payload), [payload]);
  return (
    <svg class={styles.drawing} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={name}>
      <path d={path} />
    </svg>
  );
}

interface QrPlateProps {
  payload: string | null;
  /** A data address. */
  image: string | null;
  /** What is to be done with it. */
  title: string;
}

export function QrPlate({ payload, image, title }: QrPlateProps) {
  const name = t('takeHome.code', { title });
  return (
    <div class={styles.plate}>
      {payload !== null && <Drawing payload={payload} name={name} />}
      {payload === null && image !== null && <img class={styles.image} src={image} alt={name} />}
    </div>
  );
}
