/** How long a shade was really on her lips, from the frames that were written. */
import { expect, it } from 'vitest';
import type { Look } from '../../../../renderer/tryon/look.ts';
import { ShownMeter, type ShownTally } from '../../../../renderer/tryon/shown-meter.ts';

const EVERY_MS = 40;
const look = (sku: string, intensity = 1): Look => ({
  sku,
  swatch: [160, 20, 40],
  coverage: 0.9,
  finish: 'satin',
  intensity,
});
const [RED, PLUM] = [look('RED'), look('PLUM')];

function stage() {
  const tallies: ShownTally[] = [];
  const meter = new ShownMeter((tally) => tallies.push(tally));
  let nowMs = 1000;
  return {
    tallies,
    meter,
    wait: (ms: number) => {
      nowMs += ms;
    },
    /** Frames at 25 a second. */
    play(frames: number, worn: Look | null, isPainted = true): void {
      for (let frame = 0; frame < frames; frame++) {
        nowMs += EVERY_MS;
        meter.add(nowMs, worn, isPainted, 'good');
      }
    },
    sum: (field: 'shownMs' | 'frames' | 'spanMs' | 'allFrames') =>
      tallies.reduce((total, tally) => total + tally[field], 0),
  };
}

it('adds up the time of painted frames, told several times a second', () => {
  const { play, sum, tallies } = stage();
  play(101, RED);
  play(1, null);
  expect([sum('shownMs'), sum('frames'), sum('spanMs'), sum('allFrames')]).toEqual([4040, 101, 4040, 101]);
  expect(tallies.length).toBeGreaterThan(20);
  expect(tallies[0]).toMatchObject({ sku: 'RED', intensity: 1, light: 'good' });
});

it('tells at once when the shade changes, and nothing of one shade with the other', () => {
  const { play, tallies } = stage();
  play(2, RED);
  play(2, PLUM);
  expect(tallies).toMatchObject([{ sku: 'RED', frames: 2 }]);
  play(8, PLUM);
  expect(tallies.slice(1).every(({ sku }) => sku === 'PLUM')).toBe(true);
});

it('tells nothing of a shade while no lips are painted, nor of bare lips', () => {
  const { play, tallies } = stage();
  play(100, RED, false);
  play(100, null);
  expect(tallies).toEqual([]);
});

it('counts a short loss of the face as frames without paint, and a long one as no wearing at all', () => {
  const { play, sum } = stage();
  play(50, RED, false);
  play(25, RED);
  play(25, RED, false);
  play(25, RED);
  play(75, RED, false);
  play(25, RED);
  play(1, null);
  expect([sum('frames'), sum('allFrames')]).toEqual([75, 100]);
  expect([sum('shownMs'), sum('spanMs')]).toEqual([3000, 4000]);
});

it('takes a frame that stood through a stall for a fifth of a second', () => {
  const { play, wait, sum } = stage();
  play(25, RED);
  wait(60_000);
  play(25, RED);
  play(1, null);
  expect(sum('shownMs')).toBe(2000 - EVERY_MS + 200);
});

it('goes on in one tally while the intensity moves, and tells the newest', () => {
  const { play, tallies } = stage();
  play(3, RED);
  play(2, look('RED', 0.5));
  play(1, null);
  expect(tallies.map(({ intensity }) => intensity)).toContain(0.5);
  expect(tallies.length).toBeLessThan(4);
});

it('gives the last frame of a source no time until the first of the next', () => {
  const { play, meter, sum } = stage();
  play(25, RED);
  const before = sum('shownMs');
  meter.cut();
  play(1, RED);
  play(1, null);
  expect(sum('shownMs')).toBe(before + EVERY_MS);
});
