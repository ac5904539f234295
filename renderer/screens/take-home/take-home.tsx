/**
 * Taking home, in the counter's place, so that she goes on seeing herself with her colour on: the code, the wait for it, the
 * shades to note down where there is none, or the thank-you.
 */
import { t } from '../../i18n/texts.ts';
import { goOnTrying } from '../actions.ts';
import { Foot } from '../foot.tsx';
import { StaffLine } from '../staff-line.tsx';
import { serviceState, session, wornShades } from '../state.ts';
import { CodeScreen } from './code-screen.tsx';
import { ShadeList } from './shade-row.tsx';
import styles from './take-home.module.css';
import type { TakingHome } from './taking-home.ts';
import { Thanks } from './thanks.tsx';

type SomeView = Exclude<TakingHome, { kind: 'none' }>;

/** As many as a code would stand for. */
const MOST_SKUS = 20;

/** What she loves and wears, as far as the page knows it. */
function ownSkus(): string[] {
  const worn = wornShades.shopper.value?.sku;
  const skus = new Set([...(session.value?.favourites ?? []), ...(worn === undefined ? [] : [worn])]);
  return [...skus].slice(-MOST_SKUS);
}

function ToNoteDown({ name, skus }: { name: 'unavailable' | 'offline'; skus: readonly string[] }) {
  return (
    <>
      <div aria-live="polite">
        <h1 class={styles.title}>{t(`takeHome.${name}.title`)}</h1>
        {skus.length > 0 && <p>{t(`takeHome.${name}.text`)}</p>}
      </div>
      <ShadeList skus={skus} />
    </>
  );
}

function Waiting() {
  if (serviceState.value !== 'connected') {
    return (
      <>
        <ToNoteDown name="offline" skus={ownSkus()} />
        <StaffLine text={t('notice.service.lost.staff')} />
      </>
    );
  }
  return (
    <div class={styles.waiting} aria-live="polite">
      <h1 class={styles.title}>{t('takeHome.waiting.title')}</h1>
      <p>{t('takeHome.waiting.text')}</p>
    </div>
  );
}

function Content({ view }: { view: SomeView }) {
  if (view.kind === 'waiting') return <Waiting />;
  if (view.kind === 'unavailable') return <ToNoteDown name="unavailable" skus={view.skus} />;
  return view.kind === 'thanks' ? <Thanks thanks={view} /> : <CodeScreen code={view} />;
}

export function TakeHome({ view }: { view: SomeView }) {
  return (
    <section class={styles.panel} data-kind={view.kind} aria-label={t('takeHome.label')}>
      <div class={styles.content}>
        <Content view={view} />
      </div>
      <Foot>
        <button type="button" class={styles.back} onClick={goOnTrying}>
          {t('takeHome.goOn')}
        </button>
      </Foot>
    </section>
  );
}
