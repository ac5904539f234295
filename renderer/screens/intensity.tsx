/**
 * How much of the shade she wears: a slider from nothing to one full coat.
 */
import { t } from '../i18n/texts.ts';
import styles from './intensity.module.css';
import { intensity } from './state.ts';

export function Intensity() {
  const percent = Math.round(intensity.value * 100);
  return (
    <label class={styles.intensity}>
      <span class={styles.caption}>
        <span>{t('intensity')}</span>
        <span>{t('intensityValue', { percent })}</span>
      </span>
      <input
        type="range"
        min="0"
        max="100"
        value={percent}
        aria-valuetext={t('intensityValue', { percent })}
        onInput={({ currentTarget }) => {
          intensity.value = Number(currentTarget.value) / 100;
        }}
      />
    </label>
  );
}
