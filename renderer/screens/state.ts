/**
 * What the mirror screen shows, as signals: written by the start-up and the try-on's messages, read by the components.
 */
import { computed, signal } from '@preact/signals';
import type { Catalogue, Shade } from '../../main/contract/catalogue.ts';
import type { CameraProblem } from '../camera/open-camera.ts';
import type { Look } from '../tryon/look.ts';
import type { DebugReading } from '../tryon/messages.ts';

export type Problem = 'catalogue' | 'tryon';

export const catalogue = signal<Catalogue | null>(null);
export const wornSku = signal<string | null>(null);
/** 0..1; one coat is 1. */
export const intensity = signal(1);
/** Why the demo shopper stands in, or null for a real camera. */
export const demo = signal<CameraProblem | null>(null);
/** The shade of the last frame on screen, which follows the worn one within a frame or two; null until lips were painted. */
export const shownSku = signal<string | null>(null);
export const problem = signal<Problem | null>(null);
export const debugReading = signal<DebugReading | null>(null);
export const isDebugging = signal(false);

export const wornShade = computed<Shade | null>(
  () => catalogue.value?.shades.find(({ sku }) => sku === wornSku.value) ?? null,
);

const channel = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);

/** The look to send to the painter. */
export const look = computed<Look | null>(() => {
  const shade = wornShade.value;
  if (shade === null) return null;
  const { sku, swatch, coverage, finish } = shade;
  return {
    sku,
    swatch: [channel(swatch, 1), channel(swatch, 3), channel(swatch, 5)],
    coverage,
    finish,
    intensity: intensity.value,
  };
});

/** Wears the shade `by` places from the worn one, round the end. */
export function stepShade(by: number): void {
  const shades = catalogue.value?.shades ?? [];
  if (shades.length === 0) return;
  const at = shades.findIndex(({ sku }) => sku === wornSku.value);
  wornSku.value = (shades[(at + by + shades.length) % shades.length] as Shade).sku;
}

export function stepIntensity(by: number): void {
  intensity.value = Math.min(1, Math.max(0, Math.round((intensity.value + by) * 100) / 100));
}
