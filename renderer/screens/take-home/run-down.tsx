/** How long the code is still good for: a bar that runs down, and the words for it. */
import { useEffect, useState } from 'preact/hooks';
import { locale, t } from '../../i18n/texts.ts';
import styles from './run-down.module.css';
import { type TimeLeft, timeLeft } from './time-left.ts';

/** Rendered anew only when other words hold. @returns ms until `endMs` */
function useLeftMs(endMs: number): number {
  const [nowMs, setNowMs] = useState(Date.now);
  const leftMs = endMs - nowMs;
  useEffect(() => {
    const changesInMs = timeLeft(leftMs)?.changesInMs;
    if (changesInMs === undefined) return undefined;
    const timer = setTimeout(() => setNowMs(Date.now()), changesInMs);
    return () => clearTimeout(timer);
  }, [leftMs]);
  return leftMs;
}

const words = ({ unit, count }: TimeLeft): string =>
  new Intl.NumberFormat(locale.value, { style: 'unit', unit, unitDisplay: 'long' }).format(count);

interface RunDownProps {
  shownAtMs: number;
  expiresAtMs: number;
}

/** Its owner gives it the code as key: the bar's animation starts where this code's time is. */
export function RunDown({ shownAtMs, expiresAtMs }: RunDownProps) {
  const leftMs = useLeftMs(expiresAtMs);
  const spanMs = expiresAtMs - shownAtMs;
  const [start] = useState({ '--span': `${spanMs}ms`, '--gone': `${Math.min(0, leftMs - spanMs)}ms` });
  const left = timeLeft(leftMs);
  const text = left && t('takeHome.timeLeft', { time: words(left) });
  return (
    <div class={styles.time}>
      <div class={styles.way}>
        <div class={styles.bar} style={{ ...start, '--left': Math.max(0, leftMs) / spanMs }} />
      </div>
      <p class={styles.words}>{text}</p>
      {/* Seconds would be read out without end. */}
      <span class="heard" aria-live="polite">
        {left?.unit === 'minute' && text}
      </span>
    </div>
  );
}
