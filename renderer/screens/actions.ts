/**
 * What the shopper can do. Each action makes an intent; it is on her lips at once, and the connection sends it until
 * the service has recorded it.
 */
import { effect } from '@preact/signals';
import type { Intent, WearSource } from '../../main/contract/intents.ts';
import type { Wearer } from '../../main/contract/wearers.ts';
import { recordIntent, withdrawIntent } from '../bridge/outbox.ts';
import { endSlices } from './shown.ts';
import {
  catalogue,
  codeView,
  favourites,
  intensity,
  isCodeDue,
  isComparing,
  isForgetting,
  isForgotten,
  isPaired,
  movingIntensity,
  NO_CODE,
  session,
  takingHome,
  waitingIntents,
  wearer,
  wornShade,
  wornShades,
} from './state.ts';
import { lastCodeIntent } from './take-home/taking-home.ts';

type Wish<T> = T extends Intent ? Omit<T, 'id' | 'visit' | 'atMs'> : never;

/** How long the screen says that she was forgotten. */
const FORGOTTEN_MS = 4000;

/** @returns false before the service has told of a session */
function intend(wish: Wish<Intent>): boolean {
  if (session.value === null) return false;
  endSlices();
  const intent = { id: crypto.randomUUID(), visit: session.value.visit, atMs: Date.now(), ...wish };
  recordIntent(intent as Intent);
  return true;
}

/** An intent without a wearer is the shopper's. */
function intendToWear(sku: string, intensity: number, source: WearSource): void {
  const whose = wearer.value === 'shopper' ? {} : { wearer: wearer.value };
  intend({ type: 'shade.wear', sku, intensity, source, ...whose });
}

export function wearShade(sku: string, source: WearSource): void {
  isForgotten.value = false;
  intendToWear(sku, intensity.value, source);
}

/** The companion who stays is the shopper now, in her own shade; whoever comes back beside her wears what the other wore. */
export function handOver(): void {
  const now = session.value;
  const [hers, others] = [wornShades.shopper.value, wornShades.companion.value];
  if (now === null || hers === null || others === null) return;
  const source = 'hand-over';
  intend({ type: 'shade.wear', sku: others.sku, intensity: now.companion.intensity, source });
  intend({ type: 'shade.wear', sku: hers.sku, intensity: now.intensity, source, wearer: 'companion' });
}

/** Whoever stands beside the shopper next starts anew. */
export function forgetCompanion(): void {
  if ((session.value?.companion.sku ?? null) !== null) intend({ type: 'companion.forget' });
}

/** The next taps are for her. What a finger is still moving stays as it is seen. */
export function choose(next: Wearer): void {
  if (next === wearer.value) return;
  settleIntensity();
  wearer.value = next;
}

export function chooseOther(): void {
  if (isPaired.value) choose(wearer.value === 'shopper' ? 'companion' : 'shopper');
}

/** Wears the shade `by` places from the worn one, round the end. */
export function stepShade(by: number, source: WearSource): void {
  const shades = catalogue.value?.shades ?? [];
  const at = shades.findIndex(({ sku }) => sku === wornShade.value?.sku);
  const next = shades.at((at + by + shades.length) % Math.max(1, shades.length));
  if (next !== undefined) wearShade(next.sku, source);
}

/** While the slider moves. @param value 0..1 */
export function moveIntensity(value: number): void {
  movingIntensity.value = Math.min(1, Math.max(0, Math.round(value * 100) / 100));
}

/** When the slider rests: what she sees becomes what she wears. */
export function settleIntensity(): void {
  const shade = wornShade.value;
  const settled = movingIntensity.value;
  movingIntensity.value = null;
  if (settled === null || shade === null) return;
  intendToWear(shade.sku, settled, 'rail');
}

export function toggleFavourite(sku: string): void {
  intend({ type: 'shade.favourite', sku, isFavourite: !favourites.value.has(sku) });
}

/** She holds "before"; `endComparison` is safe to call at any time. */
export function beginComparison(): void {
  const shade = wornShade.value;
  if (isComparing.value || shade === null) return;
  isComparing.value = true;
  intend({ type: 'compare.use', sku: shade.sku });
}

export function endComparison(): void {
  isComparing.value = false;
}

/** A code comes on the screen, from the service. */
export function takeHome(): void {
  if (takingHome.value.kind !== 'none') return;
  endComparison();
  settleIntensity();
  isForgotten.value = false;
  const worn = wornShades.shopper.value?.sku;
  intend({ type: 'code.show', ...(worn !== undefined && { worn }) });
}

/** A wish that the service never heard of is taken back: else it would record a code that nobody saw. */
function withdrawTakeHome(): boolean {
  const wish = lastCodeIntent(waitingIntents.value, session.value?.visit ?? null);
  return wish?.type === 'code.show' && withdrawIntent(wish);
}

/** The screen is the mirror's again, whatever it showed of taking home. */
export function goOnTrying(): void {
  if (takingHome.value.kind === 'none') return;
  isCodeDue.value = false;
  if (!withdrawTakeHome()) intend({ type: 'code.hide' });
}

let forgottenTimer = 0;

/** What of her is not in the session. */
export function clearGlass(): void {
  withdrawTakeHome();
  isCodeDue.value = false;
  codeView.value = NO_CODE;
  endComparison();
  movingIntensity.value = null;
  choose('shopper');
}

/** The screen says that she is forgotten when the service has said so, and until then that she will be. */
export function forgetMe(): void {
  clearGlass();
  if (!intend({ type: 'visit.forget', nextVisit: crypto.randomUUID() })) return;
  const stop = effect(() => {
    if (isForgetting.value) return;
    queueMicrotask(() => stop());
    sayForgotten();
  });
}

export function sayForgotten(): void {
  isForgotten.value = true;
  window.clearTimeout(forgottenTimer);
  forgottenTimer = window.setTimeout(() => {
    isForgotten.value = false;
  }, FORGOTTEN_MS);
}
