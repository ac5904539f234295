/** The advisor as a person: her picture or what stands for it, her name, and one line of her own. */
import type { AdvisorCard as Advisor } from '../../../main/contract/code-view.ts';
import { locale } from '../../i18n/texts.ts';
import styles from './advisor-card.module.css';
import { isLong, localText, monogram } from './spelling.ts';

const typeOf = (photo: string): string => (photo.startsWith('/9j/') ? 'image/jpeg' : 'image/png');

export function AdvisorPicture({ advisor: { name, photo } }: { advisor: Advisor }) {
  if (photo === null) {
    return (
      <span class={styles.picture} aria-hidden="true">
        {monogram(name)}
      </span>
    );
  }
  return <img class={styles.picture} src={`data:${typeOf(photo)};base64,${photo}`} alt="" />;
}

export function AdvisorCard({ advisor }: { advisor: Advisor }) {
  const line = localText(advisor.line, locale.value);
  return (
    <div class={styles.card}>
      <AdvisorPicture advisor={advisor} />
      <div>
        <p class={styles.name} data-long={isLong(advisor.name, 24)}>
          {advisor.name}
        </p>
        <p class={styles.line} data-long={isLong(line, 60)}>
          {line}
        </p>
      </div>
    </div>
  );
}
