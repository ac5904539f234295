/** The light judged on the synthetic shopper, whose lamp is known: all ten skin tones, lamps and exposures. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Calibration } from '../../../../../main/contract/calibration.ts';
import { LIGHT_READINGS, type LightReading } from '../../../../../main/contract/light.ts';
import { neutralState, type Shopper, type ShopperState } from '../../../../../models/shopper/shopper.ts';
import { emptyPlanes, layOutPlanes, type Planes } from '../../../../../renderer/tryon/frames/planes.ts';
import { buildSceneLight } from '../../../../../renderer/tryon/light/scene-light.ts';
import { buildLipPainting } from '../../../../../renderer/tryon/lip-painting.ts';
import { fillEllipse } from '../../../../fakes/lips.ts';
import { HEIGHT, openStudio, WIDTH } from '../../../models/shopper/studio.ts';

const TONES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;
const SOME_TONES = [1, 4, 6, 8, 10] as const;
/** Each scene is rendered on all complexions: a few seconds, more on a busy machine. */
vi.setConfig({ testTimeout: 60_000 });
let shopper: Shopper;
beforeAll(() => {
  shopper = openStudio();
});

interface Seen {
  /** Level over the true luminance of white paper that faces the lamp. */
  level: number;
  /** −ln(B/G) of the light, as found and as it is. */
  warmth: number;
  trueWarmth: number;
  reading: LightReading | null;
}

interface Scene {
  tone: number;
  temperatureK?: number;
  stops?: number;
  eyesOpen?: number;
  calibration?: Calibration;
  change?: (planes: Planes, landmarks: Float32Array) => void;
}

const warmthOf = (colour: Float32Array): number => -Math.log((colour[2] as number) / (colour[1] as number));

function stateOf({ tone, temperatureK = 6500, stops = 0, eyesOpen = 1 }: Scene): ShopperState {
  const light = { ...neutralState.light, temperatureK, strength: neutralState.light.strength * 2 ** stops };
  return { ...neutralState, tone, eyesOpen, light, wantTruth: true };
}

const rendered = new Map<string, Seen>();

/** What is found on a scene; plain scenes are rendered once for all tests. */
function see(scene: Scene): Seen {
  const { calibration, change, ...plain } = scene;
  if (calibration !== undefined || change !== undefined) return look(scene);
  const key = JSON.stringify(stateOf(plain));
  const seen = rendered.get(key) ?? look(scene);
  rendered.set(key, seen);
  return seen;
}

function look(scene: Scene): Seen {
  shopper.render(stateOf(scene));
  const planes = emptyPlanes();
  layOutPlanes(planes, 'I420', WIDTH, HEIGHT);
  planes.matrix = 'bt709';
  planes.fullRange = false;
  planes.data.set(shopper.frame.data);
  const { landmarks, light } = shopper.truth;
  scene.change?.(planes, landmarks);
  const painting = buildLipPainting();
  painting.calibrate(scene.calibration ?? null);
  painting.outline(planes, landmarks, 1, 0);
  painting.cover(planes, landmarks);
  painting.uncover(planes, landmarks, 1, 0);
  painting.measure(planes, landmarks, 1, 0);
  const sceneLight = buildSceneLight();
  sceneLight.calibrate(scene.calibration ?? null);
  sceneLight.look(planes, landmarks);
  const [red, green, blue] = light.colour as unknown as readonly [number, number, number];
  return {
    level: painting.level / (0.2126 * red + 0.7152 * green + 0.0722 * blue),
    warmth: warmthOf(sceneLight.illuminant),
    trueWarmth: warmthOf(light.colour),
    reading: painting.reading,
  };
}

const spread = (values: number[]): number => Math.max(...values) - Math.min(...values);

