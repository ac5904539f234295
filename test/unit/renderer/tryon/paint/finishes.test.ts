/** What each finish promises on lips in real shading: highlights that obey the light, sparkles that stay on the lip. */
import { describe, expect, it } from 'vitest';
import { FINISHES, type Finish } from '../../../../../main/contract/finishes.ts';
import { neutralState } from '../../../../../models/shopper/state.ts';
import type { Look } from '../../../../../renderer/tryon/look.ts';
import { strayChanges } from '../../../../quality/painted-frame.ts';
import {
  addedLuma,
  HEIGHT_PX,
  renderScene,
  type Scene,
  WIDTH_PX,
  type Worn,
  wear,
} from './painted-shopper.ts';

const size = { widthPx: WIDTH_PX, heightPx: HEIGHT_PX };
const red = (finish: Finish, more: Partial<Look> = {}): Look => ({
  sku: 'TEST',
  swatch: [150, 16, 40],
  coverage: 0.9,
  finish,
  intensity: 1,
  ...more,
});
const scene = renderScene();
const wornPlain = new Map(FINISHES.map((finish) => [finish, wear(scene, red(finish))]));
const worn = (finish: Finish) => wornPlain.get(finish) as Worn;

/** Centre of the brightest light that a look adds over the same look in satin, pixels. */
function highlightOf(where: Scene, look: Look): { x: number; y: number } {
  const added = addedLuma(wear(where, look), wear(where, { ...look, finish: 'satin' }));
  const peak = added.reduce((most, value) => Math.max(most, value), 0);
  let x = 0;
  let y = 0;
  let weight = 0;
  for (const [i, value] of added.entries()) {
    if (value < 0.6 * peak) continue;
    x += value * (i % WIDTH_PX);
    y += value * Math.floor(i / WIDTH_PX);
    weight += value;
  }
  return { x: x / weight, y: y / weight };
}

const mean = (values: Float32Array): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.filter((value) => value > 0).length);

describe.each(FINISHES)('%s', (finish) => {
  it('changes no luma without coverage and no chroma block that no coverage touches', () => {
    const layers: Partial<Look> = {
      liner: { swatch: [60, 10, 20], width: 0.2, softness: 0.3 },
      ombre: { inner: [90, 0, 30], curve: 0.5 },
      topper: { gloss: 1 },
    };
    for (const { planes, coverage } of [worn(finish), wear(scene, red(finish, layers))]) {
      expect(strayChanges(scene.frame, planes.data, coverage, size)).toBe(0);
    }
  });

  it('is told apart from every other finish of the same shade', () => {
    const own = worn(finish).planes.data;
    for (const other of FINISHES) {
      if (other === finish) continue;
      const theirs = worn(other).planes.data;
      const different = own.filter((value, i) => Math.abs(value - (theirs[i] as number)) > 4).length;
      expect(different, other).toBeGreaterThan(60);
    }
  });

  it('changes nothing at an intensity of 0', () => {
    expect(wear(scene, red(finish, { intensity: 0 })).planes.data).toEqual(
      wear(scene, red('satin', { intensity: 0 })).planes.data,
    );
  });
});

describe('a highlight', () => {
  const lit = (azimuthDeg: number, more = {}) =>
    renderScene({ light: { ...neutralState.light, azimuthDeg, elevationDeg: 30, ...more } });

  it.each(['gloss', 'vinyl', 'metallic', 'balm'] as const)(
    'of %s lies on the side the light comes from',
    (finish) => {
      const fromLeft = highlightOf(lit(-50), red(finish));
      const fromRight = highlightOf(lit(50), red(finish));
      expect(fromRight.x - fromLeft.x).toBeGreaterThan(8);
    },
  );

  it('adds less light where there is less', () => {
    const added = (strength: number) => {
      const where = lit(0, { strength });
      const { planes, coverage } = wear(where, red('vinyl'));
      return coverage.reduce(
        (most, cover, i) => (cover > 250 ? Math.max(most, planes.data[i] as number) : most),
        0,
      );
    };
    expect(added(0.4)).toBeLessThan(added(1) - 25);
  });

  it('grows with the gloss of a topper', () => {
    const plain = wear(scene, red('matte'));
    const little = mean(addedLuma(wear(scene, red('matte', { topper: { gloss: 0.3 } })), plain));
    const glass = mean(addedLuma(wear(scene, red('matte', { topper: { gloss: 1 } })), plain));
    expect(little).toBeGreaterThan(0);
    expect(glass).toBeGreaterThan(1.5 * little);
  });
});

describe('sparkles', () => {
  /** Pixels that a flake makes much brighter than the same lips in balm's film would be. */
  const flashes = (where: Scene, seed = 0): Float32Array => {
    const noisy: Scene = {
      points: where.points,
      frame: where.frame.map((value, i) => (seed === 0 ? value : value + ((i * 7919 * seed) % 5) - 2)),
    };
    const added = addedLuma(wear(noisy, red('glitter')), wear(noisy, red('sheer', { coverage: 0.5 })));
    return added;
  };
  const correlation = (one: Float32Array, other: Float32Array): number => {
    let xy = 0;
    let xx = 0;
    let yy = 0;
    for (const [i, x] of one.entries()) {
      const y = other[i] as number;
      xy += x * y;
      xx += x * x;
      yy += y * y;
    }
    return xy / Math.sqrt(xx * yy);
  };
  const shifted = (values: Float32Array, dx: number, dy: number): Float32Array =>
    values.map((_, i) => values[i - dy * WIDTH_PX - dx] ?? 0);

  it('are many, and each is small', () => {
    const bright = flashes(scene).filter((value) => value > 25).length;
    expect(bright).toBeGreaterThan(25);
    const covered = wear(scene, red('glitter')).coverage.filter((cover) => cover > 250).length;
    expect(bright).toBeLessThan(0.3 * covered);
  });

  it('do not change with the camera’s noise', () => {
    expect(correlation(flashes(scene, 1), flashes(scene, 2))).toBeGreaterThan(0.97);
  });

  it('go with the lip, not with the screen', () => {
    const away = renderScene({ centreX: neutralState.centreX + 16 / WIDTH_PX });
    const [here, there] = [flashes(scene), flashes(away)];
    const moved = correlation(shifted(here, 16, 0), there);
    expect(moved).toBeGreaterThan(0.8);
    expect(moved).toBeGreaterThan(correlation(here, there) + 0.2);
  });

  it('light up and die as the head turns', () => {
    const turnedTo = (yawDeg: number): Worn => wear(renderScene({ yawDeg }), red('glitter'));
    const lumaOf = ({ planes, coverage }: Worn) =>
      Float32Array.from(coverage, (cover, i) => (cover > 250 ? (planes.data[i] as number) : 0));
    const [still, turned] = [lumaOf(turnedTo(0)), lumaOf(turnedTo(8))];
    const bright = (values: Float32Array) =>
      new Set([...values.keys()].filter((i) => (values[i] as number) > 150));
    const same = [...bright(still)].filter((i) => bright(turned).has(i)).length;
    expect(same).toBeLessThan(0.6 * bright(still).size);
  });
});
