/**
 * The mirror screen: the glass with her picture, and the counter below it (beside it on a wide glass) with the shades and
 * all she can do with them.
 */
import { locale, nextLocale, speak, t } from '../i18n/texts.ts';
import { forgetMe } from './actions.ts';
import { Compare } from './compare.tsx';
import { Glass, type PictureProps } from './glass.tsx';
import { Intensity } from './intensity.tsx';
import styles from './mirror.module.css';
import { NoticeBoard, useNotice } from './notice-board.tsx';
import { ShadeRail } from './shade-rail.tsx';
import { camera, catalogue, isPaired, serviceState, shownSkus, tryonState } from './state.ts';
import { WearerChoice } from './wearer-choice.tsx';
import { Welcome } from './welcome.tsx';
import { WornShade } from './worn-shade.tsx';

function Counter() {
  return (
    <section class={styles.counter}>
      <WornShade />
      <ShadeRail />
      <div class={styles.adjust}>
        <Intensity />
        <Compare />
      </div>
      <footer class={styles.foot}>
        <button type="button" class={styles.quiet} onClick={forgetMe}>
          {t('forget')}
        </button>
        <span class={styles.brand}>{catalogue.value?.brand[locale.value]}</span>
        <button
          type="button"
          class={styles.quiet}
          lang={nextLocale()}
          onClick={() => void speak(nextLocale())}
        >
          {t('otherLanguage')}
        </button>
      </footer>
    </section>
  );
}

export function Mirror(picture: PictureProps) {
  const notice = useNotice();
  const isReady = catalogue.value !== null;
  return (
    <main
      class={styles.mirror}
      lang={locale.value}
      data-shown={shownSkus.shopper.value}
      data-shown-companion={isPaired.value ? shownSkus.companion.value : undefined}
      data-camera={camera.value.state}
      data-demo={camera.value.isDemo ? '' : undefined}
      data-service={serviceState.value}
      data-tryon={tryonState.value}
    >
      <div class={styles.glass}>
        <Glass {...picture} />
        <NoticeBoard notice={isReady ? notice : null} />
        {isReady && isPaired.value && <WearerChoice />}
      </div>
      {isReady ? <Counter /> : <Welcome notice={notice} />}
    </main>
  );
}
