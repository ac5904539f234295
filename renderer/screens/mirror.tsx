/**
 * The mirror screen: the glass with her picture, and the counter below it (beside it on a wide glass) with the shades and
 * all she can do with them, or in its place what she takes home.
 */
import { locale, t } from '../i18n/texts.ts';
import { takeHome } from './actions.ts';
import { Compare } from './compare.tsx';
import { Foot } from './foot.tsx';
import { Glass, type PictureProps } from './glass.tsx';
import { Intensity } from './intensity.tsx';
import styles from './mirror.module.css';
import { NoticeBoard, useNotice } from './notice-board.tsx';
import { ShadeRail } from './shade-rail.tsx';
import {
  camera,
  catalogue,
  isCodeSlow,
  isPaired,
  serviceState,
  shownSkus,
  takingHome,
  tryonState,
} from './state.ts';
import { TakeHome } from './take-home/take-home.tsx';
import { WearerChoice } from './wearer-choice.tsx';
import { Welcome } from './welcome.tsx';
import { WornShade } from './worn-shade.tsx';

function TakeHomeButton() {
  return (
    <button
      type="button"
      class={styles.takeHome}
      aria-busy={takingHome.value.kind === 'waiting'}
      onClick={takeHome}
    >
      {t('takeHome.button')}
      <span class={styles.promise}> {t('takeHome.promise')}</span>
    </button>
  );
}

function Counter() {
  return (
    <section class={styles.counter}>
      <WornShade />
      <ShadeRail />
      <div class={styles.adjust}>
        <Intensity />
        <Compare />
        <TakeHomeButton />
      </div>
      <Foot>
        <span class={styles.brand}>{catalogue.value?.brand[locale.value]}</span>
      </Foot>
    </section>
  );
}

/** A code that comes at once follows the counter without a word in between. */
function BelowGlass() {
  const view = takingHome.value;
  if (view.kind === 'none' || (view.kind === 'waiting' && !isCodeSlow.value)) return <Counter />;
  return <TakeHome view={view} />;
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
      data-code={takingHome.value.kind}
      data-demo={camera.value.isDemo ? '' : undefined}
      data-service={serviceState.value}
      data-tryon={tryonState.value}
    >
      <div class={styles.glass}>
        <Glass {...picture} />
        <NoticeBoard notice={isReady ? notice : null} />
        {isReady && isPaired.value && <WearerChoice />}
      </div>
      {isReady ? <BelowGlass /> : <Welcome notice={notice} />}
    </main>
  );
}