describe('the light on ten complexions', () => {
  it('is found equally bright on all of them', () => {
    for (const stops of [-1, 0, 1]) {
      const levels = SOME_TONES.map((tone) => Math.log2(see({ tone, stops }).level));
      expect(spread(levels)).toBeLessThan(0.4);
      // Lips do not face the lamp: about 0.7 of what white paper would send back if it did.
      for (const level of levels) expect(Math.abs(level - Math.log2(0.7))).toBeLessThan(0.6);
    }
  });

  it.each([2500, 4000, 6500])('is found in its colour at %i K', (temperatureK) => {
    const seen = TONES.map((tone) => see({ tone, temperatureK }));
    for (const { warmth, trueWarmth } of seen) expect(Math.abs(warmth - trueWarmth)).toBeLessThan(0.13);
    expect(spread(seen.map(({ warmth }) => warmth))).toBeLessThan(0.1);
  });

  it('is warm under a warm lamp, and neutral under a neutral one, with the eyes shut, too', () => {
    for (const tone of SOME_TONES) {
      expect(see({ tone, temperatureK: 2500, eyesOpen: 0 }).warmth).toBeGreaterThan(0.2);
      expect(Math.abs(see({ tone, eyesOpen: 0 }).warmth)).toBeLessThan(0.12);
    }
  });
});

describe('the colour and level that a calibration knows', () => {
  const white = [0.8, 0.72, 0.5] as const;
  const calibration: Calibration = {
    matrix: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    levels: { black: [0, 0, 0], white: [...white] },
    meanDeltaE: 1,
    at: '2026-01-01T00:00:00Z',
  };

  it('outweigh what a face without readable eyes tells', () => {
    const { warmth } = see({ tone: 5, eyesOpen: 0, calibration });
    expect(warmth).toBeGreaterThan(0.6 * -Math.log(white[2] / white[1]));
    expect(see({ tone: 5, eyesOpen: 0 }).warmth).toBeLessThan(0.1);
    expect(see({ tone: 5, eyesOpen: 0, calibration }).level).toBeGreaterThan(
      see({ tone: 5, eyesOpen: 0 }).level,
    );
  });

  it.each([-1, -2, -3])('do not make lips glow when the light is %i stops down', (stops) => {
    const calibrated = see({ tone: 5, stops, calibration });
    expect(calibrated.level / see({ tone: 5, stops }).level).toBeLessThan(1.7);
  });

  it('are left aside when white was no brighter than black', () => {
    const broken = { ...calibration, levels: { black: white, white } } as unknown as Calibration;
    expect(see({ tone: 5, calibration: broken })).toEqual(see({ tone: 5 }));
  });
});

describe('the reading of the light', () => {
  const all = (scene: Omit<Scene, 'tone'>): Set<LightReading | null> =>
    new Set(TONES.map((tone) => see({ ...scene, tone }).reading));

  it('is good on all complexions in usual light, bright or subdued, white or warmish', () => {
    for (const temperatureK of [4000, 6500]) expect([...all({ temperatureK })]).toEqual(['good']);
    for (const stops of [-1, 1])
      for (const tone of SOME_TONES) expect(see({ tone, stops }).reading).toBe('good');
  });

  it('is dim on all complexions where there is too little light', () => {
    expect([...all({ stops: -2.3 })]).toEqual(['dim']);
  });

  it('is coloured on all complexions under a lamp that the camera did not balance', () => {
    expect([...all({ temperatureK: 2500 })]).toEqual(['coloured']);
  });

  it('is backlit on all complexions before a bright window', () => {
    /** Wall and shelf beside the head made bright: a window; the face is in its own shade. */
    const window = (planes: Planes, landmarks: Float32Array) => {
      const chinY = landmarks[3 * 152 + 1] as number;
      for (const x of [0.1, 0.9])
        fillEllipse(planes, x * WIDTH, chinY - 150, 0.21 * WIDTH, 190, [250, 250, 250]);
    };
    expect([...all({ stops: -1.5, change: window })]).toEqual(['backlit']);
  });

  it('is coloured when a lamp of another colour lights one side', () => {
    const lamp = (planes: Planes, landmarks: Float32Array) => {
      const middle = (landmarks[3 * 1] as number) / 2;
      for (let row = 0; row < planes.heightPx / 2; row++)
        for (let column = 0; column < middle; column++) {
          const at = planes.uOffset + row * planes.chromaStride + column * planes.chromaStep;
          planes.data[at] = Math.max(16, (planes.data[at] as number) - 24);
        }
    };
    for (const tone of [2, 4]) expect(see({ tone, change: lamp }).reading).toBe('coloured');
  });

  it('is one of those that the contract lists, and null before a face was read', () => {
    expect(buildLipPainting().reading).toBeNull();
    expect(LIGHT_READINGS).toContain(see({ tone: 5 }).reading);
  });
});
