/**
 * How much of the shade she wears: a slider from nothing to one full coat.
 */
import { t } from '../i18n/texts.ts';
import { moveIntensity, settleIntensity } from './actions.ts';
import styles from './intensity.module.css';
import { intensity, wornShade } from './state.ts';

/** Dragged away and back, a slider tells no change, so letting go of it settles as well. */
export function Intensity() {
  const percent = Math.round(intensity.value * 100);
  const value = t('intensityValue', { percent });
  return (
    <label
      class={styles.intensity}
      style={{ '--filled': `${percent}%`, '--shade': wornShade.value?.swatch ?? null }}
    >
      <span class={styles.caption}>
        <span>{t('intensity')}</span>
        <span>{value}</span>
      </span>
      <input
        type="range"
        min="0"
        max="100"
        value={percent}
        aria-label={t('intensity')}
        aria-valuetext={value}
        onInput={({ currentTarget }) => moveIntensity(Number(currentTarget.value) / 100)}
        onChange={settleIntensity}
        onPointerUp={settleIntensity}
        onPointerCancel={settleIntensity}
        onBlur={settleIntensity}
      />
    </label>
  );
}
