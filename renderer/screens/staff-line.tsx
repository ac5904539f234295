/** A small line for whoever looks after the mirror, below what was said to her. */
import { t } from '../i18n/texts.ts';
import styles from './staff-line.module.css';

export function StaffLine({ text }: { text: string }) {
  return (
    <p class={styles.staff} data-staff>
      <strong>{t('staff')}</strong>
      {text}
    </p>
  );
}
