/** Her shades: in one row beside the code, or as a list to be noted down where there is none. */
import type { Shade } from '../../../main/contract/catalogue.ts';
import { locale, t } from '../../i18n/texts.ts';
import { Coat } from '../coat.tsx';
import { catalogue } from '../state.ts';
import styles from './shade-row.module.css';

/** One row of them, the last place for how many more there are. */
const PLACES = 5;

const shadesOf = (skus: readonly string[]): Shade[] =>
  skus.flatMap((wanted) => catalogue.value?.shades.find(({ sku }) => sku === wanted) ?? []);

export function ShadeRow({ skus }: { skus: readonly string[] }) {
  const shades = shadesOf(skus);
  const shown = shades.length > PLACES ? shades.slice(0, PLACES - 1) : shades;
  if (shades.length === 0) return null;
  return (
    <ul class={styles.row} aria-label={t('takeHome.shades')}>
      {shown.map((shade) => (
        <li key={shade.sku}>
          <Coat shade={shade} shape="disc" />
          <span class={styles.name}>{shade.name[locale.value]}</span>
        </li>
      ))}
      {shown.length < shades.length && (
        <li class={styles.more}>{t('takeHome.more', { count: shades.length - shown.length })}</li>
      )}
    </ul>
  );
}

/** Everything that a clerk needs to find them, large enough for a photo. */
export function ShadeList({ skus }: { skus: readonly string[] }) {
  const shades = shadesOf(skus);
  return (
    <ul class={styles.list} data-many={shades.length > 8} aria-label={t('takeHome.shades')}>
      {shades.map((shade) => (
        <li key={shade.sku}>
          <Coat shade={shade} shape="disc" />
          <p class={styles.name}>{shade.name[locale.value]}</p>
          <p class={styles.sku}>{shade.sku}</p>
        </li>
      ))}
    </ul>
  );
}
