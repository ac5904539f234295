/**
 * Starts the mirror's page: language, catalogue, camera, try-on; then keys and looks go where they belong.
 */
import { effect } from '@preact/signals';
import { createRef, render } from 'preact';
import '@fontsource-variable/noto-sans-sc/wght.css';
import '@fontsource-variable/noto-serif-sc/wght.css';
import type { Catalogue } from '../main/contract/catalogue.ts';
import type { PageSettings } from '../main/contract/page-settings.ts';
import { startTryon, type Tryon } from './bridge/tryon.ts';
import { openCamera } from './camera/open-camera.ts';
import { speak } from './i18n/texts.ts';
import { Mirror } from './screens/mirror.tsx';
import * as state from './screens/state.ts';
import type { FromTryon } from './tryon/messages.ts';
import './ui/base.css';
import './ui/tokens.css';

const video = createRef<HTMLVideoElement>();
const canvas = createRef<HTMLCanvasElement>();

async function fetchJson<T>(path: string): Promise<T> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return (await response.json()) as T;
}

async function loadCatalogue(): Promise<void> {
  const [settings, catalogue] = await Promise.all([
    fetchJson<PageSettings>('/settings.json'),
    fetchJson<Catalogue>('/catalogue.json'),
  ]);
  await speak(settings.locale);
  state.catalogue.value = catalogue;
  state.wornSku.value = catalogue.shades[0]?.sku ?? null;
}

/** The last look sent to the painter, by the number of its change. */
const sent: { change: number; sku: string | null } = { change: 0, sku: null };

function receive(message: FromTryon): void {
  if (message.type === 'ready') state.problem.value = null;
  if (message.type === 'worn' && message.change === sent.change) state.shownSku.value = sent.sku;
  if (message.type === 'debug') state.debugReading.value = message.reading;
  if (message.type === 'skipped') console.warn(message.message);
  if (message.type === 'failed') {
    console.error(message.message);
    state.problem.value = 'tryon';
  }
}

function obeyKeys(tryon: Tryon): void {
  const actions: Record<string, () => void> = {
    ArrowRight: () => state.stepShade(1),
    ArrowLeft: () => state.stepShade(-1),
    ArrowUp: () => state.stepIntensity(0.05),
    ArrowDown: () => state.stepIntensity(-0.05),
    d: () => {
      state.isDebugging.value = !state.isDebugging.value;
      tryon.debug(state.isDebugging.value);
    },
  };
  addEventListener('keydown', (event) => {
    const action = actions[event.key];
    // A focused shade or slider moves by its own arrow keys.
    const isInput = event.target instanceof HTMLInputElement;
    if (action === undefined || (isInput && event.key.startsWith('Arrow'))) return;
    event.preventDefault();
    action();
  });
}

async function startMirror(): Promise<void> {
  const source = await openCamera();
  state.demo.value = source.demo;
  if (video.current === null || canvas.current === null)
    throw new Error('The mirror screen was not rendered.');
  const tryon = startTryon(source.track, { video: video.current, canvas: canvas.current }, receive);
  obeyKeys(tryon);
  effect(() => {
    sent.sku = state.look.value?.sku ?? null;
    sent.change = tryon.wear(state.look.value);
  });
}

render(<Mirror video={video} canvas={canvas} />, document.getElementById('mirror') as HTMLElement);
loadCatalogue().catch((cause: unknown) => {
  console.error(cause);
  state.problem.value = 'catalogue';
});
startMirror().catch((cause: unknown) => {
  console.error(cause);
  state.problem.value = 'tryon';
});
