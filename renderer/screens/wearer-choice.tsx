/**
 * Two people before the mirror: whose lips the next tap colours, each with what she wears. Native radios, so keyboards and
 * screen readers know what they are.
 */
import { WEARERS, type Wearer } from '../../main/contract/wearers.ts';
import { locale, t } from '../i18n/texts.ts';
import { choose } from './actions.ts';
import { Coat } from './coat.tsx';
import { wearer as chosen, wornShades } from './state.ts';
import styles from './wearer-choice.module.css';

function Choice({ wearer }: { wearer: Wearer }) {
  const shade = wornShades[wearer].value;
  return (
    <label class={styles.choice} data-wearer={wearer}>
      <input
        type="radio"
        name="wearer"
        value={wearer}
        checked={chosen.value === wearer}
        onChange={() => choose(wearer)}
      />
      {shade !== null && <Coat shade={shade} shape="disc" />}
      <span>{t(`wearer.${wearer}`)}</span>
      <span class="heard">{shade !== null && `, ${shade.name[locale.value]}`}</span>
    </label>
  );
}

export function WearerChoice() {
  return (
    <div class={styles.choices} role="radiogroup" aria-label={t('wearers')}>
      {WEARERS.map((wearer) => (
        <Choice key={wearer} wearer={wearer} />
      ))}
    </div>
  );
}
