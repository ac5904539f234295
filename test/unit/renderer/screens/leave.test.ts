/** Whoever comes next finds nothing of the shopper before, and the screen says so when there was something. */
import { batch } from '@preact/signals';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Catalogue } from '../../../../main/contract/catalogue.ts';
import type { Intent } from '../../../../main/contract/intents.ts';
import { emptySession, type Session } from '../../../../main/contract/session.ts';
import sample from '../../../../models/shades/catalogue.json' with { type: 'json' };
import { locale, speak } from '../../../../renderer/i18n/texts.ts';
import * as actions from '../../../../renderer/screens/actions.ts';
import { watchLeaving } from '../../../../renderer/screens/leave.ts';
import * as state from '../../../../renderer/screens/state.ts';
import { watchTouch } from '../../../../renderer/screens/touch.ts';
import { shownCode } from '../../../screens/code-views.ts';

const RED = 'VA-M04';
const events = new EventTarget();

vi.useFakeTimers();
vi.stubGlobal('window', globalThis);
vi.stubGlobal('document', { documentElement: {} });
vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
vi.stubGlobal('localStorage', { setItem: () => {}, removeItem: () => {} });
watchTouch();
watchLeaving();

const touch = () => events.dispatchEvent(new Event('pointerdown'));
const record = (changes: Partial<Session> = {}): void => {
  state.recordedSession.value = { ...emptySession(crypto.randomUUID()), ...changes };
};
const waiting = (): readonly Intent[] => state.waitingIntents.value;

beforeEach(async () => {
  vi.advanceTimersByTime(5000);
  touch();
  state.settings.value = { locale: 'en', camera: { resolution: '1280x720', rotation: 0 }, companion: false };
  state.camera.value = { state: 'live', isDemo: false, connected: 1, recoveries: 0 };
  state.tryonState.value = 'running';
  state.catalogue.value = sample as Catalogue;
  state.serviceState.value = 'connected';
  record({ phase: 'trying', sku: RED });
  vi.advanceTimersByTime(5000);
  state.waitingIntents.value = [];
  state.isForgotten.value = false;
  await speak('zh-CN');
});

test('the service ends the visit: the screen says for a moment that she is forgotten, in its first language', async () => {
  state.isComparing.value = true;
  record({ phase: 'leaving' });
  expect([state.isForgotten.value, state.isComparing.value]).toEqual([true, false]);
  await vi.waitUntil(() => locale.value === 'en');
  vi.advanceTimersByTime(4000);
  expect(state.isForgotten.value).toBe(false);
  expect(waiting()).toEqual([]);
});

test('nothing is said where there was nothing to forget, nor of news of the same visit', () => {
  const { visit } = state.recordedSession.value as Session;
  record({ visit, phase: 'taking-home', sku: RED });
  expect(state.isForgotten.value).toBe(false);
  record();
  vi.advanceTimersByTime(5000);
  record();
  expect(state.isForgotten.value).toBe(false);
});

test('a visit that she herself asked to be forgotten is told of once, by "forget me"', () => {
  actions.forgetMe();
  const [forget] = waiting() as [Extract<Intent, { type: 'visit.forget' }>];
  state.wearer.value = 'companion';
  record({ visit: forget.nextVisit });
  expect([state.isForgotten.value, state.wearer.value]).toEqual([false, 'companion']);
  state.waitingIntents.value = [];
  expect(state.isForgotten.value).toBe(true);
});

/** Over a socket the session is told first, over a port the answer may come first, as takeAsRecorded then has it. */
test.each([
  ['before', (asked: Session, settle: () => void) => [() => record(asked), settle]],
  ['after', (asked: Session, settle: () => void) => [() => batch(() => [record(asked), settle()])]],
])(
  'the next shopper keeps her wish for a code where the session is told %s the answer to "forget me"',
  (_order, tell) => {
    actions.forgetMe();
    const [forget] = waiting() as [Extract<Intent, { type: 'visit.forget' }>];
    actions.takeHome();
    expect(waiting().map(({ type }) => type)).toEqual(['visit.forget', 'code.show']);
    const settle = () => {
      state.waitingIntents.value = waiting().filter(({ id }) => id !== forget.id);
    };
    for (const step of tell(emptySession(forget.nextVisit), settle)) step();
    record({ ...emptySession(forget.nextVisit), phase: 'leaving' });
    expect(waiting()).toMatchObject([{ type: 'code.show', visit: forget.nextVisit }]);
  },
);

test('her tap for a code tells the shade on her own lips, chosen or not, whoever the next tap is for', () => {
  const worn = () => (waiting().at(-1) as Extract<Intent, { type: 'code.show' }>).worn;
  state.wearer.value = 'companion';
  actions.takeHome();
  expect(worn()).toBe(RED);
  state.waitingIntents.value = [];
  record();
  actions.takeHome();
  expect(worn()).toBe(sample.shades[0]?.sku);
});

test('while the service is there, the page forgets nobody by itself', () => {
  vi.advanceTimersByTime(600_000);
  expect(waiting()).toEqual([]);
});

test.each(['trying', 'taking-home'] as const)(
  'while the service is there, her language stays as long as her visit is %s',
  async (phase) => {
    record({ ...(state.recordedSession.value as Session), phase });
    await vi.advanceTimersByTimeAsync(600_000);
    expect(locale.value).toBe('zh-CN');
    // Who never began a visit leaves nothing but her language.
    record({ ...(state.recordedSession.value as Session), phase: 'idle' });
    vi.advanceTimersByTime(21_000);
    await vi.waitUntil(() => locale.value === 'en');
  },
);

test('while the service is away, who bows over her phone before a code is not forgotten for sixty seconds', () => {
  state.serviceState.value = 'lost';
  const [shownAtMs, expiresAtMs] = [Date.now(), Date.now() + 300_000];
  state.codeView.value = shownCode({ shownAtMs, expiresAtMs });
  touch();
  vi.advanceTimersByTime(59_000);
  expect(waiting()).toEqual([]);
  vi.advanceTimersByTime(2000);
  expect(waiting()).toMatchObject([{ type: 'visit.forget' }]);
});

test('while the service is away, who left before the camera is forgotten after twenty seconds without face or touch', () => {
  state.serviceState.value = 'lost';
  touch();
  vi.advanceTimersByTime(19_000);
  expect(waiting()).toEqual([]);
  vi.advanceTimersByTime(2000);
  expect(waiting()).toMatchObject([{ type: 'visit.forget' }]);
  expect(state.session.value).toMatchObject({ sku: null });
  vi.advanceTimersByTime(60_000);
  expect(waiting()).toHaveLength(1);
});

test('where no camera sees, it is ninety seconds without a touch', () => {
  state.serviceState.value = 'lost';
  state.camera.value = { ...state.camera.value, isDemo: true };
  touch();
  vi.advanceTimersByTime(89_000);
  expect(waiting()).toEqual([]);
  vi.advanceTimersByTime(2000);
  expect(waiting()).toMatchObject([{ type: 'visit.forget' }]);
});
