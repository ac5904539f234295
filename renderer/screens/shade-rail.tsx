/**
 * The row of shades: one touch puts a shade on. Native radios, so keyboards and screen readers know what they are.
 */
import { useEffect, useRef } from 'preact/hooks';
import type { Shade } from '../../main/contract/catalogue.ts';
import { locale, t } from '../i18n/texts.ts';
import styles from './shade-rail.module.css';
import { catalogue, wornSku } from './state.ts';

function ShadeChoice({ shade }: { shade: Shade }) {
  const choice = useRef<HTMLLabelElement>(null);
  const isWorn = shade.sku === wornSku.value;
  useEffect(() => {
    if (isWorn) choice.current?.scrollIntoView({ inline: 'center', block: 'nearest', behavior: 'smooth' });
  }, [isWorn]);
  return (
    <label ref={choice} class={styles.shade} data-sku={shade.sku}>
      <input
        type="radio"
        name="shade"
        value={shade.sku}
        checked={isWorn}
        onChange={() => {
          wornSku.value = shade.sku;
        }}
      />
      <svg class={styles.swatch} viewBox="0 0 10 10" aria-hidden="true">
        <circle cx="5" cy="5" r="5" fill={shade.swatch} />
      </svg>
      <span class={styles.name}>{shade.name[locale.value]}</span>
    </label>
  );
}

export function ShadeRail() {
  return (
    <div class={styles.rail} role="radiogroup" aria-label={t('shades')}>
      {catalogue.value?.shades.map((shade) => (
        <ShadeChoice key={shade.sku} shade={shade} />
      ))}
    </div>
  );
}
