/**
 * The shade she wears, by name, and her heart for it.
 */
import type { Shade } from '../../main/contract/catalogue.ts';
import { locale, t } from '../i18n/texts.ts';
import { Heart } from '../ui/icons.tsx';
import { toggleFavourite } from './actions.ts';
import { finishWords } from './finish-words.ts';
import { favourites, wornShade } from './state.ts';
import styles from './worn-shade.module.css';

const priceText = ({ price }: Shade): string =>
  new Intl.NumberFormat(locale.value, {
    style: 'currency',
    currency: price.currency,
    currencyDisplay: 'narrowSymbol',
    trailingZeroDisplay: 'stripIfInteger',
  }).format(price.amount);

function HeartButton({ shade }: { shade: Shade }) {
  const count = favourites.value.size;
  return (
    <button
      type="button"
      class={styles.love}
      aria-pressed={favourites.value.has(shade.sku)}
      onClick={() => toggleFavourite(shade.sku)}
    >
      <Heart class={styles.heart} />
      <span class="heard">{t('loveShade', { shade: shade.name[locale.value] })}</span>
      <span class={styles.count}>{count === 0 ? t('love') : t('loved', { count })}</span>
    </button>
  );
}

export function WornShade() {
  const shade = wornShade.value;
  if (shade === null) return null;
  return (
    <div class={styles.worn}>
      <div aria-live="polite">
        <h1 class={styles.name}>{shade.name[locale.value]}</h1>
        <p class={styles.facts}>
          <span>{finishWords(shade).join(' + ')}</span>
          <span>{shade.sku}</span>
          <span class={styles.price}>{priceText(shade)}</span>
        </p>
      </div>
      <HeartButton shade={shade} />
    </div>
  );
}
