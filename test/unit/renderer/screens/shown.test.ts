/** From painted frames to slices of wearing: of whom, how long, in what order with what she does. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { Catalogue } from '../../../../main/contract/catalogue.ts';
import { type Intent, intentSchema } from '../../../../main/contract/intents.ts';
import { emptySession } from '../../../../main/contract/session.ts';
import sample from '../../../../models/shades/catalogue.json' with { type: 'json' };
import * as actions from '../../../../renderer/screens/actions.ts';
import { endSlices, takeShown } from '../../../../renderer/screens/shown.ts';
import * as state from '../../../../renderer/screens/state.ts';
import type { ShownTally } from '../../../../renderer/tryon/messages.ts';

const [RED, PLUM] = ['VA-M04', 'VA-M07'];
const TENTH: Omit<ShownTally, 'sku'> = {
  intensity: 1,
  shownMs: 99.6,
  frames: 3,
  spanMs: 100,
  allFrames: 3,
  light: 'good',
};

vi.useFakeTimers();
vi.stubGlobal('window', globalThis);
vi.stubGlobal('localStorage', { setItem: () => {}, removeItem: () => {} });

/** The try-on's tallies, ten a second. */
function show(sku: string, seconds: number, changes: Partial<ShownTally> = {}): void {
  for (let tenth = 0; tenth < 10 * seconds; tenth++) {
    vi.advanceTimersByTime(100);
    takeShown('shopper', { ...TENTH, sku, ...changes });
  }
}

const waiting = () => state.waitingIntents.value;
const slices = () => waiting().filter((each) => each.type === 'shade.shown');

/** The service answers all at once. */
function settle(): Intent[] {
  const answered = [...waiting()];
  state.waitingIntents.value = [];
  return answered;
}

beforeEach(() => {
  endSlices();
  state.camera.value = { state: 'live', isDemo: false, connected: 1, recoveries: 0 };
  state.catalogue.value = sample as Catalogue;
  state.waitingIntents.value = [];
  state.recordedSession.value = { ...emptySession(crypto.randomUUID()), sku: RED };
});

test('a shade that is worn is told about every two seconds, and once more when she goes', () => {
  const told: Intent[] = [];
  for (let second = 0; second < 5; second++) {
    show(RED, 1);
    told.push(...settle());
  }
  vi.advanceTimersByTime(2000);
  told.push(...settle());
  expect(told).toHaveLength(3);
  for (const each of told) expect(intentSchema.parse(each)).toEqual(each);
  const shownMs = told.reduce((sum, each) => sum + (each.type === 'shade.shown' ? each.shownMs : 0), 0);
  expect(shownMs).toBeGreaterThan(4970);
  expect(shownMs).toBeLessThanOrEqual(5000);
});

test('what was shown of the old shade stands before the tap on the new one, and frames that come after it are dropped', () => {
  show(RED, 0.7);
  actions.wearShade(PLUM, 'rail');
  show(RED, 0.1);
  show(PLUM, 0.5);
  endSlices();
  expect(waiting()).toMatchObject([
    { type: 'shade.shown', sku: RED, shownMs: 697, frames: 21 },
    { type: 'shade.wear', sku: PLUM },
    { type: 'shade.shown', sku: PLUM, frames: 15 },
  ]);
});

test('the slices of a forgotten visit go first and are of that visit, those after are of the next', () => {
  const visit = state.session.value?.visit;
  const first = state.wornShades.shopper.value?.sku as string;
  show(first, 0.5);
  actions.forgetMe();
  show(state.wornShades.shopper.value?.sku as string, 0.5);
  endSlices();
  const [slice, forget, next] = waiting();
  expect([slice, forget]).toMatchObject([
    { type: 'shade.shown', visit },
    { type: 'visit.forget', visit },
  ]);
  expect(next).toMatchObject({ type: 'shade.shown', visit: (forget as { nextVisit: string }).nextVisit });
});

test('a visit that the service ended keeps its slice', () => {
  const visit = state.session.value?.visit;
  show(RED, 0.5);
  const next = crypto.randomUUID();
  state.recordedSession.value = { ...emptySession(next), sku: RED };
  show(RED, 0.5);
  endSlices();
  expect(slices()).toMatchObject([
    { visit, frames: 15 },
    { visit: next, frames: 15 },
  ]);
});

test('each slice is in the light that most of it was seen in', () => {
  show(RED, 0.5, { light: 'dim' });
  show(RED, 0.3);
  show(RED, 0.4);
  endSlices();
  expect(slices()).toMatchObject([{ light: 'good', frames: 36 }]);
});

test('the demo shopper is told apart from a person, and her light is none', () => {
  show(RED, 0.5);
  state.camera.value = { ...state.camera.value, isDemo: true };
  show(RED, 0.5);
  endSlices();
  expect(slices()).toMatchObject([
    { isDemo: false, light: 'good' },
    { isDemo: true, light: null },
  ]);
});

test('each wearer has slices of her own', () => {
  const theirs = state.wornShades.companion.value?.sku as string;
  show(RED, 0.3);
  takeShown('companion', { ...TENTH, sku: theirs });
  endSlices();
  expect(slices()).toMatchObject([
    { wearer: 'shopper', sku: RED, frames: 9 },
    { wearer: 'companion', sku: theirs, frames: 3 },
  ]);
});

test('where nothing is painted nothing is told', () => {
  vi.advanceTimersByTime(60_000);
  endSlices();
  expect(waiting()).toEqual([]);
});

test('while the service is away a wearing is one slice a minute', () => {
  show(RED, 150);
  endSlices();
  expect(slices().length).toBeLessThanOrEqual(4);
  const frames = slices().reduce((sum, { frames }) => sum + frames, 0);
  expect(frames).toBe(4500);
  for (const each of slices()) expect(intentSchema.parse(each)).toEqual(each);
});
