/**
 * The lipsticks of the catalogue, family by family: one touch puts a shade on. Native radios, so keyboards and screen
 * readers know what they are.
 */
import { useEffect, useRef } from 'preact/hooks';
import type { Shade } from '../../main/contract/catalogue.ts';
import { locale, t, textOrNull } from '../i18n/texts.ts';
import { wearShade } from './actions.ts';
import { finishWords } from './finish-words.ts';
import { Lipstick } from './lipstick.tsx';
import styles from './shade-rail.module.css';
import { catalogue, favourites, wornShade } from './state.ts';

const prefersStill = matchMedia('(prefers-reduced-motion: reduce)');

function ShadeChoice({ shade }: { shade: Shade }) {
  const choice = useRef<HTMLLabelElement>(null);
  const isWorn = shade.sku === wornShade.value?.sku;
  useEffect(() => {
    const behavior = prefersStill.matches ? 'instant' : 'smooth';
    if (isWorn) choice.current?.scrollIntoView({ inline: 'center', block: 'nearest', behavior });
  }, [isWorn]);
  return (
    <label ref={choice} class={styles.shade} data-sku={shade.sku}>
      <input
        type="radio"
        name="shade"
        value={shade.sku}
        checked={isWorn}
        onChange={() => wearShade(shade.sku, 'rail')}
      />
      <Lipstick shade={shade} isLoved={favourites.value.has(shade.sku)} />
      <span class="heard">{[shade.name[locale.value], ...finishWords(shade)].join(', ')}</span>
    </label>
  );
}

/** Neighbours of one family; a family that comes twice in the catalogue stands twice, so arrow keys follow what is seen. */
function familiesOf(shades: readonly Shade[]): Shade[][] {
  const families: Shade[][] = [];
  for (const shade of shades) {
    const last = families.at(-1);
    if (last?.[0]?.family === shade.family) last.push(shade);
    else families.push([shade]);
  }
  return families;
}

function Family({ shades }: { shades: Shade[] }) {
  const name = textOrNull(`family.${shades[0]?.family}`);
  return (
    <div class={styles.family}>
      <span class={styles.name}>{name}</span>
      <div class={styles.shades}>
        {shades.map((shade) => (
          <ShadeChoice key={shade.sku} shade={shade} />
        ))}
      </div>
    </div>
  );
}

/** A mouse wheel turns one way only; where the rail lies across, it moves it sideways. */
function wheelSideways({ currentTarget, deltaX, deltaY }: WheelEvent): void {
  if (Math.abs(deltaY) > Math.abs(deltaX)) (currentTarget as HTMLElement).scrollLeft += deltaY;
}

export function ShadeRail() {
  return (
    <div class={styles.rail} role="radiogroup" aria-label={t('shades')} onWheel={wheelSideways}>
      {familiesOf(catalogue.value?.shades ?? []).map((shades) => (
        <Family key={shades[0]?.sku} shades={shades} />
      ))}
    </div>
  );
}
