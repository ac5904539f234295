/**
 * Held down, her lips are bare; let go in any way, they wear the shade again.
 */
import type { TargetedKeyboardEvent } from 'preact';
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/texts.ts';
import { beginComparison, endComparison } from './actions.ts';
import styles from './compare.module.css';
import { isComparing } from './state.ts';

const HOLDING_KEYS = [' ', 'Enter'];

/** Without the default, Enter would click again and again while it is held. */
function holdKey(event: TargetedKeyboardEvent<HTMLButtonElement>): void {
  if (!HOLDING_KEYS.includes(event.key)) return;
  event.preventDefault();
  beginComparison();
}

export function Compare() {
  useEffect(() => endComparison, []);
  return (
    <button
      type="button"
      class={styles.compare}
      aria-pressed={isComparing.value}
      onPointerDown={({ button }) => button === 0 && beginComparison()}
      onPointerUp={endComparison}
      onPointerCancel={endComparison}
      onPointerLeave={endComparison}
      onLostPointerCapture={endComparison}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={holdKey}
      onKeyUp={({ key }) => HOLDING_KEYS.includes(key) && endComparison()}
      onBlur={endComparison}
    >
      {t('compare')}
    </button>
  );
}
