/** What is at hand on every screen: being forgotten, and the other language. Between them stands what the screen itself puts there. */
import type { ComponentChildren } from 'preact';
import { nextLocale, speak, t } from '../i18n/texts.ts';
import { forgetMe } from './actions.ts';
import styles from './foot.module.css';

export function Foot({ children }: { children: ComponentChildren }) {
  return (
    <footer class={styles.foot}>
      <button type="button" class={styles.quiet} onClick={forgetMe}>
        {t('forget')}
      </button>
      {children}
      <button type="button" class={styles.quiet} lang={nextLocale()} onClick={() => void speak(nextLocale())}>
        {t('otherLanguage')}
      </button>
    </footer>
  );
}
