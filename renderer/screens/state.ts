/**
 * What the mirror shows, as signals: written by the start-up, the service's answers and the try-on's messages, read by
 * the components. What the shopper does goes through actions.ts.
 */
import { computed, signal } from '@preact/signals';
import type { Catalogue, Shade } from '../../main/contract/catalogue.ts';
import type { Health } from '../../main/contract/health.ts';
import type { Intent } from '../../main/contract/intents.ts';
import type { PageSettings } from '../../main/contract/page-settings.ts';
import { applyIntent, type Session } from '../../main/contract/session.ts';
import type { CameraReading } from '../camera/camera-reading.ts';
import type { Look } from '../tryon/look.ts';
import type { DebugReading, Pulse } from '../tryon/messages.ts';

/** `lost`: it answered before and does not now; what she does meanwhile is kept and sent when it is back. */
export type ServiceState = 'connecting' | 'connected' | 'lost';
export type TryonState = 'loading' | 'running' | 'failed';

export const settings = signal<PageSettings | null>(null);
export const catalogue = signal<Catalogue | null>(null);
/** As the service told it last; null before that. */
export const health = signal<Health | null>(null);
export const serviceState = signal<ServiceState>('connecting');
export const camera = signal<CameraReading>({ state: 'opening', isDemo: false, connected: 0, recoveries: 0 });
export const tryonState = signal<TryonState>('loading');
export const pulse = signal<Pulse | null>(null);
export const debugReading = signal<DebugReading | null>(null);
export const isDebugging = signal(false);

/** The session as the service recorded it, and the intents it has not answered yet. */
export const recordedSession = signal<Session | null>(null);
export const waitingIntents = signal<readonly Intent[]>([]);
/** What she wears and loves, her last touch included. */
export const session = computed<Session | null>(() =>
  recordedSession.value === null ? null : waitingIntents.value.reduce(applyIntent, recordedSession.value),
);

/** While she moves the slider: the intensity under her finger; null when she does not. */
export const movingIntensity = signal<number | null>(null);
/** She holds "before": her lips are bare. */
export const isComparing = signal(false);
/** She asked to be forgotten, and the service has not said yet that she is. */
export const isForgetting = computed(() => waitingIntents.value.some(({ type }) => type === 'visit.forget'));
/** She has just been forgotten; the screen says so for a moment. */
export const isForgotten = signal(false);
/** The shade of the last frame on screen, which follows the worn one within a frame or two; null while lips are bare. */
export const shownSku = signal<string | null>(null);

/** The shade she wears: her choice, or the first of the catalogue. */
export const wornShade = computed<Shade | null>(() => {
  const shades = catalogue.value?.shades ?? [];
  return shades.find(({ sku }) => sku === session.value?.sku) ?? shades[0] ?? null;
});
export const intensity = computed(() => movingIntensity.value ?? session.value?.intensity ?? 1);
export const favourites = computed(() => new Set(session.value?.favourites));

const channel = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);

/** The look to send to the painter. */
export const look = computed<Look | null>(() => {
  const shade = wornShade.value;
  if (shade === null || isComparing.value) return null;
  const { sku, swatch, coverage, finish } = shade;
  return {
    sku,
    swatch: [channel(swatch, 1), channel(swatch, 3), channel(swatch, 5)],
    coverage,
    finish,
    intensity: intensity.value,
  };
});
