/**
 * The mirror by keyboard: ← → shade, ↑ ↓ intensity, b (held) before, h heart, t taking home and back, c the companion's turn or
 * hers, d debug overlay.
 */
import {
  beginComparison,
  chooseOther,
  endComparison,
  goOnTrying,
  moveIntensity,
  settleIntensity,
  stepShade,
  takeHome,
  toggleFavourite,
} from './actions.ts';
import { intensity, isDebugging, takingHome, wornShade } from './state.ts';

const INTENSITY_STEP = 0.05;

function stepIntensity(by: number): void {
  moveIntensity(intensity.value + by);
  settleIntensity();
}

const onDown: Record<string, () => void> = {
  ArrowRight: () => stepShade(1, 'key'),
  ArrowLeft: () => stepShade(-1, 'key'),
  ArrowUp: () => stepIntensity(INTENSITY_STEP),
  ArrowDown: () => stepIntensity(-INTENSITY_STEP),
  b: beginComparison,
  h: () => wornShade.value && toggleFavourite(wornShade.value.sku),
  t: () => (takingHome.value.kind === 'none' ? takeHome() : goOnTrying()),
  c: chooseOther,
  d: () => {
    isDebugging.value = !isDebugging.value;
  },
};

/** Held keys repeat; only these may. */
const repeats = (key: string): boolean => key.startsWith('Arrow');

export function obeyKeys(): void {
  addEventListener('keydown', (event) => {
    const action = onDown[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    // A focused shade or slider moves by its own arrow keys.
    const isInput = event.target instanceof HTMLInputElement;
    const isShortcut = event.ctrlKey || event.metaKey || event.altKey;
    if (action === undefined || isShortcut || (isInput && event.key.startsWith('Arrow'))) return;
    event.preventDefault();
    if (!event.repeat || repeats(event.key)) action();
  });
  addEventListener('keyup', (event) => {
    if (event.key.toLowerCase() === 'b') endComparison();
  });
  // A key that is let go while another window has the keyboard is never told.
  addEventListener('blur', endComparison);
}
