/**
 * The real mirror screen with the real try-on on the synthetic shopper, and its signals in the hands of whoever opened the
 * page: `gallery.show(scene, locale)`. No service is behind it.
 */
import { createRef, render } from 'preact';
import '@fontsource-variable/noto-sans-sc/wght.css';
import '@fontsource-variable/noto-serif-sc/wght.css';
import type { Rotation } from '../../../main/contract/camera.ts';
import type { Catalogue } from '../../../main/contract/catalogue.ts';
import type { CodeView } from '../../../main/contract/code-view.ts';
import type { Intent } from '../../../main/contract/intents.ts';
import type { Locale } from '../../../main/contract/locales.ts';
import catalogueFile from '../../../models/shades/catalogue.json';
import { startTryon } from '../../../renderer/bridge/tryon.ts';
import { startDemoShopper } from '../../../renderer/camera/demo-shopper.ts';
import { speak } from '../../../renderer/i18n/texts.ts';
import { Mirror } from '../../../renderer/screens/mirror.tsx';
import * as state from '../../../renderer/screens/state.ts';
import type { FromTryon } from '../../../renderer/tryon/messages.ts';
import '../../../renderer/ui/base.css';
import '../../../renderer/ui/tokens.css';
import '../gallery-window.ts';
import type { Scene } from '../scenes.ts';

const video = createRef<HTMLVideoElement>();
const canvas = createRef<HTMLCanvasElement>();
render(<Mirror video={video} canvas={canvas} />, document.getElementById('mirror') as HTMLElement);

let wornChange = 0;
let hearWorn: () => void = () => {};

function receive(message: FromTryon): void {
  if (message.type === 'failed') console.error(message.message);
  if (message.type !== 'worn') return;
  wornChange = message.change;
  hearWorn();
}

const screen = { video: video.current as HTMLVideoElement, canvas: canvas.current as HTMLCanvasElement };
const tryon = startTryon(screen, receive);
tryon.watch(startDemoShopper(() => console.error('The demo shopper failed.')).track, 0);
const picture = screen.video.srcObject;

/** Resolves when a frame with the look is on its way to the screen, or at once where lips stay bare. */
async function wear(isPainted: boolean): Promise<void> {
  const change = tryon.wear(isPainted ? state.looks.shopper.value : null, 'shopper');
  while (isPainted && wornChange < change) {
    await new Promise<void>((resolve) => {
      hearWorn = resolve;
    });
  }
  state.shownSkus.shopper.value = isPainted ? (state.wornShades.shopper.value?.sku ?? null) : null;
}

function nextFrames(): Promise<void> {
  if (screen.video.srcObject === null) return Promise.resolve();
  return new Promise((resolve) => {
    screen.video.requestVideoFrameCallback(() => screen.video.requestVideoFrameCallback(() => resolve()));
  });
}

function turn(rotation: Rotation): void {
  state.settings.value = { locale: 'en', camera: { resolution: '1280x720', rotation }, companion: false };
}

/** Of no visit, so that it waits and changes nothing. */
const FORGET: Intent = {
  id: crypto.randomUUID(),
  visit: crypto.randomUUID(),
  atMs: 0,
  type: 'visit.forget',
  nextVisit: crypto.randomUUID(),
};

/** Scenes tell the times of a code as from now. */
function fromNow(view: CodeView): CodeView {
  const nowMs = Date.now();
  if (view.kind !== 'shown') return view;
  return { ...view, shownAtMs: nowMs + view.shownAtMs, expiresAtMs: nowMs + view.expiresAtMs };
}

function waitingIn({ isForgetting, isWaitingForCode }: Scene, visit: string): Intent[] {
  const wish: Intent = { id: crypto.randomUUID(), visit, atMs: 0, type: 'code.show' };
  return [...(isForgetting ? [FORGET] : []), ...(isWaitingForCode ? [wish] : [])];
}

function setSignals(scene: Scene): void {
  const { sku, intensity, favourites } = scene;
  const companion = { sku: scene.companionSku, intensity: 1 };
  turn(0);
  state.catalogue.value = scene.hasCatalogue ? (catalogueFile as Catalogue) : null;
  const [visit, phase] = [crypto.randomUUID(), 'trying'] as const;
  state.waitingIntents.value = waitingIn(scene, visit);
  state.isCodeSlow.value = scene.isWaitingForCode;
  state.codeView.value = fromNow(scene.code);
  state.recordedSession.value = { visit, phase, sku, intensity, companion, favourites };
  state.serviceState.value = scene.service;
  state.tryonState.value = scene.tryon;
  state.camera.value = { ...scene.camera, recoveries: 0 };
  state.isComparing.value = scene.isComparing;
  state.isForgotten.value = scene.isForgotten;
  state.isPaired.value = scene.isPaired;
  state.wearer.value = scene.wearer;
  state.lightTrouble.value = scene.light;
}

async function show(scene: Scene, locale: Locale): Promise<void> {
  await speak(locale);
  if (scene.camera.connected > 1) {
    setSignals({ ...scene, camera: { ...scene.camera, connected: 1 } });
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  }
  setSignals(scene);
  screen.video.srcObject = scene.hasPicture ? picture : null;
  await wear(scene.hasPicture && scene.tryon === 'running' && state.looks.shopper.value !== null);
  await nextFrames();
  await document.fonts.ready;
}

globalThis.gallery = { show, turn };
