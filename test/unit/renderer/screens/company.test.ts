/** Who the page takes to stand before the mirror, whose lips a tap is for, and whose shades an intent changes. */
import { beforeEach, expect, test, vi } from 'vitest';
import type { Catalogue } from '../../../../main/contract/catalogue.ts';
import { emptySession } from '../../../../main/contract/session.ts';
import sample from '../../../../models/shades/catalogue.json' with { type: 'json' };
import * as actions from '../../../../renderer/screens/actions.ts';
import { watchCompany } from '../../../../renderer/screens/company.ts';
import * as state from '../../../../renderer/screens/state.ts';
import type { Pulse } from '../../../../renderer/tryon/messages.ts';

const [RED, PLUM] = ['VA-M04', 'VA-M07'];
const PULSE: Pulse = {
  source: 1,
  frameAgeMs: 9,
  widthPx: 1280,
  heightPx: 720,
  luma: 0.4,
  fps: 30,
  workMs: 14,
  faceShare: 1,
  faces: 1,
  light: 'good',
};

vi.useFakeTimers({ toFake: ['performance'] });
vi.stubGlobal('window', globalThis);
vi.stubGlobal('localStorage', { setItem: () => {}, removeItem: () => {} });
watchCompany();

/** The worker's pulses over some seconds. */
function see(changes: Partial<Pulse>, seconds: number): void {
  for (let half = 0; half < 2 * seconds; half++) {
    vi.advanceTimersByTime(500);
    state.pulse.value = { ...PULSE, ...changes };
  }
}

function setCompanion(companion: boolean): void {
  state.settings.value = { locale: 'en', camera: { resolution: '1280x720', rotation: 0 }, companion };
}

beforeEach(() => {
  setCompanion(true);
  state.camera.value = { state: 'live', isDemo: false, connected: 1, recoveries: 0 };
  state.catalogue.value = sample as Catalogue;
  state.waitingIntents.value = [];
  state.recordedSession.value = emptySession(crypto.randomUUID());
  see({}, 5);
});

test('two are seen as two after a second, and still while one of them looks away', () => {
  see({ faces: 2 }, 1);
  expect(state.isPaired.value).toBe(false);
  see({ faces: 2 }, 1);
  expect(state.isPaired.value).toBe(true);
  see({ faces: 1 }, 2);
  see({ faces: 2 }, 1);
  expect(state.isPaired.value).toBe(true);
  see({ faces: 1 }, 3);
  expect(state.isPaired.value).toBe(false);
});

test('a tap is for the one who was chosen, and for the shopper again when the other has left', () => {
  see({ faces: 2 }, 2);
  actions.wearShade(RED, 'rail');
  actions.choose('companion');
  actions.wearShade(PLUM, 'rail');
  actions.moveIntensity(0.5);
  expect(state.looks.companion.value).toMatchObject({ sku: PLUM, intensity: 0.5 });
  expect(state.looks.shopper.value).toMatchObject({ sku: RED, intensity: 1 });
  see({ faces: 1 }, 4);
  expect(state.wearer.value).toBe('shopper');
  expect(state.session.value).toMatchObject({
    sku: RED,
    intensity: 1,
    companion: { sku: PLUM, intensity: 0.5 },
  });
  actions.wearShade(PLUM, 'rail');
  expect(state.session.value).toMatchObject({ sku: PLUM, companion: { sku: PLUM } });
  expect(state.waitingIntents.value.map((each) => 'wearer' in each && each.wearer)).toEqual([
    ...[false, 'companion', 'companion', false],
  ]);
});

test('before they choose they wear shades of different families; "before" bares both, "forget me" forgets both', () => {
  see({ faces: 2 }, 2);
  const [hers, her] = [state.wornShades.shopper.value, state.wornShades.companion.value];
  expect(hers?.family).not.toBe(her?.family);
  actions.choose('companion');
  actions.wearShade(PLUM, 'rail');
  actions.beginComparison();
  expect([state.looks.shopper.value, state.looks.companion.value]).toEqual([null, null]);
  actions.endComparison();
  actions.forgetMe();
  expect(state.session.value?.companion.sku).toBeNull();
  expect([state.wearer.value, state.wornShades.companion.value]).toEqual(['shopper', her]);
});

test('where the settings know no companion there is none, however many are seen', () => {
  setCompanion(false);
  see({ faces: 2 }, 5);
  actions.chooseOther();
  expect([state.isPaired.value, state.wearer.value]).toEqual([false, 'shopper']);
  setCompanion(true);
  expect(state.isPaired.value).toBe(true);
});

test("the glass tells of a shopper's light, and never of the demo shopper's", () => {
  state.camera.value = { ...state.camera.value, isDemo: true };
  see({ light: 'dim' }, 8);
  expect(state.lightTrouble.value).toBeNull();
  state.camera.value = { ...state.camera.value, isDemo: false };
  see({ light: 'dim' }, 6);
  expect(state.lightTrouble.value).toBe('dim');
  state.pulse.value = null;
  see({ light: null }, 3);
  expect(state.lightTrouble.value).toBeNull();
});

test('a companion who has been away for twenty seconds is forgotten, and what she wore with her', () => {
  see({ faces: 2 }, 3);
  actions.choose('companion');
  actions.wearShade(PLUM, 'rail');
  see({ faces: 1 }, 10);
  expect(state.session.value?.companion.sku).toBe(PLUM);
  see({ faces: 1 }, 16);
  expect(state.session.value?.companion.sku).toBeNull();
});

test('a companion who stays when the shopper leaves goes on in her own shade', () => {
  see({ faces: 2 }, 3);
  actions.wearShade(RED, 'rail');
  actions.choose('companion');
  actions.wearShade(PLUM, 'rail');
  state.isComparing.value = true;
  actions.handOver();
  state.isComparing.value = false;
  expect(state.looks.shopper.value?.sku).toBe(PLUM);
  expect(state.looks.companion.value?.sku).toBe(RED);
});
