/** What becomes of a code on the screen by her doing and by time, with the service there and without it. */
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { Catalogue } from '../../../../../main/contract/catalogue.ts';
import type { CodeView } from '../../../../../main/contract/code-view.ts';
import { emptySession } from '../../../../../main/contract/session.ts';
import { SHOWN_MS } from '../../../../../main/contract/tokens.ts';
import sample from '../../../../../models/shades/catalogue.json' with { type: 'json' };
import { nextIntent } from '../../../../../renderer/bridge/outbox.ts';
import * as actions from '../../../../../renderer/screens/actions.ts';
import { obeyKeys } from '../../../../../renderer/screens/keys.ts';
import { watchLeaving } from '../../../../../renderer/screens/leave.ts';
import * as state from '../../../../../renderer/screens/state.ts';
import { watchCode } from '../../../../../renderer/screens/take-home/code-watch.ts';
import type { Pulse } from '../../../../../renderer/tryon/messages.ts';

vi.useFakeTimers();
const events = new EventTarget();
vi.stubGlobal('window', globalThis);
vi.stubGlobal('HTMLInputElement', class {});
vi.stubGlobal('addEventListener', events.addEventListener.bind(events));
vi.stubGlobal('document', { documentElement: {} });
vi.stubGlobal('localStorage', { setItem: () => {}, removeItem: () => {} });
watchCode();
watchLeaving();
obeyKeys();

const shown = (): Extract<CodeView, { kind: 'shown' }> => ({
  kind: 'shown',
  carrier: 'link',
  payload: 'https://brand.example/t/1q83vASNFZ4mrze8BI0VniavN7wEx',
  image: null,
  humanCode: '7K4M92QD',
  shownAtMs: Date.now(),
  expiresAtMs: Date.now() + SHOWN_MS,
  skus: [],
  advisor: null,
  benefit: null,
  isLocalOnly: false,
});
const seen = () => state.takingHome.value.kind;
const waiting = () => state.waitingIntents.value.map(({ type }) => type);

beforeEach(() => {
  state.pulse.value = null;
  state.camera.value = { ...state.camera.value, state: 'missing' };
  state.waitingIntents.value = [];
  state.codeView.value = state.NO_CODE;
  state.isCodeDue.value = false;
  state.catalogue.value = sample as Catalogue;
  state.serviceState.value = 'connected';
  state.recordedSession.value = { ...emptySession(crypto.randomUUID()), phase: 'trying', sku: 'VA-M04' };
  vi.advanceTimersByTime(100_000);
  state.isForgotten.value = false;
});

/** Else she would be taken to have left. */
function standBeforeMirror(): void {
  state.camera.value = { ...state.camera.value, state: 'live' };
  state.tryonState.value = 'running';
  state.pulse.value = { faceShare: 1 } as Pulse;
}

describe('by time', () => {
  beforeEach(standBeforeMirror);

  test('while the service is away a code vanishes when it is over', () => {
    state.codeView.value = shown();
    state.serviceState.value = 'lost';
    vi.advanceTimersByTime(SHOWN_MS - 1);
    expect(seen()).toBe('shown');
    vi.advanceTimersByTime(1);
    expect(seen()).toBe('none');
  });

  test('one that was over long ago goes at once with the service', () => {
    state.codeView.value = shown();
    vi.advanceTimersByTime(SHOWN_MS + 1000);
    expect(seen()).toBe('shown');
    state.serviceState.value = 'lost';
    vi.advanceTimersByTime(0);
    expect(seen()).toBe('none');
  });

  test('the next code follows without the screen falling back to the counter', () => {
    state.codeView.value = shown();
    vi.advanceTimersByTime(SHOWN_MS + 1000);
    state.codeView.value = shown();
    vi.advanceTimersByTime(SHOWN_MS - 1);
    expect(seen()).toBe('shown');
  });

  test('a service that has recorded her wish and brings nothing leaves her the counter', () => {
    state.isCodeDue.value = true;
    vi.advanceTimersByTime(1999);
    expect(seen()).toBe('waiting');
    vi.advanceTimersByTime(1);
    expect(seen()).toBe('none');
  });

  test('a code that has come is due no more', () => {
    state.isCodeDue.value = true;
    state.codeView.value = shown();
    vi.advanceTimersByTime(0);
    expect(state.isCodeDue.value).toBe(false);
  });

  test('a wait is told of after a moment, and at once where no service is', () => {
    actions.takeHome();
    vi.advanceTimersByTime(399);
    expect(state.isCodeSlow.value).toBe(false);
    vi.advanceTimersByTime(1);
    expect(state.isCodeSlow.value).toBe(true);
    actions.goOnTrying();
    expect(state.isCodeSlow.value).toBe(false);
    state.serviceState.value = 'lost';
    actions.takeHome();
    expect(state.isCodeSlow.value).toBe(true);
  });
});

