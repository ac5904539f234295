/**
 * What the mirror shows, as signals: written by the start-up, the service's answers and the try-on's messages, read by
 * the components. What the shopper does goes through actions.ts.
 */
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Catalogue, Shade } from '../../main/contract/catalogue.ts';
import type { CodeView } from '../../main/contract/code-view.ts';
import type { Health } from '../../main/contract/health.ts';
import type { Intent } from '../../main/contract/intents.ts';
import type { PageSettings } from '../../main/contract/page-settings.ts';
import { applyIntent, type Session, type Worn } from '../../main/contract/session.ts';
import type { Wearer } from '../../main/contract/wearers.ts';
import type { CameraReading } from '../camera/camera-reading.ts';
import { type Look, lookOf } from '../tryon/look.ts';
import type { DebugReading, Pulse } from '../tryon/messages.ts';
import type { LightTrouble } from './light-coach.ts';
import { takingHome as takingHomeOf } from './take-home/taking-home.ts';

/** `lost`: it answered before and does not now; what she does meanwhile is kept and sent when it is back. */
export type ServiceState = 'connecting' | 'connected' | 'lost';
export type TryonState = 'loading' | 'running' | 'failed';

const perWearer = <T>(build: (wearer: Wearer) => T): Record<Wearer, T> => ({
  shopper: build('shopper'),
  companion: build('companion'),
});

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

/** The contract's own would bring its schemas, and their library, into the page. */
export const NO_CODE: CodeView = { kind: 'none' };
/** The code on the screen, as the service told it. */
export const codeView = signal<CodeView>(NO_CODE);
/** The service has recorded that she wants a code, and has not told of one yet; see take-home/code-watch.ts. */
export const isCodeDue = signal(false);
/** A code takes long enough to say so. */
export const isCodeSlow = signal(false);
/** What the screen shows of it, her last touch included. */
export const takingHome = computed(() =>
  takingHomeOf({
    told: codeView.value,
    waiting: waitingIntents.value,
    visit: session.value?.visit ?? null,
    isDue: isCodeDue.value,
  }),
);

/** Two people wear a shade of their own each, where the settings say so. */
export const hasCompanion = computed(() => settings.value?.companion ?? false);
/** Both of them are before the mirror. */
export const isPaired = signal(false);
/** Whose lips the next tap colours, and whose shade the counter shows. */
export const wearer = signal<Wearer>('shopper');
/** What the glass tells her to do about the light; null when there is nothing to tell. */
export const lightTrouble = signal<LightTrouble | null>(null);

/** While she moves the slider: the intensity under her finger; null when she does not. */
export const movingIntensity = signal<number | null>(null);
/** She holds "before": all lips are bare. */
export const isComparing = signal(false);
/** She asked to be forgotten, and the service has not said yet that she is. */
export const isForgetting = computed(() => waitingIntents.value.some(({ type }) => type === 'visit.forget'));
/** She has just been forgotten; the screen says so for a moment. */
export const isForgotten = signal(false);
/** The shade of the last frame on screen, which follows the worn one within a frame or two; null while lips are bare. */
export const shownSkus = perWearer(() => signal<string | null>(null));

const chosenBy = (each: Wearer): Worn | undefined =>
  each === 'shopper' ? (session.value ?? undefined) : session.value?.companion;

/** Before they choose, the shopper wears the first of the catalogue and her companion the first of another family. */
function startingShade(each: Wearer, shades: readonly Shade[]): Shade | null {
  const first = shades[0] ?? null;
  if (each === 'shopper') return first;
  return shades.find(({ family }) => family !== first?.family) ?? first;
}

/** What each of them wears: her choice, or what she starts with. */
export const wornShades = perWearer((each) =>
  computed<Shade | null>(() => {
    const shades = catalogue.value?.shades ?? [];
    return shades.find(({ sku }) => sku === chosenBy(each)?.sku) ?? startingShade(each, shades);
  }),
);
const intensities = perWearer((each) =>
  computed(() => {
    const moving = wearer.value === each ? movingIntensity.value : null;
    return moving ?? chosenBy(each)?.intensity ?? 1;
  }),
);

/** Of whoever the next tap is for. */
export const wornShade = computed(() => wornShades[wearer.value].value);
export const intensity = computed(() => intensities[wearer.value].value);
export const favourites = computed(() => new Set(session.value?.favourites));

/** What each of them wears, for the painter; null leaves lips bare. */
export const looks: Record<Wearer, ReadonlySignal<Look | null>> = perWearer((each) =>
  computed(() => {
    const shade = wornShades[each].value;
    return shade === null || isComparing.value ? null : lookOf(shade, intensities[each].value);
  }),
);
