/**
 * Starts the mirror's page and wires its parts: the camera's track goes to the try-on, the look goes there too, and what
 * they tell becomes state; the service is told how it all is.
 */
import { computed, effect, signal } from '@preact/signals';
import { createRef, render } from 'preact';
import { WEARERS, type Wearer } from '../main/contract/wearers.ts';
import '@fontsource-variable/noto-sans-sc/wght.css';
import '@fontsource-variable/noto-serif-sc/wght.css';
import { readPageReport } from './bridge/page-report.ts';
import { connectService } from './bridge/service.ts';
import { startTryon, type Tryon } from './bridge/tryon.ts';
import { browserEdges } from './camera/browser-edges.ts';
import { buildCamera, type Camera } from './camera/camera.ts';
import { fittingCalibration } from './camera/fitting-calibration.ts';
import { speak } from './i18n/texts.ts';
import { handOver } from './screens/actions.ts';
import { watchCompany } from './screens/company.ts';
import { obeyKeys } from './screens/keys.ts';
import { watchLeaving } from './screens/leave.ts';
import { Mirror } from './screens/mirror.tsx';
import { endSlices, takeShown } from './screens/shown.ts';
import * as state from './screens/state.ts';
import { watchCode } from './screens/take-home/code-watch.ts';
import { watchTouch } from './screens/touch.ts';
import type { FromTryon } from './tryon/messages.ts';
import './ui/base.css';
import './ui/tokens.css';

const video = createRef<HTMLVideoElement>();
const canvas = createRef<HTMLCanvasElement>();
/** The name of the camera whose picture is shown. */
const shownLabel = signal('');

/** The last look of each wearer that was sent to the painter, by the number of its change. */
const sent: Record<Wearer, { change: number; sku: string | null }> = {
  shopper: { change: 0, sku: null },
  companion: { change: 0, sku: null },
};

function noteWorn(change: number): void {
  for (const wearer of WEARERS) {
    if (change === sent[wearer].change) state.shownSkus[wearer].value = sent[wearer].sku;
  }
}

function receive(message: FromTryon): void {
  if (message.type === 'ready') state.tryonState.value = 'running';
  if (message.type === 'worn') noteWorn(message.change);
  if (message.type === 'shown') takeShown(message.wearer, message.tally);
  if (message.type === 'handed-over') handOver();
  if (message.type === 'debug') state.debugReading.value = message.reading;
  if (message.type === 'skipped') console.warn(message.message);
  if (message.type === 'pulse') {
    state.pulse.value = message.pulse;
    camera.pulse(message.pulse);
  }
  if (message.type === 'failed') {
    console.error(message.message);
    state.tryonState.value = 'failed';
    // Of a worker that died the last pulse would stand for ever.
    state.pulse.value = null;
  }
}

/** The camera waits for the settings that say which one it is; later ones are followed. */
function followSettings(): void {
  let isStarted = false;
  effect(() => {
    const settings = state.settings.value;
    if (settings === null) return;
    if (isStarted) camera.change(settings.camera);
    else camera.start(settings.camera);
    isStarted = true;
  });
  // Settings come anew with each connection; the language that she chose meanwhile stays.
  const locale = computed(() => state.settings.value?.locale);
  effect(() => {
    if (locale.value !== undefined) void speak(locale.value);
  });
}

function sendLook(wearer: Wearer): void {
  const look = state.looks[wearer].value;
  sent[wearer] = { sku: look?.sku ?? null, change: tryon.wear(look, wearer) };
}

/** Of a companion nothing is told where there is to be none. */
function followLooks(): void {
  effect(() => sendLook('shopper'));
  effect(() => {
    if (state.hasCompanion.value) sendLook('companion');
  });
  effect(() => tryon.companion(state.hasCompanion.value));
  effect(() => tryon.debug(state.isDebugging.value));
}

/** Settings come anew with each connection; the worker is told only what is new. */
function followCalibration(): void {
  const calibration = computed(() => {
    const { calibration } = state.settings.value?.camera ?? {};
    return JSON.stringify(fittingCalibration(calibration, shownLabel.value, state.camera.value.isDemo));
  });
  effect(() => tryon.calibrate(JSON.parse(calibration.value)));
}

render(<Mirror video={video} canvas={canvas} />, document.getElementById('mirror') as HTMLElement);

const screen = { video: video.current as HTMLVideoElement, canvas: canvas.current as HTMLCanvasElement };
const tryon: Tryon = startTryon(screen, receive);
const camera: Camera = buildCamera(browserEdges(), {
  show: (track, rotation) => {
    shownLabel.value = track.label;
    return tryon.watch(track, rotation);
  },
  tell: (reading) => {
    state.camera.value = reading;
  },
});
followSettings();
followLooks();
followCalibration();
obeyKeys();
watchTouch();
watchLeaving();
watchCompany();
watchCode();
addEventListener('pagehide', endSlices);
void connectService(() => readPageReport(tryon.restarts));
