/** Her code was used: thank you, in her advisor's name where there is one. */
import type { CodeView } from '../../../main/contract/code-view.ts';
import { t } from '../../i18n/texts.ts';
import { Mark } from '../../ui/icons.tsx';
import { AdvisorPicture } from './advisor-card.tsx';
import titles from './take-home.module.css';
import styles from './thanks.module.css';

export function Thanks({ thanks }: { thanks: Extract<CodeView, { kind: 'thanks' }> }) {
  const { contact, hasJoined, advisor } = thanks;
  const occasion = `takeHome.thanks.${contact}.${hasJoined ? 'joined' : 'claimed'}`;
  return (
    <div class={styles.thanks} aria-live="polite">
      {advisor === null ? <Mark class={styles.mark} /> : <AdvisorPicture advisor={advisor} />}
      <h1 class={titles.title}>{t(`${occasion}.title`)}</h1>
      <p>{t(`${occasion}.text`)}</p>
      <p class={styles.from}>
        {advisor === null
          ? t('takeHome.thanks.fromHouse')
          : t('takeHome.thanks.fromAdvisor', { name: advisor.name })}
      </p>
    </div>
  );
}
