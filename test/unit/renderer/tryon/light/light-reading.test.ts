import { describe, expect, it } from 'vitest';
import type { LightReading } from '../../../../../main/contract/light.ts';
import { buildLightReading } from '../../../../../renderer/tryon/light/light-reading.ts';
import { buildSceneLight } from '../../../../../renderer/tryon/light/scene-light.ts';

const FRAME_MS = 33;
const NEUTRAL = new Float32Array([1, 1, 1]);

/** Readings of a run of levels, each change once. */
function readings(levelAt: (ms: number) => number, lastMs: number, visitorAt = (_ms: number) => 1) {
  const scene = buildSceneLight();
  const stage = buildLightReading();
  const seen: (LightReading | null)[] = [];
  for (let ms = 0; ms < lastMs; ms += FRAME_MS) {
    stage.run(scene, levelAt(ms), NEUTRAL, visitorAt(ms), ms);
    if (seen.at(-1) !== stage.reading) seen.push(stage.reading);
  }
  return seen;
}

describe('a light reading over time', () => {
  it('is told at once when a visitor comes, and changes when the light has changed for a while', () => {
    expect(readings(() => 0.6, 100)).toEqual(['good']);
    expect(readings((ms) => (ms < 1000 ? 0.6 : 0.1), 4000)).toEqual(['good', 'dim']);
    expect(
      readings(
        (ms) => (ms < 500 ? 0.1 : 0.6),
        600,
        (ms) => (ms < 500 ? 1 : 2),
      ),
    ).toEqual(['dim', 'good']);
  });

  it('does not toggle when the light wavers about a bound', () => {
    expect(readings((ms) => 0.24 + 0.03 * Math.sin(ms / 150), 8000).length).toBeLessThanOrEqual(2);
    expect(readings((ms) => 0.24 + 0.02 * Math.sin(ms / 2000), 30_000).length).toBeLessThanOrEqual(2);
  });

  it('does not change for half a second of shadow', () => {
    expect(readings((ms) => (ms > 1000 && ms < 1500 ? 0.15 : 0.6), 4000)).toEqual(['good']);
  });
});
