/**
 * The brand's moment while the mirror wakes: over everything until the shades are there.
 */
import { nextLocale, t } from '../i18n/texts.ts';
import { Mark } from '../ui/icons.tsx';
import { NoticeWords } from './notice-board.tsx';
import type { Notice } from './notices.ts';
import styles from './welcome.module.css';

export function Welcome({ notice }: { notice: Notice | null }) {
  return (
    <section class={styles.welcome}>
      <div class={styles.brand}>
        <Mark class={styles.mark} />
        <h1 class={styles.name}>{t('brand')}</h1>
        <span class={styles.other} lang={nextLocale()}>
          {t('brandOther')}
        </span>
      </div>
      <div class={styles.words} role={notice?.role ?? 'status'}>
        {notice !== null && <NoticeWords name={notice.name} />}
      </div>
    </section>
  );
}
