/** When the glass tells a shopper about the light, and when it leaves her alone. */
import { expect, test } from 'vitest';
import type { LightReading } from '../../../../main/contract/light.ts';
import { LightCoach } from '../../../../renderer/screens/light-coach.ts';

/** A coach who is told a reading for some seconds, twice a second. @returns what was told of at the end of each second */
function coached() {
  const coach = new LightCoach();
  let nowMs = 70_000;
  return (reading: LightReading | null, seconds: number) =>
    Array.from({ length: seconds }, () => {
      coach.judge(reading, nowMs);
      const told = coach.judge(reading, nowMs + 500);
      nowMs += 1000;
      return told;
    });
}

test('good light, and nobody there, are never spoken of', () => {
  const light = coached();
  expect(
    light('good', 60)
      .concat(light(null, 60))
      .every((told) => told === null),
  ).toBe(true);
});

test('trouble is told of after four seconds, and no more as soon as the light is good', () => {
  const light = coached();
  expect(light('dim', 6)).toEqual([null, null, null, null, 'dim', 'dim']);
  expect(light('good', 3).at(-1)).toBeNull();
});

test('a moment of shadow is not told of, nor does a moment of light end a hint', () => {
  const light = coached();
  for (let times = 0; times < 5; times++) {
    light('backlit', 3);
    expect(light('good', 1)).toEqual([null]);
  }
  light('backlit', 5);
  expect(light('good', 1)).toEqual(['backlit']);
});

test('a lamp that stays as it is is told of once, and goes by itself', () => {
  const light = coached();
  const told = light('coloured', 600);
  expect(told.filter((each) => each !== null)).toHaveLength(10);
  expect(told.at(-1)).toBeNull();
  light(null, 20);
  expect(light('coloured', 6).at(-1)).toBe('coloured');
});

test('two hints have a minute between them, and the hint is about the light as it is now', () => {
  const light = coached();
  light('dim', 6);
  light('good', 5);
  expect(light('backlit', 20).every((told) => told === null)).toBe(true);
  const told = light('dim', 60).filter((each) => each !== null);
  expect(new Set(told)).toEqual(new Set(['dim']));
});
