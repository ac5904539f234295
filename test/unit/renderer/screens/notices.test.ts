/** Which of several troubles the glass tells of, and that every one has its words in both languages. */
import { expect, test } from 'vitest';
import { CAMERA_STATES } from '../../../../main/contract/camera.ts';
import { FINISHES } from '../../../../main/contract/finishes.ts';
import { LIGHT_READINGS } from '../../../../main/contract/light.ts';
import { WEARERS } from '../../../../main/contract/wearers.ts';
import sample from '../../../../models/shades/catalogue.json' with { type: 'json' };
import en from '../../../../renderer/i18n/en.json' with { type: 'json' };
import zhCN from '../../../../renderer/i18n/zh-CN.json' with { type: 'json' };
import { chooseNotice, type MirrorFacts } from '../../../../renderer/screens/notices.ts';

const LIVE = { state: 'live', isDemo: false, connected: 1, recoveries: 0 } as const;

const notice = (facts: Partial<MirrorFacts>) =>
  chooseNotice({
    camera: LIVE,
    service: 'connected',
    tryon: 'running',
    hasCatalogue: true,
    isCameraAdded: false,
    isForgetting: false,
    isForgotten: false,
    isTakingHome: false,
    light: null,
    ...facts,
  });

test('a mirror that works says nothing', () => {
  expect(notice({})).toBeNull();
});

test('of several troubles the camera comes first, then the service, then the try-on', () => {
  const lost = { ...LIVE, state: 'lost' } as const;
  expect(notice({ camera: lost, service: 'lost', tryon: 'failed' })?.name).toBe('camera.lost');
  expect(notice({ service: 'lost', tryon: 'failed' })?.name).toBe('service.lost');
  expect(notice({ tryon: 'failed', isCameraAdded: true })?.name).toBe('tryon.failed');
  expect(notice({ isCameraAdded: true })?.name).toBe('camera.added');
});

test('a hint about the light comes after everything else there is to say', () => {
  const light = 'backlit';
  expect(notice({ light })).toEqual({ name: 'light.backlit', role: 'status' });
  expect(notice({ light, isCameraAdded: true })?.name).toBe('camera.added');
  expect(notice({ light, tryon: 'loading' })?.name).toBe('tryon.loading');
  expect(notice({ light, service: 'lost' })?.name).toBe('service.lost');
  expect(notice({ light, camera: { ...LIVE, isDemo: true } })?.name).toBe('demo.live');
});

test('beside a code nothing is said of the service, and all else is', () => {
  expect(notice({ service: 'lost', isTakingHome: true })).toBeNull();
  expect(notice({ service: 'lost', tryon: 'failed', isTakingHome: true })?.name).toBe('tryon.failed');
  expect(notice({ camera: { ...LIVE, state: 'lost' }, isTakingHome: true })?.name).toBe('camera.lost');
});

test('while the mirror wakes it speaks of waking, not of a camera that nobody sees yet', () => {
  const opening = { ...LIVE, state: 'opening' } as const;
  const demo = { ...LIVE, state: 'missing', isDemo: true } as const;
  for (const service of ['connecting', 'lost'] as const) {
    expect(notice({ camera: demo, service, hasCatalogue: false })?.name).toBe('service.connecting');
  }
  expect(notice({ camera: demo, hasCatalogue: false })?.name).toBe('service.catalogue');
  expect(notice({ camera: opening, tryon: 'loading' })?.name).toBe('camera.opening');
});

test('the demo shopper is explained whatever else there is to say, and never interrupts', () => {
  for (const state of CAMERA_STATES) {
    const camera = { ...LIVE, state, isDemo: true, connected: 0 };
    expect(notice({ camera, service: 'lost' })).toEqual({ name: `demo.${state}`, role: 'status' });
  }
});

test('a mirror without a picture interrupts a screen reader; being forgotten is answered before all else', () => {
  const missing = { ...LIVE, state: 'missing', connected: 0 } as const;
  expect(notice({ camera: missing })?.role).toBe('alert');
  expect(notice({ camera: missing, isForgetting: true, isForgotten: true })?.name).toBe('forgetting');
  expect(notice({ camera: missing, isForgotten: true })).toEqual({ name: 'forgotten', role: 'status' });
});

test('where there are cameras and none is the one that the settings name, the staff are told that', () => {
  const misnamed = { ...LIVE, state: 'missing' } as const;
  expect(notice({ camera: misnamed })?.name).toBe('camera.misnamed');
  expect(notice({ camera: { ...misnamed, isDemo: true } })?.name).toBe('demo.misnamed');
});

type Texts = { [key: string]: string | Texts };

const keysOf = (texts: Texts, path = ''): string[] =>
  Object.entries(texts).flatMap(([key, text]) =>
    typeof text === 'string' ? [path + key] : keysOf(text, `${path}${key}.`),
  );

test('both languages say the same things, and every state, finish and family of the sample has words', () => {
  const keys = keysOf(zhCN);
  expect(keysOf(en)).toEqual(keys);
  const states = CAMERA_STATES.flatMap((state) => [`camera.${state}`, `demo.${state}`]);
  const hints = LIGHT_READINGS.filter((reading) => reading !== 'good').map((reading) => `light.${reading}`);
  const names = [
    ...states,
    ...hints,
    'service.lost',
    'service.connecting',
    'service.catalogue',
    'tryon.loading',
  ];
  for (const name of [...names, 'tryon.failed', 'camera.added', 'forgotten']) {
    if (name !== 'camera.live') expect(keys).toContain(`notice.${name}.title`);
  }
  for (const finish of FINISHES) expect(keys).toContain(`finish.${finish}`);
  for (const wearer of WEARERS) expect(keys).toContain(`wearer.${wearer}`);
  for (const layer of ['liner', 'ombre', 'topper']) expect(keys).toContain(`layer.${layer}`);
  for (const { family } of sample.shades) expect(keys).toContain(`family.${family}`);
});
