/**
 * Every state of the mirror that a shopper may meet, as data: the gallery page sets the screens' signals to it, the contact
 * sheets and the accessibility test go through it.
 */
import type { CameraState } from '../../main/contract/camera.ts';
import { type CodeView, NO_CODE } from '../../main/contract/code-view.ts';
import type { LightReading } from '../../main/contract/light.ts';
import type { Wearer } from '../../main/contract/wearers.ts';
import type { CameraReading } from '../../renderer/camera/camera-reading.ts';
import { CODE_VIEWS } from './code-views.ts';

export interface Scene {
  /** Words for the contact sheet; unique. */
  name: string;
  camera: Pick<CameraReading, 'state' | 'isDemo' | 'connected'>;
  service: 'connecting' | 'connected' | 'lost';
  tryon: 'loading' | 'running' | 'failed';
  hasCatalogue: boolean;
  /** Whether frames come at all; without them the glass is empty. */
  hasPicture: boolean;
  sku: string;
  intensity: number;
  favourites: readonly string[];
  isComparing: boolean;
  isForgetting: boolean;
  isForgotten: boolean;
  /** Two people are before the mirror; the shade and intensity above are the shopper's. */
  isPaired: boolean;
  /** Whose shade the counter shows. */
  wearer: Wearer;
  companionSku: string;
  /** What the glass tells her to do about the light. */
  light: Exclude<LightReading, 'good'> | null;
  /** What the service told of taking home; times are ms from now on. */
  code: CodeView;
  /** She asked for a code, and none has come for longer than a moment. */
  isWaitingForCode: boolean;
}

/** She sees herself in a red she has not given her heart to. */
const USUAL: Scene = {
  name: 'live',
  camera: { state: 'live', isDemo: false, connected: 1 },
  service: 'connected',
  tryon: 'running',
  hasCatalogue: true,
  hasPicture: true,
  sku: 'VA-S05',
  intensity: 1,
  favourites: [],
  isComparing: false,
  isForgetting: false,
  isForgotten: false,
  isPaired: false,
  wearer: 'shopper',
  companionSku: 'VA-M07',
  light: null,
  code: NO_CODE,
  isWaitingForCode: false,
};

const scene = (name: string, changes: Partial<Scene>): Scene => ({ ...USUAL, name, ...changes });

const cameraScene = (state: CameraState, isDemo: boolean, hasPicture: boolean): Scene =>
  scene(isDemo ? `${state}, demo` : state, {
    camera: { state, isDemo, connected: state === 'missing' ? 0 : 1 },
    hasPicture,
  });

/** By state of the camera: whether the shopper's own picture, moving or not, is still there. */
const CAMERA_SCENES: readonly [CameraState, boolean][] = [
  ['opening', false],
  ['missing', false],
  ['denied', false],
  ['busy', false],
  ['failed', false],
  ['lost', false],
  ['frozen', true],
  ['black', false],
  ['resized', true],
];

const LOVED = { favourites: ['VA-S05', 'VA-G01', 'VA-M03'] };
const WAKING = { state: 'opening', isDemo: false, connected: 0 } as const;

export const SCENES: readonly Scene[] = [
  scene('waking', {
    camera: WAKING,
    service: 'connecting',
    tryon: 'loading',
    hasCatalogue: false,
    hasPicture: false,
  }),
  scene('no catalogue', { tryon: 'loading', hasCatalogue: false }),
  USUAL,
  scene('nude, loved', { sku: 'VA-G01', favourites: ['VA-S02', 'VA-G01', 'VA-M03'] }),
  scene('deep, half', { sku: 'VA-M07', intensity: 0.5, favourites: ['VA-M07'] }),
  scene('before', { isComparing: true }),
  scene('two, hers', { isPaired: true, favourites: ['VA-S05'] }),
  scene("two, her companion's", { isPaired: true, wearer: 'companion' }),
  scene('two, before', { isPaired: true, isComparing: true }),
  scene('light dim', { light: 'dim' }),
  scene('light backlit', { light: 'backlit' }),
  scene('light coloured', { light: 'coloured' }),
  scene('forgetting', { service: 'lost', isForgetting: true }),
  scene('forgotten', { sku: 'VA-M01', isForgotten: true }),
  scene('try-on loading', { tryon: 'loading' }),
  scene('try-on failed', { tryon: 'failed' }),
  scene('service lost', { service: 'lost', favourites: ['VA-S05'] }),
  ...Object.entries(CODE_VIEWS).map(([name, code]) => scene(name, { code, ...LOVED })),
  scene('code waiting', { ...LOVED, isWaitingForCode: true }),
  scene('code, service lost', { ...LOVED, code: CODE_VIEWS.code ?? NO_CODE, service: 'lost' }),
  scene('code waiting, service lost', { ...LOVED, isWaitingForCode: true, service: 'lost' }),
  scene('camera added', { camera: { state: 'live', isDemo: false, connected: 2 } }),
  scene('misnamed', { camera: { state: 'missing', isDemo: false, connected: 1 }, hasPicture: false }),
  scene('misnamed, demo', { camera: { state: 'missing', isDemo: true, connected: 1 } }),
  ...CAMERA_SCENES.map(([state, hasPicture]) => cameraScene(state, false, hasPicture)),
  ...CAMERA_SCENES.map(([state]) => cameraScene(state, true, true)),
  cameraScene('live', true, true),
];

/** The sizes of glass that the screen is made for, in CSS pixels. */
export const GLASSES = [
  { name: 'portrait', width: 1080, height: 1920 },
  { name: 'landscape', width: 1920, height: 1080 },
] as const;