describe('by her doing', () => {
  test('a second tap asks for no second code', () => {
    actions.takeHome();
    actions.takeHome();
    expect(waiting()).toEqual(['code.show']);
    expect(seen()).toBe('waiting');
  });

  test('t asks for a code, and goes on trying', () => {
    const press = () => events.dispatchEvent(Object.assign(new Event('keydown'), { key: 't' }));
    state.codeView.value = shown();
    press();
    expect([seen(), ...waiting()]).toEqual(['none', 'code.hide']);
    press();
    expect(waiting()).toEqual(['code.hide', 'code.show']);
    expect(seen()).toBe('shown');
  });

  test('a wish that was never sent is taken back; one that may have been is undone by another', async () => {
    state.serviceState.value = 'lost';
    actions.takeHome();
    actions.goOnTrying();
    expect(waiting()).toEqual([]);
    actions.takeHome();
    await nextIntent();
    actions.goOnTrying();
    expect(waiting()).toEqual(['code.show', 'code.hide']);
    expect(seen()).toBe('none');
  });

  test('going on hides what is on the screen, and does nothing where nothing is', () => {
    actions.goOnTrying();
    expect(waiting()).toEqual([]);
    state.codeView.value = { kind: 'thanks', contact: 'new', hasJoined: false, advisor: null };
    actions.goOnTrying();
    expect([seen(), ...waiting()]).toEqual(['none', 'code.hide']);
  });

  test('what a finger was doing is over when the counter goes', () => {
    actions.moveIntensity(0.4);
    actions.beginComparison();
    actions.takeHome();
    expect([state.movingIntensity.value, state.isComparing.value]).toEqual([null, false]);
    expect(state.session.value?.intensity).toBe(0.4);
  });

  test('"forget me" takes the code off the screen at once, whatever the service still tells', () => {
    state.codeView.value = shown();
    actions.forgetMe();
    expect(seen()).toBe('none');
    state.codeView.value = shown();
    expect(seen()).toBe('none');
  });

  test('who is forgotten leaves no wish for a code behind', () => {
    state.serviceState.value = 'lost';
    actions.takeHome();
    actions.forgetMe();
    expect(waiting()).toEqual(['visit.forget']);
  });
});

describe('when she has left', () => {
  test('the end of the visit takes the code along', () => {
    state.codeView.value = shown();
    state.recordedSession.value = { ...emptySession(crypto.randomUUID()), phase: 'leaving' };
    expect(seen()).toBe('none');
  });

  test('while the service is away a code is forgotten with her, though she touched no shade', () => {
    state.recordedSession.value = emptySession(crypto.randomUUID());
    state.codeView.value = { ...shown(), expiresAtMs: Date.now() + 3_600_000 };
    state.serviceState.value = 'lost';
    vi.advanceTimersByTime(92_000);
    expect(seen()).toBe('none');
    expect(waiting()).toEqual(['visit.forget']);
  });
});
