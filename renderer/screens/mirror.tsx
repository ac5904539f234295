/**
 * The mirror screen: her picture over the whole glass, the shades and their intensity at its foot.
 */
import type { RefObject } from 'preact';
import { DebugOverlay } from '../debug/overlay.tsx';
import { locale, nextLocale, speak, t } from '../i18n/texts.ts';
import { Intensity } from './intensity.tsx';
import styles from './mirror.module.css';
import { ShadeRail } from './shade-rail.tsx';
import { demo, isDebugging, problem, shownSku, wornShade } from './state.ts';

interface MirrorProps {
  video: RefObject<HTMLVideoElement | null>;
  canvas: RefObject<HTMLCanvasElement | null>;
}

function DemoNote() {
  if (demo.value === null) return null;
  return (
    <p class={styles.demo} role="status">
      <strong>{t('demo.title')}</strong>
      <span>{t(`demo.${demo.value}`)}</span>
    </p>
  );
}

function Notice() {
  if (problem.value !== null) {
    return (
      <p class={styles.notice} role="alert">
        {t(`problem.${problem.value}`)}
      </p>
    );
  }
  if (shownSku.value !== null) return null;
  return (
    <p class={styles.notice} role="status">
      {t('loading')}
    </p>
  );
}

function WornShade() {
  const shade = wornShade.value;
  if (shade === null) return null;
  const price = new Intl.NumberFormat(locale.value, {
    style: 'currency',
    currency: shade.price.currency,
    maximumFractionDigits: 0,
  }).format(shade.price.amount);
  return (
    <div class={styles.worn} aria-live="polite">
      <h1>{shade.name[locale.value]}</h1>
      <p>
        <span>{t(`finish.${shade.finish}`)}</span>
        <span>{shade.sku}</span>
        <span>{price}</span>
      </p>
    </div>
  );
}

export function Mirror({ video, canvas }: MirrorProps) {
  return (
    <main class={styles.mirror} lang={locale.value} data-shown={shownSku.value}>
      <div class={styles.glass}>
        <video ref={video} class={styles.picture} autoplay muted playsinline aria-label={t('mirror')} />
        <canvas ref={canvas} class={styles.picture} hidden />
        {isDebugging.value && <DebugOverlay video={video} />}
      </div>
      <header class={styles.head}>
        <span class={styles.brand}>{t('brand')}</span>
        <DemoNote />
        <button
          type="button"
          class={styles.language}
          lang={nextLocale()}
          onClick={() => void speak(nextLocale())}
        >
          {t('otherLanguage')}
        </button>
      </header>
      <Notice />
      <footer class={styles.foot}>
        <div class={styles.line}>
          <WornShade />
          <Intensity />
        </div>
        <ShadeRail />
      </footer>
    </main>
  );
}
